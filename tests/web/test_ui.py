"""Days, numbers, widths, states and names as every page writes them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation

from tests.factories import moment
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.web.templatetags import ui

THURSDAY = date(2025, 9, 18)


def rendered(text: str, **context) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("{{ d|day }}", "9月18日（周四）", "Thu 18 Sep"),
        ("{{ d|day:2024 }}", "2025年9月18日（周四）", "Thu 18 Sep 2025"),
        ("{{ d|day:2025 }}", "9月18日（周四）", "Thu 18 Sep"),
        ("{{ d|short_day }}", "9月18日", "18 Sep"),
        ("{{ d|long_day }}", "2025年9月18日", "18 Sep 2025"),
        ("{{ d|head_day }}", "2025年9月18日　周四", "Thu, 18 Sep 2025"),
        ("{{ d|month }}", "2025年9月", "Sep 2025"),
        ("{{ d|month_name }}", "9月", "Sep"),
        ("{{ m|moment }}", "9月18日（周四）14:30", "Thu 18 Sep, 14:30"),
        ("{{ m|clock }}", "14:30", "14:30"),
        ("{{ f|long_day }}{{ b|day }}{{ n|day }}", "", ""),
        ("{{ f|until|long_day }}{{ d|until|short_day }}", "9月17日", "17 Sep"),
    ],
)
def test_days(text, chinese, english):
    days = {"d": THURSDAY, "m": moment("2025-09-18 14:30"), "f": FOREVER, "b": BEGINNING, "n": None}
    with translation.override("zh-hans"):
        assert rendered(text, **days) == chinese
    with translation.override("en"):
        assert rendered(text, **days) == english


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (1714, "1\u202f714"),
        (1234567, "1\u202f234\u202f567"),
        (Decimal("58.50"), "58.5"),
        (Fraction(1, 3), "0.33"),
        (Fraction(1, 200), "0.01"),
        (100, "100"),
    ],
)
def test_numbers(value, shown):
    assert ui.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(Fraction(100 * 193, 2218), "8.70%"), (Decimal("0.125"), "0.13%"), (None, "–")]
)
def test_percentages_have_two_places_halves_up(value, shown):
    assert ui.percent(value) == shown


@pytest.mark.parametrize(
    ("actual", "whole", "width"),
    [(6, 8, "p-75"), (Fraction(1, 3), 1, "p-33"), (9, 8, "p-100"), (1, 0, "p-0"), (None, 8, "p-0")],
)
def test_widths(actual, whole, width):
    assert ui.p(actual, whole) == width


def test_a_state_is_colour_sign_and_word():
    with translation.override("zh-hans"):
        assert ui.state("met") == '<span class="x-st is-ok"><i>✓</i>已达标</span>'
        assert ui.state("missed", strength="MUST") == '<span class="x-st is-miss"><i>✗</i>未完成</span>'


def test_a_missed_should_is_a_hint_and_never_a_failure():
    with translation.override("zh-hans"):
        assert ui.state("missed", strength="SHOULD") == '<span class="x-st is-risk"><i>!</i>未达到，供参考</span>'
    assert ui.state_class("missed", "should") == "is-risk"


def test_names_of_two_are_spaced_and_nothing_is_taken_for_markup():
    assert ui.name("陆敏") == '<span class="x-n2">陆敏</span>'
    assert ui.name("𠮷野") == '<span class="x-n2">𠮷野</span>'
    assert (ui.name("林知秋"), ui.name("Li")) == ("林知秋", "Li")
    assert rendered("{{ v|name }}", v="<b>") == "&lt;b&gt;"


def test_phone_numbers_are_masked():
    assert (
        rendered("{{ a|masked }} {{ b|masked }}{{ c|masked }}", a="13800138021", b="8012", c="") == "138******21 ****"
    )
