"""Warning signs: when one fires, when what only looks alike keeps it from firing, and what the care card says."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pytest
from samples import make_example, make_sign

from chatbot.assistant import Assistant
from chatbot.domain import COUNTRIES, Jurisdiction, UrgencyLevel
from chatbot.finding.encoding import MiniLM, Vectors
from chatbot.finding.index import Index
from chatbot.knowledge.library import Library
from chatbot.reply import Urgent
from chatbot.understanding.question import Reader
from chatbot.understanding.triage import Limits, Manner, Triage, care_card, emergency_numbers

NOW, TODAY, TELL = UrgencyLevel
SIGNS = [make_sign("today", TODAY), make_sign("now", NOW), make_sign("also", NOW), make_sign("tell", TELL)]
LIMITS = Limits(
    likeness=0.5,
    sure=0.6,
    beside=0.1,
    over_lookalikes=0.02,
    over_questions={Manner.TELLING: -0.05, Manner.ASKING: 0.05, Manner.GENERAL: 0.2},
)
MESSAGE = np.array([1, 0], dtype=np.float32)


def row(likeness: float) -> Vectors:
    """Make a vector with this cosine to the message."""
    return np.array([likeness, (1 - likeness**2) ** 0.5], dtype=np.float32)


class Near(NamedTuple):
    """How like the message is to each sign, to a look-alike, to a denial and to the nearest question."""

    signs: Mapping[str, float]
    lookalike: float = 0.0
    denial: float = 0.0
    question: float = 0.0


def fired(near: Near, manner: Manner = Manner.TELLING, message: str = "it hurts") -> list[str]:
    examples = [make_example("it hurts", of=name) for name in near.signs]
    examples += [make_example("it hurt in March", holds=False), make_example("it does not hurt", holds=False)]
    examples += [make_example("what dose", family="boundary", of="dose")]
    rows = np.stack([row(c) for c in (*near.signs.values(), near.lookalike, near.denial, 1.0)])
    triage = Triage(SIGNS, examples, rows, row(near.question)[None], r"\bnot\b", LIMITS)
    return [sign.id for sign in triage.find(message, MESSAGE, manner)]


@pytest.mark.parametrize(
    ("near", "signs"),
    [
        (Near({"now": 0.7}), ["now"]),
        (Near({"now": 0.49}), []),
        (Near({"now": 0.7}, lookalike=0.69), []),
        (Near({"now": 0.7}, lookalike=0.67), ["now"]),
        (Near({"now": 0.7, "today": 0.9}, lookalike=0.85), ["today"]),
        (Near({}), []),
    ],
)
def test_a_sign_fires_when_it_is_nearer_than_what_only_looks_alike(near: Near, signs: list[str]) -> None:
    assert fired(near) == signs


@pytest.mark.parametrize(
    ("manner", "question", "fires"),
    [
        (Manner.TELLING, 0.74, True),
        (Manner.TELLING, 0.76, False),
        (Manner.ASKING, 0.64, True),
        (Manner.ASKING, 0.66, False),
        (Manner.GENERAL, 0.49, True),
        (Manner.GENERAL, 0.51, False),
    ],
)
def test_the_more_a_message_asks_the_more_like_a_sign_it_must_be(
    manner: Manner, question: float, *, fires: bool
) -> None:
    assert bool(fired(Near({"now": 0.7}, question=question), manner)) is fires


def test_an_unsure_likeness_must_beat_every_question() -> None:
    assert fired(Near({"now": 0.59}, question=0.58)) == ["now"]
    assert fired(Near({"now": 0.59}, question=0.60)) == []
    assert fired(Near({"now": 0.61}, question=0.62)) == ["now"]


def test_a_denial_is_held_only_against_a_message_that_denies() -> None:
    near = Near({"now": 0.7}, denial=0.9)
    assert fired(near, message="it hurts") == ["now"]
    assert fired(near, message="it does NOT hurt") == []


@pytest.mark.parametrize(
    ("likeness", "signs"),
    [
        ({"today": 0.9, "now": 0.81}, ["now", "today"]),
        ({"today": 0.9, "now": 0.79}, ["today"]),
        ({"tell": 0.9, "today": 0.85, "also": 0.83, "now": 0.84}, ["now", "also", "today"]),
    ],
)
def test_signs_close_behind_fire_too_the_most_urgent_first_and_three_at_most(
    likeness: dict[str, float], signs: list[str]
) -> None:
    assert fired(Near(likeness)) == signs


def test_a_library_without_signs_has_no_alarm() -> None:
    none = np.empty((0, 2), dtype=np.float32)
    assert Triage([], [], none, none, r"\bnot\b").find("it hurts", MESSAGE, Manner.TELLING) == ()


def test_the_card_shows_the_most_urgent_signs_with_their_advice_alone(library: Library) -> None:
    card = care_card([SIGNS[1], SIGNS[2], SIGNS[0]], Jurisdiction.UK, library.wording)
    assert (card.level, [sign.id for sign in card.signs]) == (NOW, ["now", "also"])
    assert "999" in card.text
    assert "Advice on now." in card.text
    assert "Advice on also." in card.text
    assert "Advice on today." not in card.text


@pytest.mark.parametrize(
    ("country", "number"),
    [("US", "911"), ("EU", "112"), ("UK", "999"), ("CA", "911"), ("AU", "000"), ("CN", "120")],
)
def test_the_number_is_that_of_the_country(library: Library, country: str, number: str) -> None:
    assert emergency_numbers(Jurisdiction(country), library.wording) == number


def test_without_a_country_every_number_is_given(library: Library) -> None:
    numbers = emergency_numbers(None, library.wording)
    assert all(emergency_numbers(place, library.wording) in numbers for place in COUNTRIES)


ALARMS = [
    ("my son's lips and tongue are swelling up and the drip is still running", "throat-face-swelling"),
    ("she can't breathe properly since they started the infusion", "breathing-difficulty"),
    ("his left arm is weak and his face droops on one side", "stroke-signs"),
    ("my daughter has a bad headache, stiff neck and light hurts her eyes", "meningitis-signs"),
    ("chest pain since last night", "chest-pain"),
    ("my daughter just had a seizure", "seizure"),
    ("his pee is dark brown like cola since yesterday", "dark-urine"),
    ("her calf is swollen, red and hot", "leg-clot"),
    ("my husband collapsed", "collapse"),
    ("I want to kill myself", "caregiver-crisis"),
    ("I don't want to live anymore", "caregiver-crisis"),
    ("rash all over and wheezing", "anaphylaxis"),
]


@pytest.mark.parametrize(("message", "sign"), ALARMS)
def test_real_warning_signs_bring_the_card(real_assistant: Assistant, message: str, sign: str) -> None:
    reply = real_assistant.reply(message)
    assert isinstance(reply, Urgent)
    assert sign in {shown.id for shown in reply.card.signs}


HARMLESS = [
    "can ivig cause chest pain",
    "how common is anaphylaxis",
    "what does a blood clot feel like",
    "does ivig help with epilepsy",
    "is a mild headache normal the next day",
    "which blood tests are done before ivig",
    "no chest pain, just tired",
    "she has not had any seizures for years",
    "I'm dying to know how much it costs",
    "thank you",
]


@pytest.mark.parametrize("message", HARMLESS)
def test_harmless_messages_bring_no_card(real_assistant: Assistant, message: str) -> None:
    assert not isinstance(real_assistant.reply(message), Urgent)


def test_the_sentences_of_every_sign_fire(
    library: Library, reader: Reader, real_index: Index, real_encoder: MiniLM
) -> None:
    """One in five of each sign's, since each costs an encoding; one in a hundred may be past understanding."""
    asks, examples = real_index.of_part("ask"), real_index.of_part("example")
    triage = Triage(library.signs, library.examples, examples, asks, library.reading.negation)
    told = [reader.read(text, (), None) for sign in library.signs for text in sign.say_it_like[::5]]
    rows = real_encoder.encode([read.message for read in told])
    found = [triage.find(read.message, row, read.manner) for read, row in zip(told, rows, strict=True)]
    silent = [read.asked for read, signs in zip(told, found, strict=True) if not signs]
    assert len(silent) <= len(told) / 100, silent
