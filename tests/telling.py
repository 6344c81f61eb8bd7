"""Replies in the contract's JSON to judge: a bare one, and a whole good answer of the second corpus."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chatbot.answering import caveats as caveat_rules
from chatbot.answering.composing import number
from chatbot.answering.glossary import Glossary
from chatbot.answering.headline import headline
from chatbot.answering.rendering import Renderer
from chatbot.domain import Claim, Origin
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Answered, Asked, Stamp
from evals.told import SHORT, Told

DAY = date(2026, 11, 21)
USE = "schizophrenia"
FACTS = ("cramps-common", "daily-at-home", "daily-no-difference")


def make_told(reply: Mapping[str, Any] | None = None, **changes: Any) -> Told:
    """Make what was told: an empty answer; `reply` holds the keys of the JSON that are not empty."""
    bare: dict[str, Any] = {
        "kind": "answer", "reason": None, "urgent": None, "uses": [], "topics": [], "labels": [], "sentences": [],
        "caveats": [], "questions_to_ask": [], "citations": [], "cost": None, "text": "", "standalone": "s",
        "library_version": "0",
    }  # fmt: skip
    return Told({**bare, **(reply or {})}, **changes)


def good_answer(library: Library) -> dict[str, Any]:
    """Make an answer about a use of the second corpus that is as it should be, as JSON; every source has a year."""
    own = library.by_record[USE]
    shown = labels(library.uses[USE], None)
    evidence = next(p for p in own if p.origin is Origin.EVIDENCE)
    facts = [library.by_record[fact][0] for fact in FACTS]
    claims = (
        headline(shown, own, library.wording, full=True),
        *(Claim(p.text, (p,), "More") for p in [evidence, *facts]),
    )
    cited = tuple(dict.fromkeys(p for claim in claims for p in claim.passages))
    seen = caveat_rules.Shown(cited, about_evidence=True, about_child=False, today=DAY, reading=library.reading)
    made = Answered(
        asked=Asked(question="q?", standalone="q?", uses=(USE,), topics=("does-it-work",)),
        text="",
        stamp=Stamp(answer_id="a", library_version="v", timings_ms={}),
        labels=(*shown, *(x for use in _others(library, cited) for x in labels(library.uses[use], None))),
        claims=claims,
        sections=("More",),
        caveats=caveat_rules.caveats(seen, library.wording),
        sure="How sure: hardly.",
        questions_to_ask=("What would you do?", "What else is there?"),
        citations=number(cited),
    )
    text = Renderer(library.wording, Glossary(library.glossary)).answer(made)
    reply = made.to_json()
    dated = [{**citation, "year": citation["year"] or DAY.year} for citation in reply["citations"]]
    return {**reply, "text": text, "citations": dated}


def _others(library: Library, cited: tuple[Any, ...]) -> list[str]:
    """The other uses of what is cited, whose labels are shown as well, but for those that are approved."""
    named = dict.fromkeys(use for passage in cited for use in passage.uses if use != USE)
    return [use for use in named if not any(s.approved for s in library.uses[use].status.values())]


def short(reply: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the claims of the short answer."""
    return [claim for claim in reply["sentences"] if claim["section"] == SHORT]
