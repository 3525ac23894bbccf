"""The process that runs background jobs: one per database, whoever starts first."""

import os
import sys
import time
from threading import Event

import django
from django.utils.crypto import get_random_string

INTERVAL = 1.0  # seconds between two looks into an empty queue


def run_jobs() -> None:
    """Finds what an earlier process left undone, then works until a signal ends it; the job at hand is finished."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueer.config.settings")
    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415 - needs Django set up

    from xueer.common.calendar import now  # noqa: PLC0415
    from xueer.exchange.daily import keep_doing  # noqa: PLC0415
    from xueer.exchange.home.actions import only_runner  # noqa: PLC0415
    from xueer.jobs.actions import recover_lost_jobs  # noqa: PLC0415

    with only_runner() as alone:
        if not alone:  # the parent asks again in a moment, should the other one end
            time.sleep(10 * INTERVAL)
            sys.exit(0)
        recover_lost_jobs(at=now())
        keep_doing(Event())
        worker = Worker(
            queue_names=["default"],
            interval=INTERVAL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
