"""A question and its reply as HTML. Decides nothing: every word is the reply's or the wording's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from chatbot.answering.glossary import Glossary
from chatbot.answering.headline import SECTION as SHORT
from chatbot.domain import Citation, Claim, CostLine, Spoken, Strength
from chatbot.knowledge.wording import Wording, day
from chatbot.reply import Answered, Asked, Declined, Reason, Reply, Smalltalk, Urgent
from chatbot.web import acts, costs, labels, sources
from chatbot.web.carecard import calls, care_card, is_urgent
from chatbot.web.markup import bullets, esc, fold, in_tongue, join, paragraph, prose
from chatbot.web.words import Explainer

LONG = 280
"""Characters of a question that are shown before the rest is folded."""


@dataclass(frozen=True, slots=True)
class Look:
    """What turns replies into HTML: the fixed words and the hard ones."""

    wording: Wording
    glossary: Glossary
    kept: bool = False
    """Whether answers are kept, so that one can be linked to and told to be of help or not."""

    def turn(self, number: int, reply: Reply) -> str:
        """Return one question of a conversation and its reply, complete, as HTML."""
        prefix, you = f"turn-{number}", f'<span class="you">{esc(self.wording("page.you_asked"))}</span> '
        link = f"/answer/{reply.stamp.answer_id}" if self.kept else ""
        under = acts.bar(reply, self.wording, link, kept=self.kept)
        return self._turn(prefix, reply, _asked(reply.asked, prefix, self.wording, "h2", you), under)

    def alone(self, reply: Reply, link: str = "", *, kept: bool = False) -> str:
        """Return a question and its reply as what a whole page is about: the question is the page's heading.

        `link` is where that page stands, and `kept` whether the trail keeps this reply.
        """
        asked = _asked(reply.asked, "turn-1", self.wording, "h1", "")
        return self._turn("turn-1", reply, asked, acts.bar(reply, self.wording, link, kept=kept))

    def _turn(self, prefix: str, reply: Reply, asked: str, under: str) -> str:
        ready = "" if is_urgent(reply) else self.wording("page.ready")
        return (
            f'<article class="turn" id="{prefix}" aria-labelledby="{prefix}-asked" data-ready="{esc(ready)}">'
            f"{asked}{self._reply(reply, prefix)}{under}</article>"
        )

    def _reply(self, reply: Reply, prefix: str) -> str:
        match reply:
            case Answered():
                return _Answer(reply, prefix, self.wording, Explainer(self.glossary, prefix)).html()
            case Declined():
                return _declined(reply, self.wording)
            case Urgent():
                return _urgent(reply, self.wording)
            case Smalltalk():
                return f'<div class="reply smalltalk">{prose(reply.text)}</div>'
            case _:
                assert_never(reply)


@dataclass(frozen=True, slots=True)
class _Answer:
    """The parts of one answer, in the order in which they are shown."""

    reply: Answered
    prefix: str
    wording: Wording
    words: Explainer

    def html(self) -> str:
        urgent = care_card(self.reply.urgent, self.wording) if self.reply.urgent else ""
        # Made in the order of reading, so that a word is explained where it is first met.
        said = join([self._short(), self._cost(), self._details(), self._uncertain(), self._ask()])
        cards = sources.cards(self.reply.citations, self.prefix, self.wording)
        return f'{urgent}<div class="reply answer">{said}{self._sources()}{self._stamp()}</div>{cards}'

    def _short(self) -> str:
        said = " ".join(self._claim(claim) for claim in self.reply.claims if claim.section == SHORT)
        asked = [label for label in self.reply.labels if label.use.id in self.reply.asked.uses]
        basis = labels.basis(asked, self.reply.citations, self.wording)
        return f"{labels.panel(asked, self.wording)}{paragraph(said, 'short')}{basis}"

    def _details(self) -> str:
        names = dict.fromkeys([*self.reply.sections, *(claim.section for claim in self.reply.claims)])
        body = join(self._section(name) for name in names if name != SHORT) + self._other_labels()
        return fold(esc(self.wording("page.show_details")), body, "details")

    def _other_labels(self) -> str:
        """The labels of uses that only a detail is about."""
        others = [label for label in self.reply.labels if label.use.id not in self.reply.asked.uses]
        if not others:
            return ""
        heading = f"<h3>{esc(self.wording('section.labels'))}</h3>"
        basis = labels.basis(others, self.reply.citations, self.wording)
        return f"{heading}{labels.panel(others, self.wording)}{basis}"

    def _section(self, name: str) -> str:
        claims = [claim for claim in self.reply.claims if claim.section == name]
        if not claims:
            return ""
        heading = self.wording.get(f"section.{name}") or name
        items = join(f"<li>{self._claim(claim)}</li>" for claim in claims)
        return f'<h3>{esc(heading)}</h3><ul class="claims">{items}</ul>'

    def _claim(self, claim: Claim) -> str:
        cites = sources.buttons(claim.passages, self.reply.citations, self.prefix, self.wording)
        sold = all(passage.strength is Strength.COMMERCIAL_CLAIM for passage in claim.passages)
        mark = f'<span class="seller-mark">{esc(self.wording("page.sellers_word"))}</span> ' if sold else ""
        return f'{mark}{self.words.html(claim.text)} <span class="cites">{cites}</span>'

    def _cost(self) -> str:
        return costs.table(self.reply.cost, self._priced, self.wording) if self.reply.cost else ""

    def _priced(self, line: CostLine) -> str:
        """The buttons that open the passage which states the price of a line."""
        stated = [c.passage for c in self.reply.citations if c.passage.record == line.fact]
        return sources.buttons(stated, self.reply.citations, self.prefix, self.wording)

    def _uncertain(self) -> str:
        said = bullets(self.words.html(caveat.text) for caveat in self.reply.caveats)
        heading = esc(self.wording("heading.uncertain"))
        sure = paragraph(esc(self.reply.sure), "sure")
        return f'<section class="uncertain"><h3>{heading}</h3>{sure}{said}</section>' if sure or said else ""

    def _ask(self) -> str:
        return _questions(self.reply.questions_to_ask, self.wording)

    def _sources(self) -> str:
        return _source_list(self.reply.citations, self.wording)

    def _stamp(self) -> str:
        """The oldest check among the sources is the one that an answer can be held to."""
        checked = [c.source.checked for c in self.reply.citations] + [x.checked for x in self.reply.labels]
        if not checked:
            return ""
        version = self.reply.stamp.library_version
        return paragraph(esc(self.wording("checked", date=day(min(checked)), version=version)), "stamp")


def _asked(asked: Asked, prefix: str, wording: Wording, heading: str, before: str) -> str:
    text = asked.question.strip()
    shown = text if len(text) <= LONG else text[:LONG].rstrip() + "…"
    rest = fold(esc(wording("page.whole_question")), paragraph(esc(text)), "whole") if shown != text else ""
    understood = ""
    if asked.standalone.strip().casefold() != text.casefold():
        said = f"{esc(wording('heading.understood'))}: <q>{esc(asked.standalone)}</q>"
        change = say(wording("page.change"), asked.standalone, sends=False)
        understood = paragraph(f"{said} {change}", "understood")
    head = f'<{heading} class="asked" id="{prefix}-asked" tabindex="-1">{before}<bdi>{esc(shown)}</bdi></{heading}>'
    return f"{head}{rest}{understood}"


def say(label: str, text: str, *, sends: bool = True) -> str:
    """A button that asks a question, or only puts it into the box to be changed."""
    sending = ' data-sends="yes"' if sends else ""
    return f'<button type="button" class="say" data-say="{esc(text)}"{sending}>{esc(label)}</button>'


def _questions(questions: Sequence[str], wording: Wording) -> str:
    listed = bullets(map(esc, questions))
    return f'<section class="ask"><h3>{esc(wording("heading.ask"))}</h3>{listed}</section>' if listed else ""


def _urgent(reply: Urgent, wording: Wording) -> str:
    folded = _source_list(reply.citations, wording)
    return care_card(reply.card, wording) + (f'<div class="reply quiet">{folded}</div>' if folded else "")


def _source_list(citations: Sequence[Citation], wording: Wording) -> str:
    summary = f"{esc(wording('page.show_sources'))} ({len(citations)})"
    return fold(summary, sources.listed(citations, wording), "source-list")


def _declined(reply: Declined, wording: Wording) -> str:
    if reply.spoken:
        return _in_their_language(reply.spoken, wording)
    # The text runs the questions together at its end; here they are a list.
    together = " ".join(reply.questions_to_ask)
    said = reply.text.removesuffix(together)
    questions = reply.questions_to_ask
    listed = bullets(map(esc, questions)) if said != reply.text else _questions(questions, wording)
    heading = esc(wording(f"page.declined.{reply.reason}"))
    choices = join(say(choice, choice) for choice in reply.choices)
    lead = paragraph(esc(wording(f"page.choices.{reply.choices_are}")), "meant")
    meant = f'{lead}<div class="choices">{choices}</div>' if choices else ""
    return (
        f'<div class="reply declined declined-{reply.reason}"><h3 class="declined-head">{heading}</h3>'
        f"{paragraph(calls(said.strip(), wording))}{listed}{meant}</div>"
    )


def _in_their_language(spoken: Spoken, wording: Wording) -> str:
    tongue = in_tongue(spoken)
    name = f"<span{tongue}>{esc(spoken.name)}</span>"
    said = join(paragraph(calls(part, wording)) for part in spoken.text.split("\n\n"))
    return (
        f'<div class="reply declined declined-{Reason.LANGUAGE}"><h3 class="declined-head">{name} · '
        f"{esc(wording(f'page.declined.{Reason.LANGUAGE}'))}</h3><div{tongue}>{said}</div></div>"
    )
