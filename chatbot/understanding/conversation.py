"""What a follow-up means: what it leaves out is taken from the turns before it.

Earlier turns are data. Only names of uses, topics, places, facts about a person, and the words of a question are taken
from them, and the whole is read again as if it had been typed: so no earlier turn adds a fact or changes a label.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatbot.knowledge.reading import Reading
from chatbot.knowledge.wording import Wording
from chatbot.understanding.carrying import NOBODY, Bearings, Carrying, Thread
from chatbot.understanding.lending import Lending
from chatbot.understanding.phrasing import Phrasing
from chatbot.understanding.siblings import Siblings
from chatbot.understanding.turns import LITTLE, SHORT, Hearing, Name, Turn

LEAST, MOST = 2, 3
"""How many of the uses named one after the other 'both' means, and 'all of these' at most."""
LOOK_BACK = 8
"""How many earlier turns are looked at, so that a long conversation costs no more than a short one."""


class Made(NamedTuple):
    """A message that stands alone."""

    text: str
    keeps: bool = False
    """Whether the question before it is still what the conversation is about."""


class Conversation:
    """Makes a follow-up stand alone; a question with a subject of its own is left as it is."""

    def __init__(self, reading: Reading, wording: Wording, hearing: Hearing, bearings: Bearings) -> None:
        record = reading.follow_ups
        self._hearing = hearing
        self._lending = Lending(reading, self._hearing)
        self._phrasing = Phrasing(wording, record, self._hearing, bearings.companions)
        self._carrying = Carrying(bearings)
        self._companions, self._topic_names = bearings.companions, bearings.topic_names
        self._ordinals = record.ordinals
        self._changing, self._correcting = re.compile(record.changing), re.compile(record.correcting)
        self._apart, self._denying = re.compile(record.apart, re.IGNORECASE), re.compile(record.denying)
        self._nth = re.compile(record.nth, re.IGNORECASE)
        self._nth_named_so_far = re.compile(record.nth_named, re.IGNORECASE)
        self._several = re.compile(record.several, re.IGNORECASE)
        self._kinds = [(re.compile(kind.asked), kind) for kind in record.kinds]
        self._same_matter, self._same_trouble = re.compile(record.same_matter), re.compile(record.same_trouble)
        self._defining = re.compile(record.defining)
        self._siblings = Siblings(record.siblings, hearing)
        self._it = re.compile(reading.means_treatment, re.IGNORECASE)

    def standalone(self, question: str, history: Sequence[str]) -> str:
        """Return the question with what it leaves out, or as it is; earlier turns are cleaned text too."""
        heard = self._hearing.hear(question)
        if self._stands_alone(heard) and not self._it.search(question):
            return question
        thread = Thread()
        for turn in history[-LOOK_BACK:]:
            thread = self._after(thread, turn)
        heard = self._of_part(heard, thread)
        if self._stands_alone(heard):
            return heard.text
        question, made = heard.text, self._made(heard, thread)
        if made is None or made.text == question:
            return question
        alone = self._hearing.hear(made.text)
        of_companion = any(use in self._companions for name in alone.names for use in name.uses)
        named = alone.names_treatment or of_companion or (alone.names and not alone.asking)
        return self._phrasing.polished(made.text if named else self._phrasing.about(made.text, (), NOBODY))

    def _after(self, thread: Thread, turn: str) -> Thread:
        """Return what the conversation is about after one more turn."""
        heard = self._of_part(self._hearing.hear(turn), thread)
        after = self._now(heard, thread)
        return after._replace(part=heard.part or ("" if heard.names_treatment else after.part))

    def _of_part(self, turn: Turn, thread: Thread) -> Turn:
        """Hear a turn with the part of the treatment that the last question is about where it only says 'it'.

        A turn that leans on the last question takes the whole of that along.
        """
        leans = not self._stands_alone(turn)
        if leans or not thread.part or turn.part or turn.names_treatment or not turn.asking:
            return turn
        named = self._it.sub(thread.part, turn.text, count=1)
        return turn if named == turn.text else self._hearing.hear(named)

    def _now(self, heard: Turn, thread: Thread) -> Thread:
        turn = heard.text
        person = heard.person.after(thread.person)
        names = heard.names or thread.names
        asked = self._lending.question(heard)
        said = heard if asked in {turn, ""} else self._hearing.hear(asked)
        thread = thread._replace(mentioned=_once((*thread.mentioned, *heard.names)))
        if thread.fresh and not (heard.asking or heard.names or heard.topics):
            return thread._replace(person=person)  # it only tells more
        if heard.names and not said.names and (said.names_treatment or said.points) and not said.tells:
            said = self._hearing.hear(self._phrasing.about(said.text, heard.names, NOBODY))
        if not asked or said.tells:
            question = said if asked else None if heard.names else thread.question
            fresh = bool(heard.names) or thread.fresh
            return thread._replace(question=question, names=names, fresh=fresh, person=person)
        made = self._made(said, thread)
        if made and made.keeps:
            return thread._replace(names=names, person=person)
        alone = self._hearing.hear(made.text) if made else said
        if not (alone.names or alone.topics or alone.names_treatment or alone.asks):
            return thread._replace(person=person)  # chatter
        named = alone.names or names
        return thread._replace(question=alone, names=named, fresh=bool(alone.names), person=person)

    def _made(self, turn: Turn, thread: Thread) -> Made | None:
        """Return what the first rule that fits makes of a turn; None for a turn that stands alone."""
        if self._stands_alone(turn):
            return None
        new = (self._sibling, self._other_use, self._other_place, self._other_person, self._other_state)
        named = (self._one_of_those_named, self._several_named)
        for rule in (*named, self._corrected, self._nth_named, *new, self._beside, self._about):
            if made := rule(turn, thread):
                return made
        return None

    def _stands_alone(self, turn: Turn) -> bool:
        """Tell whether a turn needs nothing from before: it begins another matter, or names a use and asks about it."""
        plain = turn.text.casefold()
        if turn.small_talk or self._changing.search(plain) or self._defining.search(plain):
            return True
        return bool(turn.names) and not turn.names_only and not self._correcting.search(plain)

    # What is set right

    def _corrected(self, turn: Turn, thread: Thread) -> Made | None:
        """A correction: what it denies is left out, and what it means takes the place of what was understood."""
        corrects = bool(self._correcting.search(turn.text.casefold()))
        if thread == Thread() or not (corrects or len(turn.names) > 1):
            return None
        parts = [part.strip(" -") for part in self._apart.split(turn.text)]
        meant = [part for part in parts if part and not self._denying.search(part.casefold())]
        right = self._hearing.hear(", ".join(meant))
        if not corrects and not _denies(turn, right):
            return None
        if right.names and right.names_only:
            return self._with_use(right._replace(rest=0), thread)
        if right.places and right.names_only:
            return self._with_place(right._replace(rest=0), thread)
        if right.topics or right.names or thread.names or thread.question is None:
            return Made(self._phrasing.about(right.text, right.names or thread.names, NOBODY)) if right.text else None
        fits = right.rest or right.names_treatment
        return Made(self._phrasing.beside(thread.question.text, right.text), keeps=True) if fits else None

    # The nth of what was named

    def _nth_named(self, turn: Turn, thread: Thread) -> Made | None:
        """The second one: the nth use that the last question names."""
        match = self._nth.search(turn.text)
        if match is None or turn.names or thread.question is None:
            return None
        before, after = turn.text[: match.start()], turn.text[match.end() :]
        named = [n.written for n in thread.question.names]
        named = named if len(named) > 1 else [self._topic_names[topic] for topic in thread.question.topics]
        which = self._ordinals[match.group("nth").casefold()]
        if not 1 < len(named) >= abs(which) or self._hearing.hear(before + after).topics:
            return None
        return Made(before + named[which - 1 if which > 0 else which] + after)

    def _one_of_those_named(self, turn: Turn, thread: Thread) -> Made | None:
        """The first one: of the uses named so far, one after the other."""
        match = self._nth_named_so_far.search(turn.text)
        if match is None or turn.names or thread.question is None or len(thread.question.names) > 1:
            return None
        which = self._ordinals[match.group("nth").casefold()]
        which -= which > 0
        if len(thread.mentioned) < LEAST or not -len(thread.mentioned) <= which < len(thread.mentioned):
            return None
        one = thread.mentioned[which]
        before, after = turn.text[: match.start()], turn.text[match.end() :]
        rest = self._hearing.hear(before + after)
        if rest.asking and (rest.topics or rest.rest):
            return Made(f"{before}{one.written}{after}")
        return self._last_about((one,), thread.question)

    def _several_named(self, turn: Turn, thread: Thread) -> Made | None:
        """Both of them, which of these: the uses named last, one after the other."""
        match = self._several.search(turn.text)
        if match is None or turn.names or thread.question is None:
            return None
        mentioned = thread.question.names if len(thread.question.names) >= LEAST else thread.mentioned
        if len(mentioned) < LEAST:
            return None
        names = mentioned[-(LEAST if match.group("two") else MOST) :]
        if turn.topics or turn.rest > LITTLE:
            return Made(self._phrasing.about(turn.text, names, NOBODY))
        return self._last_about(names, thread.question)

    def _last_about(self, names: Sequence[Name], last: Turn) -> Made:
        asked = self._phrasing.swapped(last, names)
        return Made(asked or self._phrasing.about(last.text, names, NOBODY))

    # Only a name, a place or a person is new

    def _sibling(self, turn: Turn, thread: Thread) -> Made | None:
        """The last question, about another thing of the kind that it asks of: one brand for another."""
        last = thread.question
        if last is None or last.tells or turn.places or any(turn.person):
            return None
        other = self._siblings.swapped(last.text, turn.text)
        return Made(other) if other else None

    def _other_use(self, turn: Turn, thread: Thread) -> Made | None:
        return self._with_use(turn, thread) if turn.names and turn.names_only and turn.leans else None

    def _with_use(self, turn: Turn, thread: Thread) -> Made | None:
        """The last question, about the use that is named now; a treatment with its illness is a question of its own."""
        if thread.question is None or thread.question.tells:
            return None
        if kind := self._of_kind(turn, thread.question):
            return Made(self._phrasing.beside(thread.question.text, kind), keeps=True)
        kinds = {use in self._companions for name in turn.names for use in name.uses}
        if len(kinds) > 1:
            return None
        asked = self._phrasing.swapped(thread.question, turn.names)
        if asked is None:
            asked = self._phrasing.about(thread.question.text, turn.names, NOBODY)
        if place := self._place(turn):
            asked = self._phrasing.moved(self._hearing.hear(asked), place) or asked
        asked = self._phrasing.added(asked, "", turn.person)
        return Made(self._phrasing.beside(asked, turn.text) if turn.rest else asked)

    def _of_kind(self, turn: Turn, last: Turn) -> str:
        """What the names mean after a question of a kind of things, such as one of the vaccines; else nothing."""
        if last.names or not turn.names:
            return ""
        typed = {turn.text[name.start : name.end].casefold() for name in turn.names}
        asked = (kind for said, kind in self._kinds if said.search(last.text.casefold()))
        kind = next((kind for kind in asked if typed <= set(kind.names)), None)
        return self._phrasing.one_of(turn.names, kind.kind) if kind else ""

    def _other_place(self, turn: Turn, thread: Thread) -> Made | None:
        fits = turn.places and not turn.names and turn.names_only
        return self._with_place(turn, thread) if fits else None

    def _with_place(self, turn: Turn, thread: Thread) -> Made | None:
        """The last question, about the place that is named now."""
        if thread.question is None or thread.question.tells:
            return None
        place = self._place(turn) if len({place.country for place in turn.places}) == 1 else ""
        moved = self._phrasing.moved(thread.question, place) if place and not turn.rest else None
        return Made(moved) if moved else Made(self._phrasing.beside(thread.question.text, turn.text), keeps=True)

    def _other_person(self, turn: Turn, thread: Thread) -> Made | None:
        """The last question, about the person who is told of now."""
        last = thread.question
        if not any(turn.person) or turn.names or turn.topics or last is None or last.tells:
            return None
        if not (turn.leans or turn.names_only):
            return None
        if turn.rest == 0 and not turn.asks:
            return Made(self._phrasing.added(last.text, "", turn.person))
        return Made(self._phrasing.beside(last.text, turn.text), keeps=True)

    def _other_state(self, turn: Turn, thread: Thread) -> Made | None:
        """The last question, of somebody of whom this is told now, in words that the library knows."""
        last = thread.question
        if last is None or not last.asking or turn.names or turn.names_treatment or turn.length > SHORT:
            return None
        tells = turn.states and turn.tells and turn.known
        return Made(self._phrasing.beside(last.text, turn.text), keeps=True) if tells else None

    # More about the last question

    def _beside(self, turn: Turn, thread: Thread) -> Made | None:
        """The message beside the last question: why, tell me more, and what names nothing of its own."""
        last = thread.question
        if turn.names or last is None:
            return None
        asks_more = turn.asks_more and (turn.points or turn.rest <= LITTLE) and (last.asking or bool(last.names))
        told_of_use = last.tells and thread.fresh
        if asks_more or (self._names_nothing(turn) and not told_of_use) or self._goes_on(turn, thread, last):
            told = thread.person._replace(group="") if turn.at_person and not any(last.person) else NOBODY
            return Made(self._phrasing.beside(self._phrasing.added(last.text, "", told), turn.text), keeps=True)
        return None

    @staticmethod
    def _names_nothing(turn: Turn) -> bool:
        """Tell whether it asks, and says nothing of what about; what only tells is left alone."""
        asks = turn.asking or turn.of_group or (turn.opens and turn.rest > 0 and not turn.at_person)
        return asks and not turn.topics and not turn.names_treatment and (turn.leans or turn.points)

    def _goes_on(self, turn: Turn, thread: Thread, last: Turn) -> bool:
        """Tell whether it goes on about what the last question was about, which is no use."""
        if turn.continues or (turn.opens and set(turn.topics) & set(last.topics)):
            return True
        if self._same_trouble.search(turn.text.casefold()):
            return True
        if thread.fresh or turn.at_person:
            return False
        if turn.points and not last.names_treatment:
            return True
        apart = turn.names_treatment or turn.places or last.tells or turn.length > SHORT
        return not apart and bool(self._same_matter.search(turn.text.casefold()))

    # Another question about the same

    def _about(self, turn: Turn, thread: Thread) -> Made | None:
        """The message with what the conversation is about: a use, a place, a person."""
        bare = turn.rest and turn.length <= LITTLE and not turn.at_person
        if turn.names or turn.tells or not (turn.asking or turn.topics or bare):
            return None
        names, person = self._carrying.names(turn, thread), self._carrying.person(turn, thread)
        if names or (turn.at_person and any(person)):
            return Made(self._phrasing.about(turn.text, names, person))
        if any(person):
            return Made(self._phrasing.added(turn.text, "", person))
        last = thread.question
        of_treatment = thread.names or (last is not None and (last.names_treatment or (last.topics and not last.tells)))
        fits = (turn.topics or bare) and of_treatment and not turn.names_treatment
        return Made(self._phrasing.about(turn.text, (), NOBODY)) if fits else None

    def _place(self, turn: Turn) -> str:
        """The last place named, as it is written; empty for a word that only belongs to one."""
        nouns = [place for place in turn.places if place.noun]
        return self._phrasing.place(nouns[-1], turn.text) if nouns else ""


def _once(names: Sequence[Name]) -> tuple[Name, ...]:
    """Names of different uses, in the order in which they are first told of."""
    return tuple({name.uses: name for name in names}.values())


def _denies(turn: Turn, right: Turn) -> bool:
    """Tell whether a message names one use and denies another."""
    return bool(right.names) and len(right.names) < len(turn.names)
