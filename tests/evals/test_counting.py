"""How many cases there are, beside how many there should be."""

from datetime import date

from chatbot.knowledge.library import Library
from evals.counting import Count, counts
from evals.sets import all_sets

DAY = date(2026, 11, 21)


def test_what_is_missing_is_said() -> None:
    assert str(Count("costs", 59, 60)).endswith("59   aim: 60 or more, MISSING SOME")
    assert not Count("costs", 60, 60).short
    assert not Count("turns", 0).short


def test_there_are_as_many_cases_as_there_should_be(library: Library) -> None:
    found = list(counts(all_sets(library, DAY), library))
    assert [str(one) for one in found if one.short] == []
    assert sum(one.least is not None for one in found) > 10
    assert len({one.what for one in found}) == len(found)


def test_a_message_of_several_sets_is_counted_once(library: Library) -> None:
    found = {one.what: one.number for one in counts(all_sets(library, DAY), library)}
    assert found["finding"] > 0
    assert found["messages written by people, each once"] < found["cases in sets written by people"]
