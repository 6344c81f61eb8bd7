"""The record of how follow-ups are read."""

import re

import pytest
from pydantic import ValidationError

from chatbot.domain import COUNTRIES
from chatbot.knowledge.follow_ups import FollowUpsRecord
from chatbot.knowledge.library import Library


def test_the_record_is_closed(tiny_library: Library) -> None:
    rows = tiny_library.reading.follow_ups.model_dump()
    assert FollowUpsRecord.model_validate(rows).nth == tiny_library.reading.follow_ups.nth
    for change in ({"another": "x"}, {"changing": "("}, {"places": {"XX": "nowhere"}}):
        with pytest.raises(ValidationError):
            FollowUpsRecord.model_validate({**rows, **change})


@pytest.mark.parametrize("which", ["library", "tiny_library"])
def test_patterns_have_the_groups_that_are_read(which: str, request: pytest.FixtureRequest) -> None:
    record = request.getfixturevalue(which).reading.follow_ups
    assert all("age" in re.compile(pattern).groupindex for pattern in record.ages)
    assert all("weight" in re.compile(pattern).groupindex for pattern in record.weights)
    words = re.findall(r"[a-z0-9]+", re.search(r"\(\?P<nth>([^)]*)\)", record.nth).group(1))
    assert set(words) == set(record.ordinals)


def test_every_country_has_its_places(library: Library) -> None:
    record = library.reading.follow_ups
    assert set(record.places) == set(record.belonging) == set(COUNTRIES)
