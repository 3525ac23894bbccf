"""Papers of an activity: what is kept and under which name, who may open it, what is refused, taking off and back."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.cast import Cast
from tests.factories import HERE, hold
from xueer.activities.actions.files import add_files, put_back_file, remove_file
from xueer.activities.errors import FileRefused
from xueer.activities.files import pictures
from xueer.activities.files.naming import shown_name
from xueer.activities.files.preparing import Ready, made_ready
from xueer.activities.files.sniffing import kind_of
from xueer.activities.models import Activity, ActivityFile
from xueer.audit.models import Event
from xueer.common.calendar import now
from xueer.exchange.soundness import findings

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
EXE = b"MZ\x90\x00" + b"\x00" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def session(cast: Cast, settings: object, tmp_path: Path) -> Activity:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return hold(cast.office, "2025-03-07 14:30", code="HD1", topic="公文写作", roll={cast.stranger: HERE})


def package(*members: str) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for member in ("[Content_Types].xml", *members):
            archive.writestr(member, "x")
    return kept.getvalue()


def photograph(name: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, "red").save(kept, name, **more)
    return kept.getvalue()


def with_place() -> bytes:
    """A telephone's photograph: lying on its side, with the place, the camera's name and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SECRETPHONE"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 5.0)
    return photograph(exif=exif, comment=b"SECRETPLACE")


def keep(
    session: Activity, by: object, *, kind: str = "MATERIAL", name: str = "讲义.pdf", content: bytes = PDF
) -> ActivityFile:
    (ready,), refused = made_ready([SimpleUploadedFile(name, content)], fallback="材料")
    assert refused == []
    assert add_files(session, [ready], kind=kind, by=by, at=now()) == []
    return ActivityFile.objects.latest("pk")


# ---- what a file is ----


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (package("word/document.xml"), "docx"),
        (package("xl/workbook.xml"), "xlsx"),
        (package("ppt/presentation.xml"), "pptx"),
        (package("OFD.xml"), "ofd"),
        ("一、学习内容".encode(), "txt"),
        ("一、学习内容".encode("gb18030"), "txt"),
        (photograph(), "jpg"),
        (photograph("PNG"), "png"),
        (photograph("WEBP"), "webp"),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, ending: str):
    assert kind_of(content).ending == ending


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (EXE, "不能存放"),
        (SVG, "不能存放"),
        (b"  <!DOCTYPE html><p>", "不能存放"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "不能存放"),
        (photograph("GIF"), "不能存放"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不能存放"),
        (package("readme.txt"), "压缩包"),
        (package("word/document.xml", "word/vbaProject.bin"), "宏"),
        (b"PK\x03\x04 not really", "损坏"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "20 MB"),
        (b"text with a \x00 in it", "不能存放"),
    ],
)
def test_what_is_refused_says_why(content: bytes, why: str):
    with pytest.raises(FileRefused, match=why):
        kind_of(content)


def test_pictures_are_drawn_anew_without_place_and_camera():
    before = with_place()
    assert b"SECRET" in before
    (ready,), _refused = made_ready([SimpleUploadedFile("a.jpg", before)], fallback="照片")
    assert b"SECRET" not in ready.content
    with Image.open(BytesIO(ready.content)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.size == (30, 40), "upright"


@pytest.mark.parametrize("name", ["PNG", "WEBP"])
def test_nothing_hides_in_other_pictures(name: str):
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    more: dict[str, object] = {"exif": exif}
    content = photograph(name, **more) + b"<?php SECRET ?>"
    (ready,), _refused = made_ready([SimpleUploadedFile("a", content)], fallback="照片")
    assert b"SECRET" not in ready.content


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head():
    """A PNG of some hundred bytes that says it is 60,000 × 60,000; another says 8,000 × 8,000."""
    for side in (60_000, 8_000):
        small = bytearray(photograph("PNG"))
        small[16:24] = side.to_bytes(4, "big") * 2
        small[29:33] = zlib.crc32(bytes(small[12:29])).to_bytes(4, "big")
        _ready, refused = made_ready([SimpleUploadedFile("bomb.png", bytes(small))], fallback="照片")
        assert [why for _name, why in refused] == ["图片超过 50 百万像素。"]


def test_a_picture_cut_off_is_refused_and_a_large_one_made_smaller(monkeypatch: pytest.MonkeyPatch):
    cut = photograph(size=(400, 400))[:-300]
    _ready, refused = made_ready([SimpleUploadedFile("cut.jpg", cut)], fallback="照片")
    assert [why for _name, why in refused] == ["图片已损坏。"]
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 100)
    (ready,), _refused = made_ready([SimpleUploadedFile("a.png", photograph("PNG", (400, 200)))], fallback="照片")
    with Image.open(BytesIO(ready.content)) as kept:
        assert kept.size == (100, 50)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("讲义.pdf", "讲义.pdf"),
        ("讲义.exe", "讲义.pdf"),
        ("..\\..\\windows\\win.ini", "win.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("𬱖喆堃 第1稿（终）.PDF", "𬱖喆堃 第1稿（终）.pdf"),
        ("gpj\u202e.exe", "gpj.pdf"),
        ("a\nb\x00c.pdf", "a bc.pdf"),
        (" . ", "材料.pdf"),
        ("学" * 300 + ".pdf", "学" * 120 + ".pdf"),
    ],
)
def test_names_are_shown_clean_and_with_the_true_ending(given: str, shown: str):
    assert shown_name(given.replace("\nb", " b").replace("\n", " "), "pdf", "材料") == shown


# ---- keeping ----


def test_a_file_lies_under_a_name_of_our_own_for_its_owner_only(cast: Cast, session: Activity):
    row = keep(session, cast.secretary, name="../../讲义.pdf")
    path = Path(row.file.path)
    assert row.name == "讲义.pdf"
    assert "讲义" not in row.file.name
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.read_bytes() == PDF
    assert (row.size, row.content_type) == (len(PDF), "application/pdf")
    event = Event.objects.get(verb="activities.file.add")
    assert event.detail == {"file": "讲义.pdf", "size": len(PDF)}


def test_no_more_than_thirty(cast: Cast, session: Activity):
    ready = [Ready(f"{number}.txt", "txt", "text/plain", b"x") for number in range(32)]
    full = add_files(session, ready, kind="OTHER", by=cast.secretary, at=now())
    assert [name for name, _why in full] == ["30.txt", "31.txt"]
    first = session.files.first()
    remove_file(first, by=cast.secretary, at=now())
    assert add_files(session, ready[:1], kind="OTHER", by=cast.secretary, at=now()) == []
    with pytest.raises(FileRefused):
        put_back_file(first, by=cast.secretary, at=now())
    assert session.files.filter(removed_at=None).count() == 30


def test_nothing_lies_about_when_the_rows_are_taken_back(cast: Cast, session: Activity, settings, monkeypatch):
    saved = []

    def fails(self: ActivityFile, *_args: object, **_more: object) -> None:
        saved.append(self.file.path)
        if len(saved) == 2:
            raise RuntimeError

    monkeypatch.setattr(ActivityFile, "save", fails)
    ready = [Ready(f"{number}.txt", "txt", "text/plain", b"x") for number in range(2)]
    with pytest.raises(RuntimeError):
        add_files(session, ready, kind="OTHER", by=cast.secretary, at=now())
    assert not Path(saved[0]).exists()


# ---- the pages ----

URL = "/activities/HD1/files/"


def opened(client: object, *rows: ActivityFile) -> list[int]:
    """What opening these files answers."""
    found = []
    for row in rows:
        answer = client.get(f"{URL}{row.pk}/")  # type: ignore[attr-defined]
        assert b"".join(answer) or answer.status_code == 302  # reading it to its end closes the file
        found.append(answer.status_code)
    return found


def sent(client: object, *files: tuple[str, bytes], **more: str) -> object:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"{URL}add/", {"kind": "MATERIAL", "files": uploads, **more}, follow=True)  # type: ignore[attr-defined]


def test_several_at_once_the_wrong_one_keeps_no_other_from_being_kept(cast: Cast, session: Activity, as_person):
    answer = sent(as_person(cast.secretary), ("甲.pdf", PDF), ("乙.pdf", EXE), ("丙.txt", "好".encode()))
    page = answer.content.decode()
    assert list(session.files.values_list("name", flat=True)) == ["甲.pdf", "丙.txt"]
    assert "已存放 2 个文件。" in page
    assert "未存放：乙.pdf。不能存放这类文件" in page


def test_of_more_than_there_is_room_for_the_others_are_not_even_drawn(monkeypatch: pytest.MonkeyPatch):
    drawn = []
    monkeypatch.setattr(
        "xueer.activities.files.preparing.drawn_anew", lambda content, _kind: drawn.append(1) or content
    )
    picture = photograph()
    ready, refused = made_ready([SimpleUploadedFile(f"{n}.jpg", picture) for n in range(40)], fallback="照片")
    assert (len(drawn), len(ready)) == (30, 30)
    assert refused == [(f"{n}.jpg", "一项活动最多存放 30 个文件。") for n in range(30, 40)]


def test_a_double_click_keeps_once(cast: Cast, session: Activity, as_person):
    client = as_person(cast.secretary)
    for _ in range(2):
        assert sent(client, ("甲.pdf", PDF), once="key-1").status_code == 200
    assert session.files.count() == 1


def test_nothing_chosen_nothing_right_and_a_cancelled_session(cast: Cast, session: Activity, as_person):
    client = as_person(cast.secretary)
    assert sent(client).status_code == 422
    assert sent(client, ("a.pdf", EXE)).status_code == 422
    assert client.post(f"{URL}add/", {"kind": "NONE"}).status_code == 404
    Activity.objects.update(state="CANCELLED")
    answer = sent(client, ("甲.pdf", PDF))
    assert (answer.status_code, session.files.count()) == (422, 0)
    assert "活动已取消，不能再添加文件。" in answer.content.decode()


def test_taking_off_and_putting_back(cast: Cast, session: Activity, as_person):
    row, client = keep(session, cast.secretary), as_person(cast.secretary)
    client.post(f"{URL}{row.pk}/drop/")
    client.post(f"{URL}{row.pk}/drop/")
    assert opened(client, row) == [404]
    assert Path(row.file.path).exists()
    client.post(f"{URL}{row.pk}/undo/")
    assert opened(client, row) == [200]
    verbs = [verb for verb in Event.objects.order_by("id").values_list("verb", flat=True) if "file" in verb]
    assert verbs == ["activities.file.add", "activities.file.remove", "activities.file.put_back"]


def test_who_may_open_what(cast: Cast, session: Activity, as_person):
    """The stranger stands on the roll: materials only. Whoever belongs to the unit, or is above it: everything."""
    kinds = ("MATERIAL", "SIGN_IN", "PHOTO")
    rows = [keep(session, cast.secretary, kind=kind) for kind in kinds]
    found = {name: opened(as_person(person), *rows) for name, person in cast.accounts.items()}
    everything = [200, 200, 200]
    assert found == dict.fromkeys(("administrator", "superior", "head", "secretary", "member"), everything) | {
        "stranger": [200, 404, 404]
    }
    session.roll.all().delete()
    assert opened(as_person(cast.stranger), rows[0]) == [404]
    assert opened(as_person(None), rows[0]) == [302]
    assert as_person(cast.member).get(URL).status_code == 404


def test_a_file_of_one_activity_is_not_served_by_another(cast: Cast, session: Activity, as_person):
    other = hold(cast.office, "2025-04-07 14:30", code="HD2")
    row = keep(session, cast.secretary)
    assert as_person(cast.secretary).get(f"/activities/{other.code}/files/{row.pk}/").status_code == 404


def test_how_files_are_served(cast: Cast, session: Activity, as_person):
    paper = keep(session, cast.secretary, name="讲义.pdf")
    picture = keep(session, cast.secretary, kind="PHOTO", name="现场.jpg", content=photograph())
    client = as_person(cast.member)
    answer = client.get(f"{URL}{paper.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    shown = client.get(f"{URL}{picture.pk}/")
    assert shown.headers["Content-Disposition"].startswith("inline;")
    for one in (answer, shown):
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert one.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert one.headers["Cache-Control"] == "private, no-store"
    assert b"".join(shown.streaming_content) == Path(picture.file.path).read_bytes()


def test_a_file_gone_from_the_disk_is_told_and_found_by_the_check(cast: Cast, session: Activity, as_person):
    row = keep(session, cast.secretary)
    sound = [finding for finding in findings() if finding.question == "files"]
    assert [finding.grade for finding in sound] == ["ok"]
    Path(row.file.path).unlink()
    answer = as_person(cast.member).get(f"{URL}{row.pk}/")
    assert answer.status_code == 404
    assert "“讲义.pdf”已不在服务器上" in answer.content.decode()
    (found,) = [finding for finding in findings() if finding.question == "files"]
    assert (found.grade, found.words) == ("fail", "HD1: 讲义.pdf is not on the disk; look for it in a backup")


def test_the_page_asks_the_same_for_one_and_for_three_files(
    cast: Cast, session: Activity, as_person, django_assert_num_queries
):
    client = as_person(cast.secretary)
    keep(session, cast.secretary)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    keep(session, cast.secretary, name="乙.pdf")
    keep(session, cast.secretary, name="丙.pdf")
    with django_assert_num_queries(len(one)):
        client.get(URL)
