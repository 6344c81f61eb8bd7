"""What must hold between records: no dangling id, no id twice, no review later than it may be, no name of two uses."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from chatbot.domain import SourceKind
from chatbot.errors import Problem
from chatbot.knowledge.files import WHOLE_FILE, Located

MOST_MONTHS = 36
"""Longest time between a check of a source and its next review (PIF TICK: at least every three years)."""

Found = Mapping[str, list[Located]]
Unread = Mapping[str, Sequence[Problem]]
"""By kind, what kept records from being read."""

REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("facts", "source", "sources"),
    ("facts", "also", "sources"),
    ("facts", "uses", "uses"),
    ("facts", "disagrees_with", "facts"),
    ("topics", "harms.fact", "facts"),
    ("uses", "symptom_of", "uses"),
    ("uses", "sources", "sources"),
    ("uses", "summary_sources", "sources"),
    ("uses", "evidence.sources", "sources"),
    ("uses", "label.source", "sources"),
    ("uses", "status.*.source", "sources"),
    ("uses", "guidance.*.source", "sources"),
    ("signs", "sources", "sources"),
    ("signs", "told_by.*", "concepts"),
    ("signs", "told_with.*", "signs"),
    ("signs", "worse_with", "signs"),
    ("ambiguous", "uses", "uses"),
    ("lookalikes", "looks_like", "signs"),
    ("disagreements", "facts", "facts"),
    ("disagreements", "uses", "uses"),
    ("disagreements", "signs", "signs"),
    ("disagreements", "sources", "sources"),
    ("costs", "source", "sources"),
    ("costs", "items.*.source", "sources"),
    ("costs", "items.*.fact", "facts"),
    ("costs", "plan", "topics"),
    ("costs", "asked_by.uses", "uses"),
    ("costs", "asked_by.near", "topics"),
    ("documents", "source", "sources"),
    ("documents", "sections.*.uses", "uses"),
    ("languages", "signs.*.sign", "signs"),
    ("faq", "topic", "topics"),
    ("checklists", "items.*.facts", "facts"),
    ("checklists", "items.*.uses", "uses"),
    ("checklists", "items.*.signs", "signs"),
)
"""Which field of which kind of record names records of which other kind."""


def check(found: Found, unread: Unread) -> Iterator[Problem]:
    """Yield every problem between records; what could not be read is not told a second time as missing."""
    for rows in found.values():
        yield from _twice(rows)
    for reference in REFERENCES:
        yield from _dangling(reference, found, unread)
    for one in (
        _one_sided,
        _late_reviews,
        _shared_names,
        _held_illnesses,
        _unknown_kinds,
        _wordless_levels,
        _mixed_levels,
    ):
        yield from one(found)
    if not unread["topics"]:
        yield from _unknown_topics(found)


def _dangling(reference: tuple[str, str, str], found: Found, unread: Unread) -> Iterator[Problem]:
    kind, field, wanted = reference
    known = {row.record.key for row in found[wanted]} | {problem.record for problem in unread[wanted]}
    if WHOLE_FILE in known:
        return
    for row in found[kind]:
        for name in _values(row.record, field.split(".")):
            if name not in known:
                what = f"names {name!r}, which is not among the {wanted}; correct it or add the record"
                yield Problem(row.file, row.record.key, field, what)


def _twice(rows: list[Located]) -> Iterator[Problem]:
    counts = Counter(row.record.key for row in rows)
    for row in rows:
        if counts[row.record.key] > 1:
            where = ", ".join(sorted({r.file for r in rows if r.record.key == row.record.key}))
            yield Problem(row.file, row.record.key, "id", f"stands {counts[row.record.key]} times ({where}); keep one")


def _values(value: object, path: list[str]) -> Iterator[str]:
    if value is None:
        return
    if not path:
        yield from value if isinstance(value, tuple) else (str(value),)
    elif path[0] == "*":
        for item in value.values() if isinstance(value, dict) else value:  # type: ignore[attr-defined]
            yield from _values(item, path[1:])
    else:
        yield from _values(getattr(value, path[0]), path[1:])


def _one_sided(found: Found) -> Iterator[Problem]:
    said = {row.record.key: set(_values(row.record, ["disagrees_with"])) for row in found["facts"]}
    for row in found["facts"]:
        for other in sorted(said[row.record.key]):
            if other in said and row.record.key not in said[other]:
                what = f"{other} does not name it back; add it there"
                yield Problem(row.file, row.record.key, "disagrees_with", what)


def _late_reviews(found: Found) -> Iterator[Problem]:
    for row in found["sources"]:
        checked, due = row.record.checked, row.record.next_review  # type: ignore[attr-defined]
        months = (due.year - checked.year) * 12 + due.month - checked.month
        if due <= checked or months > MOST_MONTHS or (months == MOST_MONTHS and due.day > checked.day):
            what = f"{due} must be after {checked} and at most {MOST_MONTHS} months later"
            yield Problem(row.file, row.record.key, "next_review", what)


def _shared_names(found: Found) -> Iterator[Problem]:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in found["uses"]:
        for name in (row.record.name, *row.record.synonyms):  # type: ignore[attr-defined]
            owners[name.casefold()].add(row.record.key)
    for row in found["uses"]:
        for name in row.record.synonyms:  # type: ignore[attr-defined]
            if len(owners[name.casefold()]) > 1:
                others = ", ".join(sorted(owners[name.casefold()] - {row.record.key}))
                what = f"{name!r} also names {others}; put it in ambiguous"
                yield Problem(row.file, row.record.key, "synonyms", what)


def _held_illnesses(found: Found) -> Iterator[Problem]:
    uses = {
        name.casefold(): row.record.key
        for row in found["uses"]
        for name in (row.record.name, *row.record.synonyms)  # type: ignore[attr-defined]
    }
    first: dict[str, str] = {}
    for row in found["illnesses"]:
        for name in row.record.names:  # type: ignore[attr-defined]
            other = uses.get(name.casefold()) or first.setdefault(name.casefold(), row.record.key)
            if other != row.record.key:
                yield Problem(row.file, row.record.key, "names", f"{name!r} is a name of {other}; take it out here")


def _unknown_kinds(found: Found) -> Iterator[Problem]:
    known = [kind.value for kind in SourceKind]
    for file, kind in sorted({(row.file, row.head["kind"]) for row in found["sources"]}):
        if kind not in known:
            yield Problem(file, "-", "kind", f"{kind!r} is no kind of source; use one of {', '.join(known)}")


def _wordless_levels(found: Found) -> Iterator[Problem]:
    levels = {row.record.key: row.record.level for row in found["signs"]}  # type: ignore[attr-defined]
    for row in found["languages"]:
        for sign in _values(row.record, ["signs", "*", "sign"]):
            level = levels.get(sign)
            if level and not row.record.first_words(level):  # type: ignore[attr-defined]
                what = f"has no words for {level}, the level of {sign}; leave that sign out"
                yield Problem(row.file, row.record.key, "signs", what)


def _mixed_levels(found: Found) -> Iterator[Problem]:
    """Signs to watch for stand under one level, which says how soon to call: their records must agree on it."""
    levels = {row.record.key: row.record.level for row in found["signs"]}  # type: ignore[attr-defined]
    for row in found["checklists"]:
        for part in row.record.parts:  # type: ignore[attr-defined]
            named = {levels[sign] for item in part.watch for sign in item.signs if sign in levels}
            if len(named) > 1:
                what = f"{part.heading!r} names signs of the levels {', '.join(sorted(named))}; make a part of each"
                yield Problem(row.file, row.record.key, "watch", what)


def _unknown_topics(found: Found) -> Iterator[Problem]:
    known = {topic for row in found["topics"] for topic in _values(row.record, ["draws_on"])}
    for kind, field in (
        ("facts", "topics"),
        ("documents", "topics"),
        ("documents", "sections.*.topics"),
        ("topics", "harms.topic"),
    ):
        for row in found[kind]:
            for topic in _values(row.record, field.split(".")):
                if topic not in known:
                    what = f"{topic!r} is drawn on by no plan of topics.yaml; correct it or add it to a plan"
                    yield Problem(row.file, row.record.key, field, what)
