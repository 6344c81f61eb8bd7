"""Labels: as the case wants, as the records give, in every country."""

from typing import Any

import pytest
from telling import make_told

from chatbot.domain import COUNTRIES
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from evals.cases import AnswerCase, LabelCase
from evals.scorers.labels import each, each_never_approved, wanted

POINT = {"point": "p", "facts": ["rest"], "words": [["w"]]}
BOTH = [("US", "approved"), ("EU", "off-label")]


def case(**wants: Any) -> AnswerCase:
    given = {"id": "a", "question": "q?", "voice": "v", "topics": [], "must_say": [POINT], "labels": wants}
    return AnswerCase.model_validate(given)


def shown(*found: tuple[str | None, str], use: str = "hiccups") -> dict[str, Any]:
    return {"labels": [{"use": use, "label": label, "country": country} for country, label in found]}


@pytest.mark.parametrize(
    ("found", "label", "outcome"),
    [
        ([(None, "experimental")], "experimental", "met"),
        ([(None, "experimental")], "off-label", "missed"),
        (BOTH, {"US": "approved", "EU": "off-label"}, "met"),
        (BOTH, {"US": "approved"}, "missed"),
        (BOTH, "approved", "missed"),
        ([], "approved", "missed"),
    ],
)
def test_a_label_is_right_when_it_is_the_one_wanted_in_every_country(
    found: list[tuple[str | None, str]], label: str | dict[str, str], outcome: str
) -> None:
    assert wanted(case(hiccups=label), make_told(shown(*found))).outcome == outcome


def test_a_refusal_needs_no_label() -> None:
    assert wanted(case(hiccups="approved"), make_told({"kind": "declined"})).outcome == "unscored"
    assert wanted(case(), make_told()).outcome == "unscored"


def every_country(library: Library, use: str) -> dict[str, dict[str, Any]]:
    replies = {}
    for place in (None, *COUNTRIES):
        found = [(x.country, x.name.value) for x in labels(library.uses[use], place)]
        replies[f"it / {place or 'any'}"] = dict(make_told({**shown(*found, use=use), "uses": [use]}).reply)
    return replies


def test_the_labels_of_a_use_are_compared_in_every_country(tiny_library: Library) -> None:
    of = LabelCase(id="u", question="q?", use="kidney-failure", names=("it",))
    replies = every_country(tiny_library, of.use)
    assert each(tiny_library)(of, make_told(beside=replies))[:2] == (7, 7)
    replies["it / UK"]["labels"][0]["label"] = "not-recommended"
    verdict = each(tiny_library)(of, make_told(beside=replies))
    assert verdict[:2] == (6, 7)
    assert verdict.why.startswith("'it' in UK: wanted ")


def test_words_of_approval_are_found_in_any_country(tiny_library: Library) -> None:
    of = LabelCase(id="u", question="q?", use="schizophrenia", names=("it",))
    replies = every_country(tiny_library, of.use)
    assert each_never_approved(tiny_library)(of, make_told(beside=replies)).outcome == "met"
    replies["it / UK"]["caveats"] = ["It is approved for this."]
    assert each_never_approved(tiny_library)(of, make_told(beside=replies)).outcome == "missed"
