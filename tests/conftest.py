"""One home per process in a temporary folder, quick passwords, either database by DATABASE_URL, a real Chromium."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "xueer.config.settings"
os.environ["XUEER_HOME"] = tempfile.mkdtemp(prefix="xueer-test-")
atexit.register(shutil.rmtree, os.environ["XUEER_HOME"], ignore_errors=True)

import django
import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from tests import browsing, database

HOME = Path(os.environ["XUEER_HOME"])
(HOME / "static").mkdir()

# Hashing a password is slow on purpose; tests make hundreds of accounts.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Browser tests empty the database between them, which no trail tells; tests/rules/test_kept.py turns it on.
settings.STANDINGS_KEPT = 0
# Pages are rendered without `collectstatic`; tests/architecture/test_pages.py runs it once for real.
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
database.prepare(settings.DATABASES["default"], HOME)
django.setup()

# A busy machine is no failure of a property.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

# The people that tests talk about with their units, and a small world in which every page has something to show.
pytest_plugins = ["tests.cast", "tests.world"]
# Whoever asks for one of these works on the database under test; all others are refused every connection.
ON_THE_DATABASE = {"db", "transactional_db", "live_server", "new_home"}
NO_SKIPS = os.environ.get("XUEER_NO_SKIPS") == "1"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if "browser" in asked:
            item.add_marker("browser")
        if asked & ON_THE_DATABASE or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With XUEER_NO_SKIPS=1 a skipped test is a failed one: nothing may be left untried unnoticed."""
    outcome = yield
    forbid_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    outcome = yield
    forbid_skip(outcome.get_result())


def forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped although XUEER_NO_SKIPS=1. {reason}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Emptying the database between transactional tests keeps the shipped rows and passes the ledger's triggers."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.keep_shipped_rows()


@pytest.fixture(scope="session")
def browser() -> Iterator[browsing.Browser]:
    path = browsing.chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (set XUEER_CHROMIUM to its path)")
    with browsing.launched(path) as running:
        yield running


@pytest.fixture
def visit(
    browser: browsing.Browser, live_server: object, request: pytest.FixtureRequest
) -> Iterator[Callable[..., browsing.Page]]:
    """`visit(person, width=390)` opens a page as that person (None: nobody); an error in the page fails the test."""
    visits = browsing.Visits(browser, live_server.url, request.node.name)  # type: ignore[attr-defined]
    yield visits.open
    visits.close()
