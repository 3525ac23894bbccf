"""Real Chromium for tests: where it is, how it is started, pages that are signed in and watch for errors."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "test-pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--font-render-hinting=none",
]
HEIGHTS = {390: 844, 1280: 900}


def chromium() -> str | None:
    given = os.environ.get("XUEER_CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    # Playwright runs an event loop in this thread; Django takes that for asynchronous code and would refuse queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


class Visits:
    """The pages that one test has open; closing them tells what went wrong inside."""

    def __init__(self, browser: Browser, address: str, test: str) -> None:
        self.browser, self.address, self.test = browser, address, test
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def open(self, person: object = None, *, width: int = 1280, language: str = "zh-CN") -> Page:
        height = HEIGHTS.get(width, 900)
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, locale=language, reduced_motion="reduce"
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])  # type: ignore[arg-type]
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.heard)
        return page

    def heard(self, message: ConsoleMessage) -> None:
        # A refused form answers 422 and a page that is not there 404: the browser reports both as failed loads.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.errors == []


def picture(page: Page, name: str) -> Path:
    """A picture of the whole page, for looking at and for the guide."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
