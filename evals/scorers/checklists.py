"""The items of DISCERN and PEMAT-P that a program can judge of one answer, and balance.

The numbers are those of the checklists; the wording is ours. The other items need a person.
"""

import re
from collections.abc import Callable

from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences
from evals.told import SHORT, Json, Told
from evals.verdict import Verdict, all_of, unscored

HARMS = "side-effects"
"""The topic under which the library keeps harms."""
LONGEST_SECTION = 6
LONGEST_SENTENCE = 30
FEWEST_QUESTIONS = 2
Score = Callable[[object, Told], Verdict]
_YOU = re.compile(r"\b(?:you|your|we|our|us)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+\w+ed\b", re.IGNORECASE)
_BARE = re.compile(r"\d\s?%(?![^.]*\b(?:of|in|with|against|v)\b)")
MOST_PASSIVE = 0.34


def discern(library: Library) -> Score:
    """Return the scorer of DISCERN's items D4 to D8, D11 and D15."""

    def score(_case: object, told: Told) -> Verdict:
        reply = told.reply
        if not told.answered:
            return unscored("no answer")
        independent = [c for c in reply["citations"] if c["kind"] != "commercial"]
        checks = {
            "D4 a source for every claim": all(c["citations"] for c in reply["sentences"]),
            "D5 dates: years of sources and a day of checking": _dated(reply),
            "D6 no seller alone without a word about it": bool(independent) or _warns(reply, library),
            "D7 further help: an address or a question for the team": bool(reply["questions_to_ask"])
            or any(c["url"] for c in independent),
            "D8 what is uncertain is said": bool(reply["caveats"]),
            "D15 questions to take to the team": len(reply["questions_to_ask"]) >= FEWEST_QUESTIONS,
        }
        if HARMS in reply["topics"]:
            checks["D11 harms, where they are asked for"] = _tells(reply, library, {HARMS})
        return all_of(checks)

    return score


def _dated(reply: Json) -> bool:
    return all(c["year"] for c in reply["citations"]) and bool(re.search(r"\d{4}-\d{2}-\d{2}", reply["text"]))


def _warns(reply: Json, library: Library) -> bool:
    return library.wording.get("caveat.only-sellers") in reply["caveats"]


def pemat(_case: object, told: Told) -> Verdict:
    """Items 5, 6, 8, 9, 11, 12 of understanding and 20, 21 of acting, of one answer."""
    reply = told.reply
    if not told.answered:
        return unscored("no answer")
    sections: dict[str, list[str]] = {}
    for claim in reply["sentences"]:
        sections.setdefault(claim["section"], []).append(claim["text"])
    all_sentences = sentences(told.whole)
    passive = sum(bool(_PASSIVE.search(s)) for s in all_sentences) / max(1, len(all_sentences))
    return all_of(
        {
            "5 active voice": passive <= MOST_PASSIVE,
            "6 no percentage that stands alone": not _BARE.search(told.short),
            "8 short sections": all(len(claims) <= LONGEST_SECTION for claims in sections.values()),
            "8 short sentences": all(len(s.split()) <= LONGEST_SENTENCE for s in sentences(told.short)),
            "9 headings": all(f"**{name}**" in reply["text"] for name in sections if name != SHORT),
            "11 a summary first": bool(told.short),
            "12 cues on the key points": reply["text"].count("**") >= 4,
            "20 something to do": bool(reply["questions_to_ask"]),
            "21 speaks to the reader": bool(_YOU.search(" ".join([told.whole, *reply["questions_to_ask"]]))),
        }
    )


def balance(library: Library) -> Score:
    """Return the scorer of answers on whether something works: benefit and harm are both told."""

    def score(_case: object, told: Told) -> Verdict:
        plans = [library.plans[topic] for topic in told.reply["topics"] if topic in library.plans]
        if not told.answered or not told.reply["uses"] or not any(plan.evidence for plan in plans):
            return unscored("whether a treatment works is not the question")
        return all_of(
            {
                "no harm is told": _tells(told.reply, library, {HARMS}),
                "no benefit, or want of one, is told": _tells(told.reply, library, {"evidence", "uses", "autism"}),
            }
        )

    return score


def _tells(reply: Json, library: Library, topics: set[str]) -> bool:
    cited = {c["passage_id"] for c in reply["citations"]}
    return any(p.id in cited and not p.topics.isdisjoint(topics) for p in library.passages)
