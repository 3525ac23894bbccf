"""Files made to harm, and files broken on the way, are refused with a sentence, without filling the memory."""

import random
import resource
import struct
import subprocess
import sys
import zipfile

import pytest

from tests.common.packed import SHEET, packed, workbook, workbook_of
from xueer.common.spreadsheets import (
    BookError,
    Encrypted,
    Limits,
    NotASpreadsheet,
    TooLarge,
    ZipBomb,
    open_book,
)

DEFAULT = Limits()
OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")


def refused(path, kind, limits=DEFAULT):
    with pytest.raises(kind) as caught, open_book(path, limits) as book:
        for name in book.sheet_names:
            list(book.rows(name))
    return str(caught.value)


def peak_memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_a_large_file_is_refused_by_its_length_alone(tmp_path):
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(4 * 1024**3)
    before = peak_memory()
    assert "60 MB" in refused(path, TooLarge)
    assert peak_memory() - before < 20_000


def test_a_folder_of_large_files_is_refused_as_well(tmp_path):
    for name in ("甲.csv", "乙.csv"):
        with (tmp_path / name).open("wb") as stream:
            stream.truncate(40 * 1024**2)
    refused(tmp_path, TooLarge)


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/media/image1.png"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, part):
    path = workbook(tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(part + "2", "w") as stream:
        for _ in range(50):
            stream.write(bytes(1024 * 1024))
    before = peak_memory()
    refused(path, ZipBomb)
    assert peak_memory() - before < 20_000


def test_many_members_that_are_large_together_are_refused(tmp_path):
    path = packed(tmp_path / "many.zip", {f"{i}.csv": random.Random(i).randbytes(200_000) for i in range(8)})
    refused(path, ZipBomb, Limits(unpacked_bytes=1_500_000))


def test_a_hundred_thousand_members_are_refused_without_listing_them(tmp_path):
    path = tmp_path / "members.zip"
    entry = b"PK\x01\x02" + bytes(42)
    path.write_bytes(
        b"PK\x03\x04"
        + entry * 100_000
        + b"PK\x05\x06"
        + struct.pack("<4H2IH", 0, 0, 65535, 65535, len(entry) * 100_000, 4, 0)
    )
    before = peak_memory()
    refused(path, ZipBomb)
    assert peak_memory() - before < 20_000


def test_a_member_larger_than_its_entry_says_is_refused(tmp_path):
    path = workbook_of(tmp_path / "lie.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 500_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 500)))
    refused(path, NotASpreadsheet)


OPEN = """
import sys
from xueer.common.spreadsheets import TooLarge, open_book
try:
    with open_book(sys.argv[1]) as book:
        list(book.rows("甲"))
except TooLarge as error:
    print(error)
"""
FAR = {
    "plain": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "single quotes": "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "small letters": '<row r="1"><c r="a1"><v>1</v></c></row><row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "prefixed": '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576">'
    '<x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "attribute second": '<row r="1"><c r="A1"><v>1</v></c></row><row ht="9" r="1048576">'
    '<c t="n" r="XFD1048576"><v>1</v></c></row>',
    "row lies": '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
    "empty text": '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576" t="inlineStr"><is/></c></row>',
    "no addresses": f"<row>{'<c><v>1</v></c>' * 3000}</row>" + "<row><c><v>1</v></c></row>" * 3000,
}


@pytest.mark.parametrize("form", FAR)
def test_a_cell_at_the_end_of_the_sheet_does_not_end_the_process(tmp_path, form):
    path = workbook_of(tmp_path / "far.xlsx", FAR[form])
    # In a process of its own: when the check fails, the reader library aborts.
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "far outside" in done.stdout, done.stderr[-300:]


DOCTYPE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "{}">]>'.format("&x;" * 10)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entities_is_refused(tmp_path, part, encoding):
    def change(name, data):
        if name != part:
            return data
        head, end, body = data.decode().partition("?>")
        return f"{head.replace('UTF-8', encoding)}{end}{DOCTYPE}{body}".encode(encoding)

    refused(workbook(tmp_path / "entities.xlsx", change), NotASpreadsheet)


def test_a_sheet_that_would_be_read_without_having_been_checked_is_refused(tmp_path):
    def without_namespace(name, data):
        return data.replace(b' xmlns="', b' xmlns:q="') if name == "xl/workbook.xml" else data

    def named_twice(name, data):
        sheet = b'<sheet name="\xe7\x94\xb2" sheetId="9" r:id="rId1"/></sheets>'
        return data.replace(b"</sheets>", sheet) if name == "xl/workbook.xml" else data

    refused(workbook(tmp_path / "a.xlsx", without_namespace), NotASpreadsheet)
    refused(workbook(tmp_path / "b.xlsx", named_twice), NotASpreadsheet)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path):
    path = workbook(tmp_path / "twice.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), "<worksheet/>")
    refused(path, NotASpreadsheet)


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", NotASpreadsheet, "no workbook"),
        (b"hello", NotASpreadsheet, "no workbook"),
        (b"PK\x03\x04" + b"x" * 100, NotASpreadsheet, "damaged"),
        (OLD_OFFICE + bytes(5000), NotASpreadsheet, "old .xls"),
        (OLD_OFFICE + bytes(5000) + "EncryptedPackage".encode("utf-16-le") + bytes(99), Encrypted, "password"),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_is(tmp_path, data, kind, words):
    path = tmp_path / "file.xlsx"
    path.write_bytes(data)
    assert words in refused(path, kind)


def test_a_zip_with_a_password_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"甲.csv": b"a,b\n"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    refused(path, Encrypted)


def test_a_file_broken_on_the_way_is_read_or_refused_but_never_crashes(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx").read_bytes()
    chance = random.Random(7)
    path = tmp_path / "broken.xlsx"
    for _ in range(300):
        data = bytearray(whole[: chance.randrange(1, len(whole))] if chance.random() < 0.2 else whole)
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data))
        try:
            with open_book(path) as book:
                for name in book.sheet_names:
                    list(book.rows(name))
        except BookError:
            pass


def test_xml_broken_inside_a_sound_zip_never_crashes(tmp_path):
    chance = random.Random(11)
    path = tmp_path / "broken.xlsx"

    def change(name, data):
        data = bytearray(data)
        for _ in range(chance.randrange(0, 3)):
            data[chance.randrange(len(data))] = chance.choice(b'<>/"&=rct0A9 \xff')
        return bytes(data)

    for _ in range(60):
        workbook(path, change)
        try:
            with open_book(path) as book:
                for name in book.sheet_names:
                    list(book.rows(name))
        except BookError:
            pass
