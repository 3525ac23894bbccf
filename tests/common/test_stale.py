"""Forms that have grown old: what only one changed is joined, what both changed is shown to the one who came second."""

from hypothesis import given
from hypothesis import strategies as st

from xueer.common.stale import meet, plain, seen_of

SHOWN = {"topic": "春季第一讲", "place": "三楼会议室", "text": "第一行\n第二行"}
TEXTS = st.text("甲乙 \n\r", max_size=4)
FORMS = st.fixed_dictionaries({"a": TEXTS, "b": TEXTS})


def test_nobody_else_saved():
    met = meet(seen=seen_of(SHOWN), stored=SHOWN, typed=SHOWN | {"place": "四楼"})
    assert (met.values, met.conflicts, met.theirs) == (SHOWN | {"place": "四楼"}, (), ())


def test_different_fields_are_joined():
    stored = SHOWN | {"topic": "春季第二讲"}
    met = meet(seen=seen_of(SHOWN), stored=stored, typed=SHOWN | {"place": "四楼"})
    assert met.values == {"topic": "春季第二讲", "place": "四楼", "text": "第一行\n第二行"}
    assert (met.conflicts, met.theirs) == ((), ("topic",))


def test_the_same_field_is_a_conflict_and_mine_stays_typed():
    met = meet(seen=seen_of(SHOWN), stored=SHOWN | {"place": "五楼"}, typed=SHOWN | {"place": "四楼"})
    assert met.conflicts == ("place",)
    assert met.values["place"] == "四楼"


def test_both_typed_the_same():
    met = meet(seen=seen_of(SHOWN), stored=SHOWN | {"place": "四楼"}, typed=SHOWN | {"place": "四楼"})
    assert met.conflicts == ()


def test_line_ends_of_browsers_are_no_change():
    stored = SHOWN | {"text": "别人写的"}
    met = meet(seen=seen_of(SHOWN), stored=stored, typed=SHOWN | {"text": "第一行\r\n第二行\r\n"})
    assert (met.values["text"], met.conflicts) == ("别人写的", ())


def test_a_form_without_marks_never_wins_unasked():
    for seen in ("", "[]", "{", '"x"'):
        assert meet(seen=seen, stored={"a": "甲"}, typed={"a": "乙"}).conflicts == ("a",)


@given(shown=FORMS, stored=FORMS, typed=FORMS)
def test_no_text_of_either_is_lost(shown: dict, stored: dict, typed: dict):
    """What I changed is saved or asked about; what the other changed is saved or asked about."""
    met = meet(seen=seen_of(shown), stored=stored, typed=typed)
    for name in shown:
        if name in met.conflicts:
            continue
        kept = plain(met.values[name])
        if plain(typed[name]) != plain(shown[name]):
            assert kept == plain(typed[name])
        elif plain(stored[name]) != plain(shown[name]):
            assert kept == plain(stored[name])
