"""The ledger of questions that got no answer: grouped by what they ask, with personal details removed as everywhere."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from chatbot.audit.archive import Archive
from chatbot.audit.models import Answer

REASONS = ("no-source", "unclear", "out-of-scope")
"""Why a question got no answer, where a document could change that or someone should look why."""
MOST = 5_000
"""The newest questions that are looked through."""
SET = "set:"
"""The beginning of the origin of questions that an eval set asked."""


class Unanswered(NamedTuple):
    """Questions that ask the same in nearly the same words."""

    question: str
    """The shortest of them."""
    times: int
    reasons: tuple[str, ...]
    last: datetime


def unanswered(
    archive: Archive, words: Callable[[str], Iterable[str]], since: datetime, reasons: Iterable[str] = REASONS
) -> list[Unanswered]:
    """Return the questions that readers got no answer to, the most frequent first; same words in any order are one."""
    chosen = (
        select(Answer.standalone, Answer.reason, Answer.at)
        .where(Answer.kind == "declined", Answer.reason.in_(list(reasons)), Answer.at >= since)
        .where(~Answer.origin.startswith(SET))
        .order_by(Answer.seq.desc())
        .limit(MOST)
    )
    with archive.database.begin() as session:
        rows = session.execute(chosen).all()
    found: dict[tuple[str, ...], list[tuple[str, str, datetime]]] = {}
    for question, reason, at in rows:
        key = tuple(sorted(set(words(question)))) or (question.casefold(),)
        found.setdefault(key, []).append((question, reason or "", at))
    groups = [
        Unanswered(
            min((question for question, _, _ in some), key=lambda text: (len(text), text)),
            len(some),
            tuple(sorted({reason for _, reason, _ in some})),
            max(at for _, _, at in some),
        )
        for some in found.values()
    ]
    return sorted(groups, key=lambda group: (-group.times, -group.last.timestamp(), group.question))
