"""The forms a workbook may use, and those it may not."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueer.common.cells import (
    BadCell,
    CellError,
    as_text,
    is_empty,
    parse_code,
    parse_date,
    parse_decimal,
    parse_moment,
    parse_text,
    parse_whole,
    parse_word,
    parse_yes_no,
)

SEVENTH = date(2025, 3, 7)
DATES = ["2025-03-07", "2025/3/7", "2025年3月7日", "2025-3-7", "２０２５－０３－０７", " 2025-03-07\u3000", SEVENTH]
NOT_DATES = [
    "2025-02-30",
    "2025-13-01",
    "2025-2/3",
    "25-03-07",
    "20250307",
    45723.0,
    "7 March",
    True,
    "2025-03-07 14:30",
]
MOMENTS = ["2025-03-07 14:30", "2025/3/7 14:30", "2025年3月7日 14:30", "2025年3月7日14:30", "２０２５-03-07 １４：３０"]
NOT_MOMENTS = ["2025-03-07", "2025-03-0714:30", "2025-03-07 25:00", "2025-03-07 14:60", "14:30", 45723.6, time(14, 30)]


@pytest.mark.parametrize("value", [*DATES, datetime(2025, 3, 7)])
def test_every_allowed_form_of_a_date_is_read(value):
    assert parse_date(value) == SEVENTH


@pytest.mark.parametrize("value", [*NOT_DATES, datetime(2025, 3, 7, 14, 30), time(0, 0), timedelta(1)])
def test_everything_else_is_no_date(value):
    with pytest.raises(BadCell, match="2025-03-07"):
        parse_date(value)


@pytest.mark.parametrize("value", [*MOMENTS, datetime(2025, 3, 7, 14, 30), datetime(2025, 3, 7, 14, 29, 59, 999_900)])
def test_every_allowed_form_of_a_moment_is_read(value):
    assert parse_moment(value) == datetime(2025, 3, 7, 14, 30)


@pytest.mark.parametrize("value", NOT_MOMENTS)
def test_everything_else_is_no_moment(value):
    with pytest.raises(BadCell, match="14:30"):
        parse_moment(value)


def test_a_real_date_cell_is_midnight_because_excel_stores_both_alike():
    assert parse_moment(SEVENTH) == datetime(2025, 3, 7)


def test_the_last_moment_there_is_cannot_be_rounded_up():
    with pytest.raises(BadCell):
        parse_moment(datetime.max)


@given(st.dates())
def test_a_printed_date_is_read_back(day):
    assert parse_date(as_text(day)) == parse_date(f"{day.year:04}年{day.month}月{day.day}日") == day


@given(st.datetimes(timezones=st.none()).map(lambda moment: moment.replace(microsecond=0)))
def test_a_printed_moment_is_read_back(moment):
    assert parse_moment(as_text(moment)) == moment


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_printed_whole_number_is_read_back(number):
    assert parse_whole(as_text(number)) == parse_whole(number) == number


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_printed_number_is_read_back(number):
    assert parse_decimal(as_text(number)) == parse_decimal(float(number)) == number


@pytest.mark.parametrize(("value", "number"), [("１２", 12), (12.0, 12), ("12.0", 12), (" 7 ", 7), (0.0, 0)])
def test_whole_numbers_are_read(value, number):
    assert parse_whole(value, at_least=0) == number


@pytest.mark.parametrize(
    "value", [1.5, "1.5", "十二", "1e3", "1,000", True, -1.0, float("inf"), float("nan"), "9" * 5000]
)
def test_everything_else_is_no_whole_number(value):
    with pytest.raises(BadCell, match="a whole number, at least 0"):
        parse_whole(value, at_least=0)


def test_numbers_read_as_excel_shows_them():
    assert parse_decimal(0.1 + 0.2) == Decimal("0.3")
    assert parse_decimal("８０．５") == Decimal("80.5")


@pytest.mark.parametrize("value", ["80%", "", None, "abc", SEVENTH, float("inf"), True])
def test_what_is_no_number_is_refused_or_empty(value):
    if is_empty(value):
        assert parse_decimal(value) is None
    else:
        with pytest.raises(BadCell, match="a number"):
            parse_decimal(value)


@pytest.mark.parametrize(
    ("value", "code"), [(1.0, "1"), ("Ａ００１", "A001"), (" B-2\u3000", "B-2"), (20250101.0, "20250101")]
)
def test_codes_are_folded_and_lose_the_point_that_excel_adds(value, code):
    assert parse_code(value) == code


def test_a_long_code_that_excel_has_already_rounded_is_refused():
    with pytest.raises(BadCell, match="stored as text"):
        parse_code(310115199001011234.0)


@pytest.mark.parametrize(
    ("value", "text"), [("Ａ　级", "Ａ　级"), (" 第一行\r\n第二行 ", "第一行\n第二行"), (2.5, "2.5"), (None, "")]
)
def test_words_are_kept_as_typed(value, text):
    assert parse_text(value) == text


def test_characters_nobody_can_type_are_left_out():
    assert parse_text("a\0b\x07c\vd\te") == "abc\nd\te"


def test_yes_and_no_are_two_words():
    assert parse_yes_no("是") is True
    assert parse_yes_no(" 否 ") is False
    assert parse_yes_no("") is None
    for other in ("Y", "true", True, 1.0, "是的"):
        with pytest.raises(BadCell, match="是、否"):
            parse_yes_no(other)


def test_a_fixed_word_may_hold_full_width_characters_itself():
    assert parse_word("A(１)", ["Ａ（1）"]) == "Ａ（1）"


PARSERS = [parse_text, parse_code, parse_date, parse_moment, parse_yes_no, parse_whole, parse_decimal]


@pytest.mark.parametrize("parser", PARSERS)
def test_an_excel_error_fits_no_column(parser):
    with pytest.raises(BadCell, match="a value instead of an error"):
        parser(CellError("#REF!"))


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("value", ["", None, " ", "\u3000"])
def test_an_empty_cell_is_no_error(parser, value):
    assert not parser(value)


def test_cells_are_shown_as_typed():
    shown = [1.0, 2.5, SEVENTH, datetime(2025, 3, 7, 14, 30), time(9, 5), timedelta(hours=36), True, None, 1e20, "a\tb"]
    expected = ["1", "2.5", "2025-03-07", "2025-03-07 14:30", "09:05", "36:00", "TRUE", "", "1E+20", "a b"]
    assert [as_text(value) for value in shown] == expected
    assert as_text(CellError("#REF!")) == "#REF!"
