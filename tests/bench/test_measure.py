import pytest

from bench.measure import Row, Timing, exponent, in_turn, in_words
from bench.registry import BENCHES, named
from bench.report import table


def test_exponent_of_squares_is_two():
    assert exponent([(1, 3.0), (4, 48.0), (16, 768.0)]) == pytest.approx(2)


def test_a_row_is_missed_above_its_bar_or_when_cost_grows_too_fast():
    ours, limit = Timing((3.0, 1.0, 2.0)), Timing((1.0,))
    assert Row(what="w", size="1", ours=ours, limit=limit, bar=2).kept
    assert not Row(what="w", size="1", ours=ours, limit=limit, bar=1.9).kept
    assert not Row(what="w", size="1", ours=ours, exponent=1.2).kept


def test_works_are_run_in_turn_each_after_its_preparation():
    calls = []
    timings = in_turn(lambda: calls.append("a"), lambda: calls.append("b"), runs=2, before=lambda: calls.append("-"))
    assert calls == ["-", "a", "-", "b"] * 2
    assert [len(timing.seconds) for timing in timings] == [2, 2]


def test_table_says_ratio_bar_and_verdict():
    row = Row(what="import", size="10 rows", ours=Timing((0.2,)), against="reading", limit=Timing((0.1,)), bar=4)
    assert table([("SQLite", row)]).splitlines()[-1] == (
        "| import | SQLite | 10 rows | 200.0 ms (200.0 ms–200.0 ms) | 100.0 ms (100.0 ms–100.0 ms) reading "
        "| 2.00 × | ≤ 4 × | – | kept |"
    )


def test_seconds_in_words():
    assert [in_words(value) for value in (0.00002, 0.25, 3)] == ["20 µs", "250.0 ms", "3.00 s"]


def test_an_unknown_bench_is_refused_by_name():
    assert named([]) == list(BENCHES)
    with pytest.raises(SystemExit, match="no bench nothing"):
        named(["nothing"])
