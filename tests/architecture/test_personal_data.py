"""docs/data.md lists every field that is held about people, and docs/security.md names tests that exist."""

import re

from tests.architecture.tree import ROOT
from xueer.access.models import Grant
from xueer.activities.models import ActivityFile, Audience, Leave, MakeUp, Part, RollRow, Tap
from xueer.audit.models import Event, Submission
from xueer.notices.models import Notice
from xueer.org.models import Exemption, GroupMember, Membership, Person, Post

ABOUT_PEOPLE = (Person, Post, Membership, GroupMember, Exemption, Grant, RollRow, Part, Event)
ABOUT_PEOPLE += (Tap, Leave, MakeUp, Audience, ActivityFile, Notice, Submission)
FIELD = re.compile(r"`([A-Z]\w+\.\w+)`")


def test_every_field_about_people_is_listed_with_its_purpose():
    listed = set(FIELD.findall((ROOT / "docs" / "data.md").read_text(encoding="utf-8").partition("## Beside")[0]))
    held = {
        f"{model.__name__}.{field.name}"
        for model in ABOUT_PEOPLE
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    assert listed == held | {"Record.person"}


def test_controls_name_files_and_tests_that_exist():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").partition("## 等保")[0]
    tests = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    places = set(re.findall(r"`([a-z]+/[\w/]+(?:\.py|/))`", text)) - tests
    assert tests and places
    assert [one for one in tests if not (ROOT / one).exists()] == []
    assert [one for one in places if not (ROOT / "src" / "xueer" / one).exists()] == []
