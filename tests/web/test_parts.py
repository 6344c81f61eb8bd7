"""What the web app is made of: how far frequent questions can be relied on is found by asking them again, once."""

from dataclasses import replace

from replies import make_answer

from chatbot.domain import Jurisdiction
from chatbot.faq import State, build
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.library import Library
from chatbot.reply import Answered
from chatbot.web.parts import Site


def test_an_entry_is_stale_as_soon_as_the_engine_gives_another_answer(tiny_library: Library) -> None:
    before, after = (make_answer(tiny_library.passages[:n], caveats=()) for n in (1, 2))
    entries = [FaqRecord(id=name, topic="what-is", question=name) for name in ("kept", "moved")]
    asked: list[str] = []

    def preview(question: str, _history: tuple[str, ...], _country: Jurisdiction | None) -> Answered:
        asked.append(question)
        return before if question == "kept" else after

    library = replace(tiny_library, faq=build(entries, lambda _question: before))
    site = Site(respond=preview, preview=preview, library=library, version="1")
    assert site.standing == {"kept": State.WAITING, "moved": State.STALE}
    assert site.standing["kept"] is State.WAITING
    assert asked == ["kept", "moved"]
