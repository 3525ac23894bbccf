"""What people type is read as they mean it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueer.common.text import fold_width, one_line, split_values, trim


def test_full_width_codes_are_folded_and_chinese_is_not():
    assert fold_width("ＡＢＣ－００１（ｘ）") == "ABC-001(x)"
    assert fold_width("中心组学习、调研。") == "中心组学习、调研。"


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\t", "\n", "\ufeff", "\u200b", " \u3000\u00a0"])
def test_every_kind_of_blank_is_trimmed_at_the_edges_only(blank):
    assert trim(f"{blank}张{blank}三{blank}") == f"张{blank}三"


@pytest.mark.parametrize("separator", ["、", ";", "；", ",", "，", " 、\u3000", "、、"])
def test_values_are_split_at_every_usual_separator(separator):
    assert split_values(f"甲{separator}乙") == ["甲", "乙"]


def test_an_empty_cell_has_no_values():
    assert split_values("") == split_values(" 、 ") == []


@given(st.text())
def test_an_error_line_has_no_tab_and_no_break(text):
    line = one_line(text)
    assert "\t" not in line
    assert len(line.splitlines()) <= 1


def test_a_windows_line_break_is_one_space():
    assert one_line("a\r\nb\tc\nd") == "a b c d"
