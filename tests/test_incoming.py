"""A question as it comes in from outside."""

import pytest
from pydantic import ValidationError

from chatbot.domain import Jurisdiction
from chatbot.incoming import Incoming, complaint


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"question": "x"}, Incoming(question="x")),
        ({"id": 3, "question": "x", "history": ["a", "b"]}, Incoming(id="3", question="x", history=("a", "b"))),
        ({"id": None, "question": "x", "country": " uk "}, Incoming(question="x", country=Jurisdiction.UK)),
        ({"question": "x", "country": ""}, Incoming(question="x", country=None)),
    ],
)
def test_what_is_read(given: dict[str, object], read: Incoming) -> None:
    assert Incoming.model_validate(given) == read


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "question: Field required"),
        ({"question": 3}, "question: Input should be a valid string"),
        ({"question": "x", "id": True}, "id: Input should be a valid string"),
        ({"question": "x", "history": ["a", 3]}, "history.1: Input should be a valid string"),
        ({"question": "x", "country": "FR"}, "country: unknown country 'FR'; use one of US, EU"),
        ({"question": "x", "country": 3}, "country: Input should be 'US', 'EU'"),
        ({"question": "x", "topic": "cost"}, "topic: Extra inputs are not permitted"),
        ("x", "the question: Input should be a valid dictionary"),
    ],
)
def test_what_is_refused(given: object, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Incoming.model_validate(given)
    assert complaint(caught.value).startswith(said)
