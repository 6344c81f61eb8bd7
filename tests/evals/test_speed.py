"""The figures of speed: how they are made from times; no time itself is held to anything."""

from evals.speed import Spread, _in_turn, _timed, spread


def test_a_spread_is_the_median_and_the_95th_percentile() -> None:
    assert spread([float(n) for n in range(1, 100)]) == Spread(50.0, 95.0)
    assert spread([2.0, 2.0, 2.0]) == Spread(2.0, 2.0)
    assert spread([9.0, 1.0, 5.0]).p50 == 5.0


def test_both_are_timed_on_each_question_in_turn() -> None:
    called: list[str] = []
    one, other = _in_turn(["a", "b"], lambda q: called.append(f"one {q}"), lambda q: called.append(f"other {q}"))
    assert called == ["one a", "other a", "one b", "other b"]
    assert min(*one, *other) >= 0


def test_a_call_is_timed_by_making_it_once() -> None:
    called: list[int] = []
    assert _timed(lambda: called.append(1)) >= 0
    assert called == [1]
