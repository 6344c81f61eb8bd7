"""Replies that are no answer: care cards, refusals with their next step, small talk. Never a sentence of a passage."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from chatbot.answering.costs import doubt
from chatbot.answering.speaking import answers_in_english, with_first_words
from chatbot.domain import Citation, Origin, Passage, Sign, Strength
from chatbot.finding.coverage import Verdict
from chatbot.finding.finder import Found
from chatbot.knowledge.cost_words import counted
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import passage_id, treatment
from chatbot.knowledge.records import KindOfMessageRecord, LanguageRecord
from chatbot.reply import Answered, Asked, Declined, Reason, Smalltalk, Stamp, Urgent
from chatbot.understanding.question import Question
from chatbot.understanding.tongues import Overheard
from chatbot.understanding.triage import care_card, emergency_numbers

NEARBY = 3
MOST_MEANINGS = 4
LONGEST_WORD = 45
"""Letters of the longest word in an English dictionary; a longer run of plain letters is none."""
_UNSTAMPED = Stamp(timings_ms={})


class Refuser:
    """Makes every reply that is not an answer, from fixed words."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._wording = library.wording

    def too_long(self, question: Question) -> Declined:
        """Decline what is too long to be a question."""
        return self._declined(question, Reason.UNCLEAR, self._wording("declined.too-long"))

    def unreadable(self, question: Question) -> Declined | None:
        """Decline what holds no word; None for anything else."""
        words = any(_is_word(run) for run in question.asked.split())
        return None if words else self._reason(question, Reason.UNCLEAR)

    def overheard(self, question: Question, heard: Overheard) -> Declined | Urgent | None:
        """Reply to a sign told in another language, or decline a message in one; None for English."""
        if heard.signs:
            return self._in_language(self.urgent(question, heard.signs), heard.language)
        if not heard.foreign:
            return None
        declined = self._reason(question, Reason.LANGUAGE)
        if heard.language is None:
            return declined
        spoken = answers_in_english(heard.language, question.country, self._wording)
        return replace(declined, text=spoken.text, spoken=spoken)

    def urgent(self, question: Question, signs: Sequence[Sign]) -> Urgent:
        """Return the care card of the signs, with their sources."""
        card = care_card(signs, question.country, self._wording)
        return Urgent(asked=_asked(question), text=card.text, stamp=_UNSTAMPED, card=card, citations=_cited(card.signs))

    def with_card(self, urgent: Urgent, answered: Answered) -> Answered:
        """Put a care card before an answer; its sources stand after those of the answer."""
        first = len(answered.citations) + 1
        more = (replace(citation, n=n) for n, citation in enumerate(urgent.citations, start=first))
        asked = replace(answered.asked, question=urgent.asked.question)
        return replace(answered, asked=asked, urgent=urgent.card, citations=(*answered.citations, *more))

    def _in_language(self, urgent: Urgent, language: LanguageRecord | None) -> Urgent:
        if language is None:
            return urgent
        card = with_first_words(urgent.card, language, urgent.asked.country, self._wording)
        return replace(urgent, card=card, text=card.text)

    def other_kind(
        self, question: Question, kind: KindOfMessageRecord, found: Found | None = None
    ) -> Declined | Smalltalk:
        """Reply to a message that is no ordinary question; one for advice is shown what is answered near to it."""
        if kind.kind == "smalltalk" or kind.reason is None:
            numbers = emergency_numbers(question.country, self._wording)
            text = self._wording(f"smalltalk.{kind.id}", numbers=numbers)
            return Smalltalk(asked=_asked(question), text=text, stamp=_UNSTAMPED)
        declined = self._reason(question, Reason(kind.reason))
        near = found if found and declined.reason is Reason.PERSONAL_ADVICE else None
        return replace(declined, choices=_answered_near(near)) if near else declined

    def unsure_sum(self, question: Question) -> Declined | None:
        """Ask back where a sum is asked for and what was told cannot be, or can be read in two ways."""
        asked = question.sum
        if asked is None:
            return None
        name = asked.doubt or (doubt(asked.prices, asked.plan) if asked.plan else None)
        if name is None:
            return None
        rules = asked.prices.rules
        text = self._wording(
            f"cost.doubt.{name}",
            most_kg=rules.most_weight_kg,
            most_visits=rules.visits.up_to,
            days=counted("days", rules.infusion_days_per_visit.value, self._wording),
            money=asked.prices.money,
        )
        return self._declined(question, Reason.UNCLEAR, text)

    def uncovered(self, question: Question, verdict: Verdict, found: Found, illness: str | None = None) -> Declined:
        """Say that the library has no source, and what it does cover nearby; or that this is off its subject.

        Illnesses of the question that the library holds stand first; one that no passage speaks of is named.
        """
        if verdict is Verdict.OUT_OF_SCOPE:
            return self._reason(question, Reason.OUT_OF_SCOPE)
        uses = self._named(question)
        declined = self._reason(question, Reason.NO_SOURCE, ", ".join((*uses, *self._nearby(found))[:NEARBY]))
        known = (self._wording("next.what-is-known", use=use) for use in uses)
        declined = replace(declined, choices=(*known, *_answered_near(found))[:NEARBY])
        if illness is None:
            return declined
        return replace(declined, text=f"{self._wording('illness_not_held', illness=illness)} {declined.text}")

    def _reason(self, question: Question, reason: Reason, topics: str = "") -> Declined:
        plans = [self._library.plans[topic] for topic in question.topics]
        questions = plans[0].ask_team[:NEARBY] if plans and reason is Reason.PERSONAL_ADVICE else ()
        step = self._wording(
            f"next.{reason}",
            topics=topics,
            questions=" ".join(questions) or self._wording("next.no-questions"),
            numbers=emergency_numbers(question.country, self._wording),
        )
        declined = self._declined(question, reason, f"{self._wording(f'declined.{reason}')} {step}", tuple(questions))
        return replace(declined, choices=self._meanings()) if reason is Reason.UNCLEAR else declined

    def _meanings(self) -> tuple[str, ...]:
        """Whole questions to choose from, where a message could not be understood."""
        return tuple(self._wording.under("examples").values())[:MOST_MEANINGS]

    def _declined(self, question: Question, reason: Reason, text: str, questions: tuple[str, ...] = ()) -> Declined:
        return Declined(asked=_asked(question), text=text, stamp=_UNSTAMPED, reason=reason, questions_to_ask=questions)

    def _named(self, question: Question) -> tuple[str, ...]:
        """Name the uses of a question, each with what is given for it."""
        uses = (self._library.uses[use] for use in question.uses[:NEARBY])
        return tuple(self._wording("next.use", treatment=treatment(use, self._wording), use=use.phrase) for use in uses)

    def _nearby(self, found: Found) -> tuple[str, ...]:
        """Name the topics that the nearest passages belong to."""
        counts: Counter[str] = Counter()
        for hit in found.hits[: NEARBY * 2]:
            for plan in self._library.plans.values():
                if hit.passage.subject in plan.subjects:
                    counts[plan.name.casefold()] += 1
        names = [name for name, _ in counts.most_common(NEARBY)]
        plans = list(self._library.plans.values())[:NEARBY]
        return tuple(names) or tuple(plan.name.casefold() for plan in plans)


def _answered_near(found: Found) -> tuple[str, ...]:
    """The first prepared question of each of the nearest records that have one, as a sentence."""
    first: dict[str, str] = {}
    for hit in found.hits[: NEARBY * 2]:
        if hit.passage.asks:
            first.setdefault(hit.passage.record, _as_question(hit.passage.asks[0].text))
    return tuple(first.values())[:NEARBY]


def _as_question(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip(' ?.!')}?"


def _asked(question: Question) -> Asked:
    return Asked(
        question=question.asked,
        standalone=question.standalone,
        country=question.country,
        uses=question.uses,
        topics=question.topics,
    )


def _cited(signs: Sequence[Sign]) -> tuple[Citation, ...]:
    """The sources of a care card: each sign's advice is the passage that they carry."""
    pairs = [(sign, source) for sign in signs for source in sign.sources]
    return tuple(Citation(n=n, source=source, passage=_advice(sign)) for n, (sign, source) in enumerate(pairs, start=1))


def _advice(sign: Sign) -> Passage:
    return Passage(
        id=passage_id(sign.id, sign.advice),
        record=sign.id,
        text=sign.advice,
        source=sign.sources[0],
        also=sign.sources[1:],
        locator=sign.locator,
        strength=Strength.EXPERT,
        subject="signs",
        origin=Origin.FACT,
    )


def _is_word(run: str) -> bool:
    """Whether a run of characters may be a word; in some scripts words have no spaces between them."""
    return any(ch.isalpha() for ch in run) and (len(run) <= LONGEST_WORD or not run.isascii())
