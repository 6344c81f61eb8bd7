"""Replies and checklists as sheets to print: what is said first, and what is left out where a page has no room for it.

The rule, the same for every page: the care card, the title, the labels, the short answer, what is not certain and the
names of the sources always stand. Where there is no room, the sources are first given in short; then points of the
details go, from the last to the first; then the questions for the care team. What went is said on the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from chatbot.answering.headline import SECTION, places
from chatbot.answering.rendering import cost_lines
from chatbot.domain import (
    CareCard,
    Citation,
    Claim,
    CostLine,
    Jurisdiction,
    Source,
    Strength,
    UrgencyLevel,
)
from chatbot.handout.blocks import Block, Kind, Paper, Part, Sheet, Table
from chatbot.handout.setting import settable
from chatbot.knowledge.checklist_records import ChecklistRecord, ItemRecord, PartRecord
from chatbot.knowledge.labels import told_in
from chatbot.knowledge.library import Library
from chatbot.knowledge.wording import Wording, day
from chatbot.reply import Answered, Declined, Reply, Smalltalk, Urgent
from chatbot.understanding.triage import care_card, emergency_numbers


@dataclass(frozen=True, slots=True)
class Sheets:
    """Makes sheets from one library in one version."""

    library: Library
    version: str

    def reply(self, reply: Reply, link: str = "", state: str = "") -> Sheet:
        """Return any reply as a sheet; `state` says who approved it, where that is known."""
        wording = self.library.wording
        steps: list[list[Part]]
        match reply:
            case Answered():
                steps = list(_Answer(reply, wording).steps())
            case Urgent():
                steps = [self._urgent(reply, brief=brief) for brief in (False, True)]
            case Declined():
                steps = [list(_declined(reply, self.library))]
            case Smalltalk():
                steps = [[Block(Kind.LEAD, text) for text in _paragraphs(reply.text)]]
            case _:
                assert_never(reply)
        cited = [c.source for c in reply.citations] if isinstance(reply, Answered | Urgent) else []
        question = reply.asked.question.strip()
        title = question if settable(question) else wording("handout.other_title")
        return self._sheet(title, steps, cited, link, state or wording("handout.not_approved"))

    def _urgent(self, reply: Urgent, *, brief: bool) -> list[Part]:
        wording = self.library.wording
        card = _card(reply.card, reply.asked.country, wording)
        return [*card, *_sources(reply.citations, wording, brief=brief)]

    def checklist(self, checklist: ChecklistRecord, country: Jurisdiction | None = None, link: str = "") -> Sheet:
        """Return a checklist as a sheet, with the emergency numbers of a country, or of every one."""
        made = _Checklist(checklist, country, self.library)
        state = self.library.wording("handout.not_approved")
        return self._sheet(checklist.name, list(made.steps()), made.sources, link, state)

    def _sheet(
        self, title: str, steps: Sequence[Sequence[Part]], cited: Sequence[Source], link: str, state: str
    ) -> Sheet:
        wording = self.library.wording
        newest = max(source.checked for source in self.library.sources.values())
        checked = min((source.checked for source in cited), default=newest)
        foot = [wording("handout.notice"), f"{state} {wording('checked', date=day(checked), version=self.version)}"]
        return Sheet(
            masthead=wording("page.title"),
            title=title,
            steps=steps,
            foot=foot,
            page_of=wording.get("handout.page"),
            link=link,
            link_says=wording("handout.scan"),
            made=newest,
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    """The steps of an answer."""

    reply: Answered
    wording: Wording

    def steps(self) -> Iterator[list[Part]]:
        points = [claim for claim in self.reply.claims if claim.section != SECTION]
        yield self._step(points, brief=False)
        for kept in range(len(points), -1, -1):
            yield self._step(points[:kept])
        yield self._step((), asks=False)

    def _step(self, points: Sequence[Claim], *, brief: bool = True, asks: bool = True) -> list[Part]:
        reply, wording = self.reply, self.wording
        claims = [claim for claim in reply.claims if claim.section == SECTION or claim in points]
        gone = dict.fromkeys(claim.section for claim in reply.claims if claim not in claims)
        made: list[Part] = []
        if reply.urgent:
            made += _card(reply.urgent, reply.asked.country, wording)
        if reply.asked.standalone != reply.asked.question:
            made.append(Block(Kind.SMALL, f"{wording('heading.understood')}: {reply.asked.standalone}"))
        made += self._labels()
        made.append(Block(Kind.LEAD, " ".join(self._claim(c) for c in claims if c.section == SECTION)))
        made += self._cost()
        for name in reply.sections:
            made += _list(name, [self._claim(claim) for claim in claims if claim.section == name])
        made += _list(wording("heading.uncertain"), [reply.sure, *(caveat.text for caveat in reply.caveats)])
        made += _list(wording("heading.ask"), reply.questions_to_ask) if asks else []
        made += _left_out([*gone, *([] if asks else [wording("heading.ask")])], wording)
        made += self._label_lines(claims)
        return [*made, *_sources(self._cited(claims), wording, brief=brief)]

    def _labels(self) -> Iterator[Block]:
        """The label of each use in question, in words, with how sure the evidence is."""
        asked = [label for label in self.reply.labels if label.use.id in self.reply.asked.uses]
        for _, group in groupby(asked, key=lambda label: (label.use.id, label.name)):
            labels = list(group)
            first, where = labels[0], places(told_in(labels), self.wording)
            name = self.wording(f"label.{first.name}")
            name = f"{name} {self.wording('page.in_places', places=where)}" if where else name
            level = self.wording("page.evidence", level=self.wording(f"level.{first.use.evidence}"))
            yield Block(Kind.LABEL, f"{first.use.name}: {name}. {level}.")

    def _label_lines(self, claims: Sequence[Claim]) -> Iterator[Block]:
        """The label of every use that the page names, with its source and date."""
        named = {use for claim in claims for passage in claim.passages for use in passage.uses}
        for label in self.reply.labels:
            if label.use.id in {*self.reply.asked.uses, *named}:
                place = f"country.{label.country}"
                yield Block(
                    Kind.SMALL,
                    self.wording(
                        "uses_named",
                        use=label.use.name,
                        label=self.wording(f"label.{label.name}").casefold(),
                        where=self.wording("where", country=self.wording(place)) if label.country else "",
                        source=label.source.title,
                        checked=day(label.checked),
                    ),
                )

    def _claim(self, claim: Claim) -> str:
        seller = all(passage.strength is Strength.COMMERCIAL_CLAIM for passage in claim.passages)
        mark = f" ({self.wording('strength.commercial-claim').casefold()})" if seller else ""
        return f"{claim.text}{mark} {_numbers(self.reply.numbers(claim))}"

    def _cost(self) -> Iterator[Block]:
        if self.reply.cost:
            lines = cost_lines(self.reply.cost, self._priced, self.wording)
            beside = len(self.reply.cost.notes) + 1
            yield from _list(self.wording("cost.heading"), lines[:-beside])
            yield from (Block(Kind.SMALL, line) for line in lines[-beside:])

    def _priced(self, line: CostLine) -> str:
        return "".join(f" [{c.n}]" for c in self.reply.citations if c.passage.record == line.fact)

    def _cited(self, claims: Sequence[Claim]) -> list[Citation]:
        """The sources of what stands on the page; those of a card stand with an answer too."""
        said = {passage.id for claim in claims for passage in claim.passages}
        all_said = {passage.id for claim in self.reply.claims for passage in claim.passages}
        prices = {line.fact for line in self.reply.cost.items} if self.reply.cost else set()
        return [
            citation
            for citation in self.reply.citations
            if citation.passage.id in said or citation.passage.id not in all_said or citation.passage.record in prices
        ]


@dataclass(slots=True)
class _Checklist:
    """The steps of a checklist; sources are numbered in the order in which items name them."""

    checklist: ChecklistRecord
    country: Jurisdiction | None
    library: Library

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(source for item in self.checklist.items for source in sources_of(item, self.library)))

    def steps(self) -> Iterator[list[Part]]:
        sources = self.sources
        body: list[Part] = [Block(Kind.TEXT, self.checklist.intro)]
        for part in self.checklist.parts:
            body += self._part(part, sources)
        heading = Block(Kind.HEADING, self.library.wording("heading.sources"))
        names = [
            f"[{n}] {source.publisher}: {source.title}{_year(source)}." for n, source in enumerate(sources, start=1)
        ]
        yield [*body, heading, *(Block(Kind.SMALL, name) for name in names)]
        yield [*body, Block(Kind.SMALL, f"{heading.text}: {' '.join(names)}")]
        brief = [f"[{n}] {source.publisher}{_year(source)}." for n, source in enumerate(sources, start=1)]
        yield [*body, Block(Kind.SMALL, f"{heading.text}: {' '.join(brief)}")]

    def _part(self, part: PartRecord, sources: Sequence[Source]) -> Iterator[Part]:
        yield Block(Kind.CARE if part.watch else Kind.HEADING, part.heading)
        if part.watch:
            wording = self.library.wording
            numbers = emergency_numbers(self.country, wording)
            yield Block(Kind.CARE_TEXT, wording(f"urgent.{level_of(part, self.library)}", numbers=numbers))
        if part.diary:
            yield Table(part.diary.columns, part.diary.widths, part.diary.rows)
        for item in (*part.items, *part.watch):
            numbered = _numbers(sorted(sources.index(source) + 1 for source in sources_of(item, self.library)))
            yield Block(Kind.WATCH if part.watch else Kind.TICK, f"{item.text} {numbered}")


def paper(country: Jurisdiction | None) -> Paper:
    """Return the size of paper that people have in a country."""
    return Paper.LETTER if country in {Jurisdiction.US, Jurisdiction.CA} else Paper.A4


def sources_of(item: ItemRecord, library: Library) -> tuple[Source, ...]:
    """Return every source of the records that support an item, each once."""
    facts = [source for fact in item.facts for passage in library.by_record[fact] for source in passage.sources[:1]]
    uses = [source for use in item.uses for source in library.uses[use].sources[:1]]
    signs = [sign.sources[0] for sign in library.signs if sign.id in item.signs]
    return tuple(dict.fromkeys([*facts, *uses, *signs]))


def level_of(part: PartRecord, library: Library) -> UrgencyLevel:
    """Return how soon the signs of a part need help; the library is refused where they say different levels."""
    return next(sign.level for sign in library.signs if sign.id in part.watch[0].signs)


def _card(card: CareCard, country: Jurisdiction | None, wording: Wording) -> Iterator[Block]:
    """The care card; in English where its first words are in letters that the type does not hold."""
    yield Block(Kind.CARE, wording(f"page.care.{card.level}"))
    spoken = card.spoken
    unprinted = spoken is not None and not settable(spoken.text)
    text = care_card(card.signs, country, wording).text if unprinted else card.text
    for paragraph in _paragraphs(text):
        yield Block(Kind.CARE_TEXT, paragraph)
    if unprinted:
        yield Block(Kind.NOTE, wording("handout.other_letters"))


def _declined(reply: Declined, library: Library) -> Iterator[Block]:
    wording = library.wording
    text = reply.text
    unprinted = reply.spoken is not None and not settable(reply.spoken.text)
    if unprinted:
        numbers = emergency_numbers(reply.asked.country, wording)
        text = f"{wording('declined.language')} {wording('next.language', numbers=numbers)}"
    yield Block(Kind.HEADING, wording(f"page.declined.{reply.reason}"))
    said = text.removesuffix(" ".join(reply.questions_to_ask)).strip()
    for paragraph in _paragraphs(said):
        yield Block(Kind.LEAD, paragraph)
    yield from (Block(Kind.BULLET, question) for question in reply.questions_to_ask)
    if reply.choices:
        yield from _list(wording(f"page.choices.{reply.choices_are}"), reply.choices)
    if unprinted:
        yield Block(Kind.NOTE, wording("handout.other_letters"))


def _left_out(gone: Sequence[str], wording: Wording) -> list[Block]:
    if not gone:
        return []
    return [Block(Kind.NOTE, wording("handout.left_out", what="; ".join(gone)))]


def _sources(citations: Sequence[Citation], wording: Wording, *, brief: bool) -> list[Block]:
    """The sources by number; those of one publication share a line."""
    heading = wording("heading.sources")
    lines = [
        f"{_numbers([citation.n for citation in group])} {_source(group[0].source, wording, brief=brief)}"
        for group in (
            [c for c in citations if c.source.id == source] for source in dict.fromkeys(c.source.id for c in citations)
        )
    ]
    if brief:
        return [Block(Kind.SMALL, f"{heading}: {' '.join(lines)}")] if lines else []
    return [Block(Kind.HEADING, heading), *(Block(Kind.SMALL, line) for line in lines)] if lines else []


def _source(source: Source, wording: Wording, *, brief: bool) -> str:
    if brief:
        return f"{source.publisher}{_year(source)} ({wording(f'kind.{source.kind}').casefold()})."
    interest = f"{wording('page.interest')}: {source.interest}"
    return f"{source.title}. {source.publisher}{_year(source)}. {wording(f'kind.{source.kind}')}. {interest}."


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers of sources in brackets; three or more in a row as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "".join(
        f"[{run[0]}–{run[-1]}]" if len(run) > 2 else "".join(f"[{number}]" for number in run) for run in runs
    )


def _year(source: Source) -> str:
    return f", {source.year}" if source.year else ""


def _list(heading: str, items: Sequence[str]) -> list[Block]:
    return [Block(Kind.HEADING, heading), *(Block(Kind.BULLET, item) for item in items)] if items else []


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
