"""The import pages: trial, errors at the cell, import, and who may not."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.reference.write_xlsx import write
from xueer.common.calendar import now
from xueer.exchange.actions.uploading import forget_old_uploads
from xueer.exchange.tasks import import_upload
from xueer.jobs.models import Job, JobState
from xueer.org.models import Person

GOOD = {"人员": [{"工号": "O009", "姓名": "查若谷", "单位编码": "O"}]}
WRONG = {"人员": [{"工号": "O009", "姓名": "查若谷", "单位编码": "没有"}, {"工号": "", "姓名": "甲", "单位编码": "O"}]}
FOREIGN = {"人员": [{"工号": "X009", "姓名": "乙", "单位编码": "X"}]}


@pytest.fixture(autouse=True)
def own_home(settings: object, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]


def uploaded(workbook: dict, tmp_path: Path) -> SimpleUploadedFile:
    path = tmp_path / "given.xlsx"
    write(workbook, path)
    return SimpleUploadedFile("名册.xlsx", path.read_bytes())


def tried(client: Client, workbook: dict, tmp_path: Path) -> tuple[Job, str]:
    """Uploads, lets the job run, and reads the page of its outcome."""
    answer = client.post(reverse("exchange.upload"), {"file": uploaded(workbook, tmp_path)})
    assert answer.status_code == 302
    import_upload.call(Job.objects.latest("pk").pk)
    job = Job.objects.latest("pk")
    return job, client.get(reverse("exchange.trial", args=[job.pk])).content.decode()


def test_a_trial_shows_what_would_change_and_writes_nothing(cast: Cast, as_person, tmp_path: Path):
    job, page = tried(as_person(cast.secretary), GOOD, tmp_path)

    assert (job.state, job.result["counts"]) == (JobState.DONE, [["人员", 1, 0, 0]])
    assert "O009" in page
    assert not Person.objects.filter(code="O009").exists()


def test_applying_a_trial_imports_it_and_a_second_click_finds_the_same(cast: Cast, as_person, tmp_path: Path):
    client = as_person(cast.secretary)
    job, _page = tried(client, GOOD, tmp_path)
    first = client.post(reverse("exchange.apply", args=[job.pk]))
    second = client.post(reverse("exchange.apply", args=[job.pk]))
    import_upload.call(Job.objects.latest("pk").pk)

    assert first["Location"] == second["Location"]
    assert Person.objects.get(code="O009").name == "查若谷"
    assert list((tmp_path / "uploads").iterdir()) == []


def test_cells_of_people_do_not_stay_in_old_imports(cast: Cast, as_person, tmp_path: Path):
    client = as_person(cast.secretary)
    trial, _page = tried(client, GOOD, tmp_path)
    client.post(reverse("exchange.apply", args=[trial.pk]))
    done = Job.objects.latest("pk")
    import_upload.call(done.pk)
    tried(client, WRONG, tmp_path)
    forget_old_uploads(at=now() + timedelta(days=8))

    assert [job.result for job in Job.objects.filter(input__apply=False)] == [{"gone": True}] * 2
    done.refresh_from_db()
    assert (done.result["changes"], done.result["counts"]) == ([], [["人员", 1, 0, 0]])
    assert list((tmp_path / "uploads").iterdir()) == []
    assert client.get(reverse("exchange.trial", args=[done.pk])).status_code == 200


def test_errors_stand_at_their_cells_and_come_back_marked(cast: Cast, as_person, tmp_path: Path):
    client = as_person(cast.secretary)
    job, page = tried(client, WRONG, tmp_path)
    copy = client.get(reverse("exchange.marked", args=[job.pk]))

    assert [(row[1], row[2], row[3]) for row in job.result["errors"]] == [(2, "单位编码", "没有"), (3, "工号", "")]
    assert "没有" in page
    assert BytesIO(b"".join(copy.streaming_content)).read(2) == b"PK"
    assert client.post(reverse("exchange.apply", args=[job.pk])).status_code == 404


def test_a_secretary_cannot_import_into_a_strange_unit(cast: Cast, as_person, tmp_path: Path):
    job, _page = tried(as_person(cast.secretary), FOREIGN, tmp_path)

    assert len(job.result["errors"]) == 1
    assert not Person.objects.filter(code="X009").exists()


def test_an_unknown_kind_of_file_is_refused_kindly(cast: Cast, as_person):
    file = SimpleUploadedFile("旧.xls", b"x")
    answer = as_person(cast.secretary).post(reverse("exchange.upload"), {"file": file})

    assert answer.status_code == 422
    assert Job.objects.count() == 0


@pytest.mark.parametrize("who", ["superior", "head", "member", "stranger"])
def test_who_may_not_import_sees_nothing_of_it(cast: Cast, as_person, tmp_path: Path, who: str):
    job, _page = tried(as_person(cast.secretary), GOOD, tmp_path)
    client = as_person(cast.accounts[who])
    answers = [
        client.post(reverse("exchange.upload"), {"file": uploaded(GOOD, tmp_path)}),
        client.get(reverse("exchange.trial", args=[job.pk])),
        client.post(reverse("exchange.apply", args=[job.pk])),
        client.get(reverse("exchange.marked", args=[job.pk])),
        client.get(reverse("exchange.blank")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert Job.objects.count() == 1


def test_the_list_of_imports_costs_the_same_for_one_and_three(cast, as_person, tmp_path, django_assert_num_queries):
    client = as_person(cast.secretary)
    tried(client, GOOD, tmp_path)
    client.get(reverse("exchange.upload"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("exchange.upload"))
    for _ in range(2):
        tried(client, GOOD, tmp_path)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("exchange.upload"))


def test_export_gives_a_workbook_to_those_who_may(cast: Cast, as_person):
    address = reverse("exchange.export", args=["O"])
    answer = as_person(cast.secretary).get(address)

    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert [as_person(cast.accounts[who]).get(address).status_code for who in ("member", "stranger")] == [404, 404]


QUERIES = 11
