"""How well the dev cases are answered: must-say points, labels, citations, length, reading grade, kinds of reply."""

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from chatbot.assistant import Assistant
from chatbot.knowledge.library import Library
from evals.cases import AnswerCase, KindCase
from evals.reading_grade import Adjuster, grade

SHORT = "short-answer"


class Row(NamedTuple):
    """What was replied to a case, and which of its points were said."""

    case: AnswerCase
    reply: dict[str, Any]
    short: str
    whole: str

    @property
    def said_short(self) -> int:
        """How many points the short answer says."""
        return sum(point.said_in(self.short) for point in self.case.must_say)

    @property
    def said(self) -> int:
        """How many points the whole reply says."""
        return sum(point.said_in(self.whole) for point in self.case.must_say)


def run(assistant: Assistant, cases: Sequence[AnswerCase]) -> list[Row]:
    """Ask every case; a reply that is no answer says nothing."""
    rows = []
    for case in cases:
        reply = assistant.reply(case.question, country=case.country).to_json()
        texts = [(s["text"], s["section"]) for s in reply["sentences"]]
        short = " ".join(text for text, section in texts if section == SHORT)
        rows.append(Row(case, reply, short, " ".join(text for text, _ in texts)))
    return rows


def wrong_labels(rows: Sequence[Row]) -> Iterator[str]:
    """Yield each label that an answer lacks or has wrong; a question that got no answer needs none."""
    for row in rows:
        for use, wanted in row.case.labels.items():
            found = {label["country"]: label["label"] for label in row.reply["labels"] if label["use"] == use}
            right = found == wanted if isinstance(wanted, dict) else set(found.values()) == {wanted}
            if row.reply["kind"] == "answer" and not right:
                yield f"{row.case.id}: {use}: wanted {wanted}, got {found or 'none'}"


def summary(rows: Sequence[Row], library: Library) -> dict[str, float]:
    """Return the figures of a run; shares from 0 to 1, lengths in words, grades in school years."""
    points = sum(len(row.case.must_say) for row in rows)
    answered = [row for row in rows if row.reply["kind"] == "answer"]
    claims = [claim for row in answered for claim in row.reply["sentences"]]
    adjust = Adjuster([n for use in library.uses.values() for n in (use.name, use.phrase, *use.synonyms)])
    labels = sum(len(row.case.labels) for row in answered)
    return {
        "cases": len(rows),
        "answered": len(answered) / len(rows),
        "must-say in the whole reply": sum(row.said for row in rows) / points,
        "must-say in the short answer": sum(row.said_short for row in rows) / points,
        "claims with a citation": sum(bool(claim["citations"]) for claim in claims) / len(claims),
        "labels right": 1 - len(list(wrong_labels(rows))) / labels,
        "must-not-say said": float(sum(_said_wrong(row) for row in rows)),
        "claims per answer, mean": len(claims) / len(answered),
        "claims per answer, most": max(len(row.reply["sentences"]) for row in answered),
        "words in the short answer, most": max(len(row.short.split()) for row in answered),
        "grade of the short answer, median": statistics.median(grade(row.short) for row in answered),
        "the same with names and figures replaced": statistics.median(grade(adjust(row.short)) for row in answered),
    }


def kinds(assistant: Assistant, cases: Sequence[KindCase]) -> dict[str, tuple[int, int]]:
    """Return for each kind of reply wanted how many cases got it, of how many."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        reply = assistant.reply(case.question).to_json()
        name = " ".join(filter(None, [case.kind, case.reason or case.level]))
        total[name] += 1
        right[name] += _is_right(case, reply)
    return {name: (right[name], total[name]) for name in sorted(total)}


def _is_right(case: KindCase, reply: dict[str, Any]) -> bool:
    if case.kind != reply["kind"] or case.reason not in {None, reply["reason"]}:
        return False
    return case.level is None or reply["urgent"]["level"] == case.level


def _said_wrong(row: Row) -> bool:
    return any(words.casefold() in row.whole.casefold() for words in row.case.must_not_say)
