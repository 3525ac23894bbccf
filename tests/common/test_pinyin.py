"""Names stand where a Chinese reader looks for them."""

import string
import time
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueer.common.pinyin import sort_key


@pytest.mark.parametrize(
    ("surname", "reading"),
    [
        *[("曾", "zeng"), ("单", "shan"), ("解", "xie"), ("区", "ou"), ("仇", "qiu"), ("查", "zha"), ("盖", "ge")],
        *[("朴", "piao"), ("任", "ren"), ("华", "hua"), ("缪", "miao"), ("张", "zhang")],
        *[("尉迟", "yu"), ("万俟", "mo"), ("澹台", "tan"), ("长孙", "zhang")],
    ],
)
def test_surnames_are_read_as_surnames(surname, reading):
    key = sort_key(surname + "小明")
    assert key.startswith(reading)
    assert key[len(reading)].isdigit()


def test_the_reading_of_a_surname_does_not_leak_into_given_names():
    assert "jie3" in sort_key("李解")
    assert "zeng" not in sort_key("李曾")
    assert sort_key("单位", surname=False).startswith("dan")


def test_a_two_character_name_is_not_a_double_surname():
    assert sort_key("尉迟").startswith("wei4")
    assert sort_key("万俟").startswith("wan4")


def test_a_list_of_names_reads_like_a_register():
    register = [
        *["12号", "Anna", "安平", "仇和", "任远", "汪洋", "王芳", "王伟", "解放", "曾国"],
        *["查良", "詹天", "张三丰", "张伟", "章子", "周正"],
    ]
    assert sorted(set(register), key=sort_key) == register


def test_people_of_one_surname_stand_together():
    ordered = sorted(["张三", "章三", "张四", "章四", "彰五", "张五"], key=sort_key)
    assert len(list(groupby(ordered, key=lambda name: name[0]))) == 3


def test_a_shorter_syllable_comes_before_a_longer_one():
    assert sort_key("詹") < sort_key("张")
    assert sort_key("李安") < sort_key("李昂")


def test_blanks_and_width_do_not_move_a_name():
    assert sort_key("张　三") == sort_key("张 三") == sort_key("张三")
    assert sort_key("Ａnna") == sort_key("anna")


def test_rare_characters_come_last_in_a_fixed_order():
    unknown = "\U0003134f"
    assert sort_key("左") < sort_key("𠮷") < sort_key("𠮷田") < sort_key(unknown)


@given(st.text(max_size=60))
def test_a_key_is_short_and_sorts_alike_in_every_collation(name):
    key = sort_key(name)
    assert len(key) <= 240
    assert set(key) <= set(string.ascii_lowercase + string.digits)


_NAMES = st.text(alphabet="张王曾单解尉迟万俟小明芳", min_size=1, max_size=4)


@given(_NAMES, _NAMES)
def test_different_names_have_different_keys(one, other):
    assert (sort_key(one) == sort_key(other)) == (one == other)


def test_a_hundred_thousand_names_take_seconds():
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 5000)]
    names = [characters[i % 5000] + characters[(i * 7) % 5000] + characters[(i * 13) % 5000] for i in range(100_000)]
    started = time.perf_counter()
    for name in names:
        sort_key(name)
    assert time.perf_counter() - started < 10
