"""Backup and restore: everything comes back, on both databases; what is damaged is refused with nothing touched."""

import os
import shutil
import zipfile

import pytest

from tests.exchange.homes import Home
from tests.exchange.workbooks import AT, house, item, roll, rule, session, unit, write
from xueer.exchange.backup.actions import write_backup
from xueer.exchange.backup.archive import Archive, ArchiveWriter
from xueer.exchange.backup.errors import BackupUnsound
from xueer.exchange.backup.tables import tables
from xueer.org.models import Unit

FULL = house(
    隶属=[{"单位编码": "B", "上级编码": "A", "结束日期": "2024-06-30"}],
    任职=[{"工号": "P1", "单位编码": "B", "职务": "委员", "主兼": "兼", "开始日期": "2024-01-01"}],
    小组=[{"小组编码": "G", "小组名称": "中心组", "小组类型": "中心组", "单位编码": "A", "工号": "P1"}],
    角色=[{"工号": "P1", "角色": "学习秘书", "单位编码": "A"}],
    制度=[{"制度编码": "Z", "制度名称": "办法", "单位编码": "R"}],
    条款=[{"制度编码": "Z", "条号": "1", "正文": "甲\n乙"}],
    要求=[
        rule("Q1", 制度编码="Z", 条款="1", 内容类别="前瞻性、基础性", 替代要求="Q2"),
        rule("Q2", 至少=1.5, 度量="学时"),
    ],
    计划=[item("J1", 月份=3), item("J2", 状态="草稿")],
    活动=[session("S1", "A、B", 条目编码="J1", 主讲人="P1、外人", 纪要="=1+1 𠮷"), session("S2")],
    签到=[roll("S1", "P1"), roll("S1", "P2", "请假", 事由="病"), roll("S2", "P2", "补学", 补学日期="2025-04-01")],
)
# A paper of an activity: its row, and its file under a name of our own.
KEEP_A_PAPER = """
from xueer.activities.actions.files import add_files
from xueer.activities.files.preparing import Ready
from xueer.activities.models import Activity
from xueer.common.calendar import now
from xueer.org.models import Person

paper = Ready("讲义.pdf", "pdf", "application/pdf", b"%PDF-1.7 paper")
add_files(Activity.objects.get(code="S1"), [paper], kind="MATERIAL", by=Person.objects.get(code="P1"), at=now())
"""
# The whole test runs between two databases; without a server there is only one kind of it.
TO_POSTGRES = [False, True] if os.environ.get("DATABASE_URL") else [False]


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Home:
    """A home with something in every stage, media and keys, voided records, and its backup; not to be changed."""
    folder = tmp_path_factory.mktemp("filled")
    home = Home(folder / "home")
    (home.path / "media" / "deep").mkdir(parents=True)
    (home.path / "media" / "deep" / "图.png").write_bytes(bytes(range(256)) * 9)
    home.run_all(
        ("import", write(folder / "year.xlsx", FULL)),
        ("account", "P1", "--admin"),
        ("import", write(folder / "later.xlsx", {"签到": [roll("S1", "P2", "缺席")]})),
    )
    home.python(KEEP_A_PAPER)
    home.run("backup", folder / "a.zip")
    return home


@pytest.fixture
def backup(filled, tmp_path):
    """A copy of the filled home's backup."""
    return shutil.copy(filled.path.parent / "a.zip", tmp_path / "a.zip")


@pytest.fixture
def full_home(filled, tmp_path) -> Home:
    """A copy of the filled home, on SQLite."""
    return Home(shutil.copytree(filled.path, tmp_path / "copy"))


@pytest.mark.slow
@pytest.mark.parametrize("there", TO_POSTGRES)
@pytest.mark.parametrize("back", TO_POSTGRES)
def test_restore_brings_back_every_row_of_every_table(filled, backup, new_home, tmp_path, there, back):
    one, two = new_home(postgres=there), new_home(postgres=back)
    one.run_all(("restore", backup), ("backup", tmp_path / "b.zip"), ("check",))
    two.run_all(("restore", tmp_path / "b.zip"), ("check",))
    wanted = filled.rows()
    assert sum(map(len, wanted.values())) > 100 and {"records_record", "audit_event", "axes_accesslog"} <= set(wanted)
    for home in (one, two):
        assert home.rows() == wanted
        files = home.files()
        assert files["media/deep/图.png"] == bytes(range(256)) * 9
        (paper,) = home.rows()["activities_activityfile"]
        (stored,) = [name for name in files if name.startswith("media/activities/")]
        assert stored.removeprefix("media/") in paper and files[stored] == b"%PDF-1.7 paper"
        assert files["keys/secret_key"] == filled.files()["keys/secret_key"]


@pytest.mark.slow
def test_a_restored_home_goes_on(backup, new_home, tmp_path):
    home = new_home()
    more = write(tmp_path / "more.xlsx", {"活动": [session("S3")], "签到": [roll("S3", "P1")]})
    home.run_all(("restore", backup), ("import", more), ("check",))
    assert len(home.rows()["activities_activity"]) == 3


@pytest.mark.slow
def test_restore_over_a_home_in_use_keeps_what_was_there(filled, backup, new_home, tmp_path):
    home = new_home(set_up=True)
    home.run("import", write(tmp_path / "other.xlsx", {"单位": [unit("OTHER")]}))
    before = home.rows()
    home.run("restore", backup)
    assert home.rows() == filled.rows()
    (kept,) = (home.path / "backups").iterdir()
    home.run("restore", kept)
    assert home.rows() == before


@pytest.mark.slow
@pytest.mark.parametrize("spoil", ["cut", "row", "missing", "other"])
def test_a_damaged_backup_is_refused_with_nothing_touched(full_home, backup, spoil):
    damage(backup, spoil)
    before = full_home.rows()
    done = full_home.run("restore", backup, expect=1)
    assert done.stdout == "" and "nothing was changed" in done.stderr
    assert full_home.rows() == before


def damage(path, how: str) -> None:
    if how == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    elif how == "other":
        path.write_bytes(b"PK not at all")
    else:
        shutil.move(path, whole := path.with_suffix(".whole"))
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                if name != "tables/org_unit.jsonl":
                    target.writestr(name, source.read(name))
                elif how == "row":
                    target.writestr(name, source.read(name).replace("单位A".encode(), "单位X".encode()))


@pytest.mark.slow
def test_a_backup_of_a_newer_version_is_refused(full_home, backup, tmp_path):
    shutil.move(backup, whole := tmp_path / "whole")
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(backup, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b'"jobs": "0', b'"jobs": "9') if name == "manifest.json" else content)
    assert "newer version" in full_home.run("restore", backup, expect=1).stderr


def test_a_backup_names_every_table_and_its_rows(transactional_db, tmp_path):
    Unit.objects.create(code="U", name="单位", kind="党委")
    path = write_backup(tmp_path / "a.zip", at=AT)
    with Archive(path) as archive:
        archive.check()
        assert archive.tables["org_unit"]["rows"] == 1
        assert {table.name for table in tables()} == set(archive.tables)
        assert not [name for name in archive.tables if "session" in name]
    assert path.stat().st_mode & 0o077 == 0


def test_a_backup_into_a_folder_is_named_after_the_moment(transactional_db, tmp_path):
    assert write_backup(tmp_path, at=AT).parent == tmp_path
    assert [path.suffix for path in tmp_path.iterdir()] == [".zip"]


def test_a_backup_that_fails_leaves_no_file(transactional_db, tmp_path, monkeypatch):
    monkeypatch.setattr(ArchiveWriter, "finish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_backup(tmp_path / "a.zip", at=AT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../escape", "media/../../escape", "/escape", "database"])
def test_files_outside_the_home_are_refused(tmp_path, name):
    (tmp_path / "x").write_text("x")
    writer = ArchiveWriter(tmp_path / "a.zip")
    writer.add_file(name, tmp_path / "x")
    writer.finish({})
    with Archive(tmp_path / "a.zip") as archive, pytest.raises(BackupUnsound):
        archive.check()
