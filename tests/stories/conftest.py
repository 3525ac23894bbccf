"""What the stories are told with: both widths, the queue, a home for uploads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xueer.exchange.tasks import import_upload
from xueer.jobs.models import Job, JobState


@pytest.fixture(params=[1280, pytest.param(390, marks=pytest.mark.looks)])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def work_off(live_server: object) -> Callable[[], None]:
    """Does what the process that runs the jobs would do: everything that waits, in this process."""

    def work() -> None:
        for job in Job.objects.filter(state=JobState.WAITING):
            import_upload.call(job.pk)

    return work


@pytest.fixture
def home_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
