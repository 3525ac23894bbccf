"""The server is killed in the middle of a roll: every tap it acknowledged is stored, none twice."""

import http.client
import http.cookiejar
import json
import re
import signal
import socket
import subprocess
import urllib.parse
import urllib.request
from threading import Event, Thread

import psutil
import pytest

from tests.exchange.homes import Home, command
from tests.exchange.test_serving import answers, until

PEOPLE = 12
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from xueer.access.models import Grant
from xueer.activities.models import Activity, RollRow
from xueer.org.actions import derive_lineage, derive_memberships
from xueer.org.models import Person, Unit
from xueer.records.actions import heading_set
from xueer.records.models import ActivityType
unit = Unit.objects.create(code="U", name="单位", kind="党委")
derive_lineage()
people = [Person.objects.create(code=f"P{{n}}", name=f"人{{n}}", unit=unit) for n in range({PEOPLE})]
people[0].set_password("correct horse 学而")
people[0].save()
derive_memberships([person.pk for person in people])
Grant.objects.create(person=people[0], role="SECRETARY", unit=unit)
start = timezone.now() - timedelta(hours=1)
headings = heading_set([ActivityType.objects.first()])
held = Activity.objects.create(code="A1", topic="学习", heading_set=headings, unit=unit,
    starts_at=start, ends_at=start + timedelta(hours=2), held_on=timezone.localdate(start), state="RUNNING")
for person in people:
    RollRow.objects.create(activity=held, person=person, status="ATTENDED", home_unit=unit)
"""
STATUSES = ("LATE", "LEAVE", "ABSENT", "ATTENDED")


class Device:
    """Signs in, then taps on and on; a tap without an answer is sent again with its key, as the page does."""

    def __init__(self, port: int) -> None:
        self.home = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.acknowledged: list[tuple[str, int, str]] = []
        self.waiting: list[tuple[str, int, str]] = []
        self.ended = Event()
        self.tapping: Thread | None = None

    def open(self, path: str, form: dict | None = None) -> str:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        headers = {"X-CSRFToken": next((c.value for c in self.cookies if c.name == "csrftoken"), "")}
        with self.opener.open(urllib.request.Request(self.home + path, body, headers), timeout=20) as answer:
            return answer.read().decode()

    def sign_in(self) -> list[int]:
        self.open("/sign-in/")
        self.open("/sign-in/", {"code": "P0", "password": "correct horse 学而"})
        return [int(pk) for pk in re.findall(r'data-person="(\d+)"', self.open("/activities/A1/roll/"))]

    def tap_on(self, people: list[int]) -> None:
        number = 0
        while not self.ended.is_set():
            if not self.waiting:
                tap = (f"device-{number:06}", people[number % len(people)], STATUSES[number // len(people) % 4])
                self.waiting, number = [tap], number + 1
            self.send()

    def send(self) -> None:
        key, person, status = self.waiting[0]
        try:
            answer = self.open("/activities/A1/roll/tap/", {"key": key, "person": person, "status": status, "since": 0})
        except (OSError, http.client.HTTPException):
            self.ended.wait(0.05)
            return
        assert "saved" in json.loads(answer)
        self.acknowledged.append(self.waiting.pop())


@pytest.mark.slow
def test_a_server_killed_during_a_roll_loses_no_acknowledged_tap_and_doubles_none(new_home):
    home = new_home(set_up=True)
    home.python(MAKE)
    port = free_port()
    device = Device(port)
    first = serve_until_tapped(home, port, device)
    serve_until_tapped(home, port, device)
    device.ended.set()
    first.join(30)
    found = home.rows()
    taps = sorted(found["activities_tap"], key=lambda row: int(row[3]))  # columns by name: the fourth is the id
    stored = [(key, int(person), status) for *_, key, person, status in taps]
    sent = [*device.acknowledged, *device.waiting]
    assert stored in (device.acknowledged, sent), (
        "acknowledged, in order, each once; at most the last without an answer"
    )
    roll = {int(row[7]): row[9] for row in found["activities_rollrow"]}
    assert {person: roll[person] for _key, person, _status in stored} == {
        person: status for _key, person, status in stored
    }


def serve_until_tapped(home: Home, port: int, device: Device) -> Thread:
    """Runs a server until eight more taps are acknowledged, and kills it; the device goes on all the while."""
    words = command("serve", "--port", port)
    with subprocess.Popen(
        words, env=home.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        until(lambda: answers(port))
        if device.tapping is None:
            device.tapping = Thread(target=device.tap_on, args=(device.sign_in(),), daemon=True)
            device.tapping.start()
        before = len(device.acknowledged)
        until(lambda: len(device.acknowledged) >= before + 8)
        kill(server)
    return device.tapping


def kill(server: subprocess.Popen) -> None:
    """All of its processes at once, without a word."""
    family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, 30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
