"""How cases are asked: each message once, with the language of its reply."""

from typing import Any

from samples import make_sign

from chatbot.assistant import Assistant
from chatbot.domain import CareCard, Spoken, UrgencyLevel
from chatbot.knowledge.library import Library
from chatbot.reply import Asked, Declined, Reason, Reply, Smalltalk, Stamp, Urgent
from evals.told import Asker, language

ASKED, STAMP = Asked(question="q", standalone="q"), Stamp(library_version="v", timings_ms={})
SPANISH = Spoken(code="es", name="español", right_to_left=False, text="Solo en inglés.")
HELLO = Smalltalk(asked=ASKED, text="Hello.", stamp=STAMP)


class Scripted(Assistant):
    """An assistant that says hello, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def reply(self, *asked: Any, **_: Any) -> Reply:
        self.asked.append(asked)
        return HELLO


def test_a_message_is_asked_once_and_anew_on_demand(tiny_library: Library) -> None:
    assistant = Scripted()
    asker = Asker(assistant, tiny_library)
    assert asker.told("a", ["b"], "UK").reply == asker.json("a", ("b",), "UK")
    assert assistant.asked == [("a", ["b"], "UK")]
    asker.json("a")
    asker.again("a")
    assert (len(assistant.asked), asker.version) == (3, "v")


def test_a_reply_is_in_the_language_of_its_card_or_refusal() -> None:
    card = CareCard(level=UrgencyLevel.EMERGENCY_NOW, signs=(make_sign("fit"),), text="Call.", spoken=SPANISH)
    replies: list[Reply] = [
        Urgent(asked=ASKED, text="Call.", stamp=STAMP, card=card, citations=()),
        Declined(asked=ASKED, text="No.", stamp=STAMP, reason=Reason.LANGUAGE, spoken=SPANISH),
        Declined(asked=ASKED, text="No.", stamp=STAMP, reason=Reason.UNCLEAR),
        HELLO,
    ]
    assert [language(reply) for reply in replies] == ["es", "es", "en", "en"]


def test_a_question_is_read_for_its_uses_and_labels_without_a_reply(tiny_library: Library) -> None:
    assistant = Scripted()
    read = Asker(assistant, tiny_library).read("does dialysis work for kidney failure?")
    assert read["uses"] == ["kidney-failure"]
    assert {use for use, _, _ in read["labels"]} == {"kidney-failure"}
    assert assistant.asked == []
