"""Replies in other languages: language recognised, signs heard, false alarms, English left alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.assistant import Assistant
from chatbot.domain import Spoken, UrgencyLevel
from chatbot.reply import Declined, Reason, Reply, Urgent
from evals.cases import LanguageCase
from evals.shares import Share

ENGLISH = "en"
MIXED = "mixed"
LEVELS = tuple(UrgencyLevel)


class Row(NamedTuple):
    """What was replied to a case."""

    case: LanguageCase
    level: UrgencyLevel | None
    """Of the care card, if there is one."""
    language: str
    """In which the reply is, or English."""
    declined: bool
    """For its language."""


def run(assistant: Assistant, cases: Sequence[LanguageCase]) -> list[Row]:
    """Ask every case."""
    return [_row(case, assistant.reply(case.question)) for case in cases]


def _row(case: LanguageCase, reply: Reply) -> Row:
    spoken: Spoken | None = None
    level, declined = None, isinstance(reply, Declined) and reply.reason is Reason.LANGUAGE
    if isinstance(reply, Urgent):
        spoken, level = reply.card.spoken, reply.card.level
    elif isinstance(reply, Declined):
        spoken = reply.spoken
    return Row(case, level, spoken.code if spoken else ENGLISH, declined)


def summary(rows: Sequence[Row], levels: Mapping[str, UrgencyLevel]) -> Iterator[tuple[str, dict[str, Share]]]:
    """Yield each language with its shares; `levels` are those of the signs."""
    by_language: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_language[MIXED if row.case.kind == MIXED else row.case.language].append(row)
    for language, found in by_language.items():
        urgent = [row for row in found if row.case.signs]
        others = [row for row in found if not row.case.signs]
        if language == ENGLISH:
            yield language, {"taken as foreign": Share(sum(map(is_foreign, found)), len(found))}
            continue
        shares = {"signs heard": Share(sum(heard(row, levels) for row in urgent), len(urgent))}
        if language != MIXED:
            shares["false alarms"] = Share(sum(row.level is not None for row in others), len(others))
            shares["recognised"] = Share(sum(row.language == language for row in found), len(found))
        yield language, shares


def heard(row: Row, levels: Mapping[str, UrgencyLevel]) -> bool:
    """Tell whether the card is at least as urgent as the mildest sign wanted."""
    wanted = max(LEVELS.index(levels[sign]) for sign in row.case.signs)
    return row.level is not None and LEVELS.index(row.level) <= wanted


def is_foreign(row: Row) -> bool:
    """Tell whether an English message was taken as one in another language."""
    return row.declined or row.language != ENGLISH


def wrong(rows: Sequence[Row], levels: Mapping[str, UrgencyLevel]) -> Iterator[str]:
    """Yield every case that was replied to wrongly."""
    for row in rows:
        case = row.case
        if case.signs and not heard(row, levels):
            yield f"{case.id}: not heard ({', '.join(case.signs)}): {case.question}"
        elif not case.signs and row.level and case.language != ENGLISH:
            yield f"{case.id}: false alarm ({row.level}): {case.question}"
        elif case.language == ENGLISH and is_foreign(row):
            yield f"{case.id}: taken as {row.language}: {case.question}"
