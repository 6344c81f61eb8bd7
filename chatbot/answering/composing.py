"""An answer from what was found: label, short answer, details, caveats, questions, citations."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chatbot.answering import caveats as caveat_rules
from chatbot.answering.approvals import WHICH_USES, Approvals
from chatbot.answering.costs import cost, priced
from chatbot.answering.headline import SECTION, capital, headline
from chatbot.answering.leads import Leads
from chatbot.answering.planning import Planner
from chatbot.answering.prices import of_that_place
from chatbot.answering.selecting import MOST_CLAIMS, RECORDS_OF_A_USE, Guard, Placed, place, select
from chatbot.answering.short import Room, ShortAnswer, Taste
from chatbot.domain import Caveat, Citation, Claim, Cost, Passage, Strength, Use, UseLabel
from chatbot.finding.finder import Found, Hit
from chatbot.knowledge.labels import labels as compute_labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import treatment
from chatbot.knowledge.records import PlanRecord
from chatbot.reply import Answered, Asked, Stamp
from chatbot.understanding.question import Question

MOST_HEADLINES = 3
MOST_QUESTIONS = 4
MayShow = Callable[[Passage], bool]
"""Tells which passages may be shown beside the labels of an answer."""


class Draft(NamedTuple):
    """What an answer is made from."""

    question: Question
    found: Found
    plans: Sequence[PlanRecord]
    labels: Mapping[str, tuple[UseLabel, ...]]
    """Of the uses in question."""
    may_show: MayShow


class Composer:
    """Composes answers from one library."""

    def __init__(self, library: Library, today: date, taste: Taste | None = None) -> None:
        self._library = library
        self._wording = library.wording
        self._today = today
        self._guard = Guard(library.reading)
        self._planner = Planner(library.plans)
        self._short = ShortAnswer(library.reading, taste)
        self._leads = Leads(library.reading, library.wording)
        listed = next((plan.sections[0].heading for plan in library.plans.values() if plan.approval), "")
        self._approvals = Approvals(library.uses, library.by_record, library.wording, listed)
        self._of_label = [re.compile(pattern) for pattern in (library.reading.approval, library.reading.efficacy)]

    def compose(self, question: Question, found: Found) -> Answered:
        """Return the answer; every claim in it is carried by a passage."""
        labels = self._labels(question.uses, question)
        flat = [label for group in labels.values() for label in group]
        may_show = self._guard.for_labels(flat)
        hits = [h for h in found.hits if may_show(h.passage) and not self._one_sided(h.passage, may_show)]
        if question.price_elsewhere:
            hits = of_that_place(hits, question.price_elsewhere) or hits
        plans = self._planner.plans(question, hits)
        draft = Draft(question, found, plans, labels, may_show)
        made = self._cost(question)
        short = self._short_answer(draft, hits, made)
        told = (*short, *self._by_country(draft))
        claims = (*told, *map(self._claim, self._weighed(draft, hits, told)))
        cited = tuple(dict.fromkeys(p for claim in claims for p in claim.passages))
        return Answered(
            asked=Asked(
                question=question.asked,
                standalone=question.standalone,
                country=question.country,
                uses=question.uses,
                topics=tuple(plan.id for plan in plans),
            ),
            text="",
            stamp=Stamp(timings_ms={}),
            labels=(*flat, *self._other_labels(question, cited)),
            claims=claims,
            sections=tuple(dict.fromkeys(claim.section for claim in claims if claim.section != SECTION)),
            caveats=self._caveats(draft, cited),
            sure=self._sure(draft, short or claims),
            questions_to_ask=_questions(draft.plans),
            citations=number(cited),
            cost=made,
        )

    def _labels(self, uses: Sequence[str], question: Question) -> dict[str, tuple[UseLabel, ...]]:
        return {use: compute_labels(self._library.uses[use], question.country) for use in uses}

    def _other_labels(self, question: Question, cited: Sequence[Passage]) -> list[UseLabel]:
        """Labels of the uses that the passages shown are about, beside those in question."""
        named = dict.fromkeys(use for passage in cited for use in passage.uses if use not in question.uses)
        return [label for group in self._labels(list(named), question).values() for label in group]

    # The short answer

    def _short_answer(self, draft: Draft, hits: Sequence[Hit], made: Cost | None) -> list[Claim]:
        room = Room()
        lead = self._leads.find(draft.question, draft.plans, list(draft.labels.values()), draft.found)
        room.take(lead)
        claims = [*self._headlines(draft, room), *self._approved(draft, room), *self._sum(made, room)]
        asked = draft.labels if draft.plans and draft.plans[0].evidence else ()
        of_use = self._use_first(draft)
        claims += self._short.claims(draft.question, hits, draft.found.likeness, room, asked, of_use=of_use)
        if lead and claims:
            claims[0] = Claim(f"{lead} {claims[0].text}", claims[0].passages, SECTION)
        return claims

    def _headlines(self, draft: Draft, room: Room) -> list[Claim]:
        full = len(draft.labels) == 1 and self._use_first(draft) and self._asks_of_label(draft)
        claims: list[Claim] = []
        for use, labels in list(draft.labels.items())[:MOST_HEADLINES]:
            records, asked = self._library.by_record[use], draft.question
            own = self._library.uses[use].treatment is None
            part = asked.part if own else ""
            claim = headline(labels, records, self._wording, full=full, child=asked.about_child, part=part)
            if room.take(claim.text) or not claims:
                claims.append(claim)
        return claims

    def _approved(self, draft: Draft, room: Room) -> list[Claim]:
        """For what the treatment is approved, where that is asked and no use is named."""
        claims = self._approvals.first(draft.question.country) if _asks_which(draft) else []
        for claim in claims:
            room.take(claim.text)
        return claims

    def _by_country(self, draft: Draft) -> list[Claim]:
        return self._approvals.by_country(draft.question.country) if _asks_which(draft) else []

    def _use_first(self, draft: Draft) -> bool:
        return not draft.plans or draft.plans[0].use_first

    def _asks_of_label(self, draft: Draft) -> bool:
        """Whether approval or effect is asked, by the plan or in words: then the label is told with its reasons."""
        asked = draft.question.search.casefold()
        by_plan = not draft.plans or draft.plans[0].default_for_use or draft.plans[0].approval
        return by_plan or any(pattern.search(asked) for pattern in self._of_label)

    # The details

    def _weighed(self, draft: Draft, hits: Sequence[Hit], short: Sequence[Claim]) -> list[Placed]:
        """The details; where a benefit is asked of and none of them tells of a harm, one that does comes last."""
        room = MOST_CLAIMS - len(short)
        details = self._details(draft, hits, short, room)
        shown = [*(p for claim in short for p in claim.passages), *(placed.hit.passage for placed in details)]
        harms = next((plan.harms for plan in draft.plans if plan.harms), None)
        own = draft.labels and all(self._library.uses[use].treatment is None for use in draft.labels)
        if not harms or not own or any(harms.topic in passage.topics for passage in shown):
            return details
        told = [p for p in self._library.by_record[harms.fact] if draft.may_show(p)]
        return [
            *self._details(draft, hits, short, room - len(told)),
            *(Placed(Hit(passage, 0.0, 0.0), harms.heading) for passage in told),
        ]

    def _details(self, draft: Draft, hits: Sequence[Hit], short: Sequence[Claim], room: int) -> list[Placed]:
        told = {p.id for claim in short for p in claim.passages if _whole(claim, p)}
        rest = [hit for hit in hits if hit.passage.id not in told]
        first = [h for h in rest if h.passage.origin in RECORDS_OF_A_USE and h.passage.record in draft.labels]
        others = [h for h in rest if h not in first]
        said = [passage for claim in short for passage in claim.passages]
        chosen = select([*first, *others], lambda p: self._contradicting(p, draft.may_show), room, said)
        return place(chosen, draft.plans, self._wording("section.more"))

    def _contradicting(self, passage: Passage, may_show: MayShow) -> list[Passage]:
        records = self._library.by_record
        return [p for record in passage.disagrees_with for p in records.get(record, ()) if may_show(p)]

    def _one_sided(self, passage: Passage, may_show: MayShow) -> bool:
        """Tell whether this is a seller's claim that is contradicted only by what may not be shown."""
        seller = passage.strength is Strength.COMMERCIAL_CLAIM and bool(passage.disagrees_with)
        return seller and not self._contradicting(passage, may_show)

    def _claim(self, placed: Placed) -> Claim:
        passage = placed.hit.passage
        return Claim(capital(passage.text), (passage,), placed.heading)

    def _cost(self, question: Question) -> Cost | None:
        asked = question.sum
        return cost(asked.prices, asked.plan, self._wording) if asked and asked.plan else None

    def _sum(self, made: Cost | None, room: Room) -> list[Claim]:
        """The sum in a sentence or more, carried by the passages that state the prices."""
        if made is None:
            return []
        stated = dict.fromkeys(p for line in priced(made) for p in self._library.by_record[line.fact])
        told = [text for text in made.said if room.take(text)]
        return [Claim(" ".join(told), tuple(stated), SECTION)] if told else []

    def _caveats(self, draft: Draft, cited: Sequence[Passage]) -> tuple[Caveat, ...]:
        shown = caveat_rules.Shown(
            passages=cited,
            about_evidence=any(plan.evidence for plan in draft.plans),
            about_child=draft.question.about_child,
            today=self._today,
            reading=self._library.reading,
        )
        return caveat_rules.caveats(shown, self._wording)

    def _sure(self, draft: Draft, told: Sequence[Claim]) -> str:
        """The evidence level of each use in question, or what kind of statement the answer rests on."""
        if draft.labels and self._use_first(draft):
            return " ".join(self._level(labels[0].use) for labels in list(draft.labels.values())[:MOST_HEADLINES])
        strengths = [claim.passages[0].strength for claim in told]
        return self._wording(f"sure.{strengths[-1] if draft.labels and len(strengths) > 1 else strengths[0]}")

    def _level(self, use: Use) -> str:
        level = self._wording(f"level.{use.evidence}")
        return self._wording("sure.use", use=f"{treatment(use, self._wording)} in {use.phrase}", level=level)


def number(cited: Sequence[Passage]) -> tuple[Citation, ...]:
    """Number every source of every passage, in the order of first use."""
    pairs = [(source, passage) for passage in cited for source in passage.sources]
    return tuple(Citation(n=n, source=s, passage=p) for n, (s, p) in enumerate(pairs, start=1))


def _asks_which(draft: Draft) -> bool:
    """Whether it asks for which uses the treatment is approved."""
    return WHICH_USES in draft.question.forms and not draft.labels


def _whole(claim: Claim, passage: Passage) -> bool:
    return passage.text in claim.text


def _questions(plans: Sequence[PlanRecord]) -> tuple[str, ...]:
    """Two questions from each of the first two plans, or up to four from one."""
    if not plans:
        return ()
    if len(plans) == 1:
        return plans[0].ask_team[:MOST_QUESTIONS]
    return tuple(dict.fromkeys((*plans[0].ask_team[:2], *plans[1].ask_team[:2])))[:MOST_QUESTIONS]
