"""Warning signs, before anything else: which signs a message tells of, alone and after what was told before.

A message is an alarm by what was learned from the corpus' example messages (learning.py), by the symptoms that it tells
in plain words (symptoms.py) and by its circumstances, weighed by a line that was fitted to labelled messages
(corpus/lines.yaml). Nothing said later lowers a sign: one that was told in an earlier turn still counts, and one that
is told again is raised by a level.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from chatbot.domain import CareCard, Jurisdiction, Sign, UrgencyLevel
from chatbot.knowledge.records import LineRecord
from chatbot.knowledge.wording import Wording
from chatbot.understanding.lessons import ALARM, KIND, LEVEL, SIGN, UNCOVERED
from chatbot.understanding.listening import PHRASES, Heard

LEVELS = tuple(UrgencyLevel)
MOST_SIGNS = 3
LOOK_BACK = 8
"""How many earlier turns still count; a long conversation costs no more than a short one."""
MOST_PIECES = 12
WINDOW = 36
"""A longer sentence is heard in pieces too."""


class Apart(NamedTuple):
    """A part of a message that is heard as if it were the whole, and what is left of the message then.

    Other matters in a message drown a sign: a question after it, the name of an illness in the middle of it.
    """

    parts: tuple[str, ...]
    """The part whole first, then in pieces."""
    rest: str


class Utterance(NamedTuple):
    """What is to be heard of one turn."""

    parts: tuple[str, ...]
    """The whole message first, then its sentences and the pieces of long ones."""
    apart: tuple[Apart, ...] = ()
    together: tuple[str, ...] = ()
    """The message after the turn before it, where there is one."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything but what is heard apart, each text once."""
        return tuple(dict.fromkeys((*self.parts, *self.together)))

    @property
    def texts_apart(self) -> tuple[str, ...]:
        """What is heard apart, each text once."""
        return tuple(dict.fromkeys(text for part in self.apart for text in (*part.parts, part.rest)))


def in_pieces(message: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """Return a message, then its sentences with long ones cut: in a story a short sign is lost."""
    apart = [piece for sentence in sentences or [message] for piece in _windows(sentence)]
    return (message, *_fewer(apart))


def joined(last: str, message: str) -> str:
    """Return a message after the turn before it."""
    return f"{last.rstrip(' .!?')}. {message}"


class Said(NamedTuple):
    """What is to be heard of a conversation: this turn, and the last ones before it, the latest first."""

    now: Utterance
    earlier: tuple[Utterance, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything but what is heard apart, each text once."""
        return tuple(dict.fromkeys(text for turn in (self.now, *self.earlier) for text in turn.texts))


def _fewer(pieces: Sequence[str]) -> Iterator[str]:
    """Put neighbours together where there are too many pieces, so that no part of a long message is left out."""
    size = -(-len(pieces) // MOST_PIECES)
    return (" ".join(pieces[start : start + size]) for start in range(0, len(pieces), size or 1))


def _windows(text: str) -> Iterator[str]:
    """Cut a long text into pieces that overlap by half; a short one is its own."""
    words = text.split()
    if len(words) <= WINDOW:
        yield text
    else:
        for start in range(0, len(words) - WINDOW // 2, WINDOW // 2):
            yield " ".join(words[start : start + WINDOW])


BESIDE = 0.1
"""A sign this little less likely than the likeliest counts too: the highest level wins."""
FIRST_BESIDE = 0.35
"""The same for a sign of the highest level, unless the message sounds clearly more like the next level."""
LESS_BESIDE = 0.25
"""The same where the likeliest sign is of a lower level and told in plain words: then it is known what is told."""
CLEARLY = 0.5
FAINT = -0.6
"""Of the signs of one level, one that is not told and scores less is shown only where it is the likeliest."""
TOLD_BESIDE = 1.0
"""The same for a sign whose symptoms are told in plain words."""
OF_A_PIECE = 0.5
"""The same within one piece of a message, whatever stands in the others."""
DOUBTFUL = 2.5
"""Up to so far beyond the line a message may only sound like an alarm: what it asks is answered after the card."""
FAR = -6.0
"""A turn further below the line than this is not heard apart: of signs beside questions one in 100 is so quiet."""
TOGETHER = 1.0
"""How far beyond the line a message joined to the turn before it must be."""


class Triage:
    """Finds the warning signs of a conversation; the line is a logistic regression over what is heard."""

    def __init__(self, signs: Sequence[Sign], line: LineRecord, apart_line: LineRecord) -> None:
        self._signs: Mapping[str, Sign] = {sign.id: sign for sign in signs}
        self._line, self._apart_line = line, apart_line
        self._only_of = {sign.id: re.compile(sign.only_of) for sign in signs if sign.only_of}

    def find(self, said: Said, heard: Mapping[str, Heard]) -> tuple[Sign, ...]:
        """Return the signs that are told, the most urgent first; none for a harmless conversation."""
        alone = self.in_message(said.now, heard)
        now = alone or self._after_the_last(said.now, heard)
        earlier = [signs for turn in said.earlier if (signs := self._in_turn(turn, heard))]
        before = {sign.id for signs in earlier for sign in signs}
        told = {one.sign for text in said.now.parts for one in heard[text].told if not one.denied}
        again = told | {sign.id for sign in alone}
        raised = [_raised(sign) if sign.id in before & again else sign for sign in now]
        shown = {sign.id for sign in raised}
        standing = [self._signs[name] for name in self._signs if name in before - shown]
        likeliest = {signs[0].id for signs in (now, *earlier) if signs}
        return _most_urgent(self._in_company([*raised, *standing], likeliest))

    def alarms(self, heard: Heard, pieces: Sequence[Heard] = (), beyond: float = 0.0) -> bool:
        """Tell whether a text, heard whole and in pieces, is an alarm."""
        heard_of_any = bool(self._signs) and bool(heard.scores)
        return heard_of_any and self._line.score(measures(heard, pieces)) >= beyond

    def doubts(self, turn: Utterance, heard: Mapping[str, Heard]) -> bool:
        """Tell whether a turn is so near to the line that it may be no alarm."""
        whole, *pieces = (heard[text] for text in turn.parts)
        return not self.alarms(whole, pieces, beyond=DOUBTFUL) and self._alarm_apart(turn, heard) is None

    def to_be_heard_apart(self, said: Said, heard: Mapping[str, Heard]) -> tuple[str, ...]:
        """Return what is still to be heard of turns that are quiet as a whole, and not far from the line."""
        near = (
            turn
            for turn in (said.now, *said.earlier)
            if turn.apart and heard[turn.parts[0]].scores and FAR <= self._line.score(_measured(turn.parts, heard)) < 0
        )
        return tuple(dict.fromkeys(text for turn in near for text in turn.texts_apart if text not in heard))

    def measures_apart(self, turn: Utterance, heard: Mapping[str, Heard]) -> dict[str, float]:
        """Measure the part of a turn that is most of an alarm beside its rest, for the line over parts."""
        part = self._best_part(turn, heard)
        return self._beside_rest(part, turn, heard) if part else {}

    def _beside_rest(self, part: Apart, turn: Utterance, heard: Mapping[str, Heard]) -> dict[str, float]:
        heard_of = {"whole": turn.parts, "part": part.parts, "rest": (part.rest,)}
        measured = {name: _measured(parts, heard) for name, parts in heard_of.items()}
        scores = {name: self._line.score(values) for name, values in measured.items()}
        beside = ((f"{of}/{name}", value) for of in ("part", "rest") for name, value in measured[of].items())
        return {**scores, **dict(beside)}

    def _best_part(self, turn: Utterance, heard: Mapping[str, Heard]) -> Apart | None:
        """The part of a turn that is most of an alarm by itself, of those that were heard."""
        parts = (part for part in turn.apart if {*part.parts, part.rest} <= heard.keys())
        return max(parts, key=lambda part: self._line.score(_measured(part.parts, heard)), default=None)

    def _alarm_apart(self, turn: Utterance, heard: Mapping[str, Heard]) -> Apart | None:
        """The part of a turn that is an alarm beside its rest, or None."""
        part = self._best_part(turn, heard) if self._signs else None
        if part is None or not heard[part.rest].scores:
            return None
        return part if self._apart_line.score(self._beside_rest(part, turn, heard)) >= 0 else None

    def _in_turn(self, turn: Utterance, heard: Mapping[str, Heard]) -> tuple[Sign, ...]:
        """Return the signs that a turn tells of: what was an alarm in its own turn is one in every later turn."""
        return self.in_message(turn, heard) or self._after_the_last(turn, heard)

    def _in_company(self, signs: Sequence[Sign], likeliest: Set[str]) -> list[Sign]:
        """Add what the likeliest signs of several turns make together; raise those that are worse beside another."""
        found = {sign.id for sign in signs}
        made = [one for name, one in self._signs.items() if name not in found and _made_by(one, likeliest)]
        company = {sign.id: {*sign.worse_with} & likeliest for sign in signs if sign.id in likeliest}
        urgent = {name for sign, others in company.items() if others for name in (sign, *others)}
        return [*(replace(s, level=LEVELS[0]) if s.id in urgent else s for s in signs), *made]

    def in_message(self, turn: Utterance, heard: Mapping[str, Heard]) -> tuple[Sign, ...]:
        """Return the signs that a turn tells of by itself, the likeliest first."""
        whole, *pieces = (heard[text] for text in turn.parts)
        if self.alarms(whole, pieces):
            return self._signs_of([whole, *pieces])
        if part := self._alarm_apart(turn, heard):
            return self._signs_of([heard[text] for text in part.parts])
        return ()

    def _after_the_last(self, turn: Utterance, heard: Mapping[str, Heard]) -> tuple[Sign, ...]:
        """Return the signs that a turn tells of together with the one before it."""
        told = (heard[text] for text in turn.together if self.alarms(heard[text], beyond=TOGETHER))
        return next((self._signs_of([one]) for one in told), ())

    def _signs_of(self, heard: Sequence[Heard]) -> tuple[Sign, ...]:
        """Return the likeliest signs, and those almost as likely that sound or are told as what is more urgent."""
        told = {one.sign for text in heard for one in text.told if not one.denied}
        scores = {name: _loudest(heard, SIGN + name) for name in self._signs}
        first, second = (_loudest(heard, LEVEL + level) for level in LEVELS[:2])
        likeliest = max(scores, key=lambda name: scores[name])
        best = scores[likeliest]
        lower = likeliest in told and self._signs[likeliest].level is not LEVELS[0]

        def beside(sign: Sign) -> float:
            if sign.id in told:
                return TOLD_BESIDE
            if sign.level is LEVELS[0]:
                return (LESS_BESIDE if lower else FIRST_BESIDE) if first >= second - CLEARLY else 0.0
            return BESIDE

        likely = [
            sign
            for sign in self._signs.values()
            if scores[sign.id] >= best - beside(sign) or self._leads_a_piece(sign.id, heard[1:])
        ]
        loudest = {level: max((scores[s.id] for s in likely if s.level is level), default=0.0) for level in LEVELS}
        clear = [s for s in likely if s.id in told or scores[s.id] >= min(FAINT, loudest[s.level])]
        shown = self._of_these_people(list(self._worse(clear, told)), heard[0].text.casefold())
        return tuple(sorted(shown, key=lambda sign: -scores[sign.id]))

    def _of_these_people(self, likely: Sequence[Sign], message: str) -> Sequence[Sign]:
        """Leave out signs that only others can have, where one as urgent is left."""
        fits = [s for s in likely if s.id not in self._only_of or self._only_of[s.id].search(message)]
        levels = {sign.level for sign in fits}
        return fits if levels >= {sign.level for sign in likely} else likely

    def _worse(self, likely: Sequence[Sign], told: Collection[str]) -> Iterator[Sign]:
        """Raise signs that are told beside what makes them an emergency by their own advice, and that too."""
        company = {sign.id: [name for name in sign.worse_with if name in told] for sign in likely}
        urgent = {name for sign, with_ in company.items() if with_ for name in (sign, *with_)}
        yield from (sign for sign in likely if sign.id not in urgent)
        yield from (replace(self._signs[name], level=LEVELS[0]) for name in self._signs if name in urgent)

    def _leads_a_piece(self, name: str, pieces: Sequence[Heard]) -> bool:
        """Tell whether a sign is told in plain words in a piece and is among its likeliest: others may hide it."""
        told = (text for text in pieces if any(one.sign == name and not one.denied for one in text.told))
        return any(_score(text, name) >= max(_score(text, sign) for sign in self._signs) - OF_A_PIECE for text in told)


def _made_by(sign: Sign, others: Set[str]) -> bool:
    return any(set(needed) <= others for needed in sign.told_with)


def _score(heard: Heard, sign: str) -> float:
    return heard.scores.get(SIGN + sign, -1.0)


def measures(heard: Heard, pieces: Sequence[Heard] = ()) -> dict[str, float]:
    """Measure a text, heard whole and in pieces, for the line between an alarm and none."""
    apart = pieces or [heard]
    alarms = [piece.scores.get(ALARM, -1.0) for piece in apart]
    return {
        **heard.held,
        "alarm": heard.scores.get(ALARM, -1.0),
        "alarm-of-a-piece": max(alarms),
        "alarm-of-pieces": sum(alarms) / len(alarms),
        "phrases": heard.scores.get(PHRASES + ALARM, 0.0),
        "phrases-of-a-piece": max(piece.scores.get(PHRASES + ALARM, 0.0) for piece in apart),
        "sign": _highest(heard, SIGN),
        "sign-of-a-piece": max(_highest(piece, SIGN) for piece in apart),
        **{name: score for name, score in heard.scores.items() if name.startswith(LEVEL)},
        "kind": _highest(heard, KIND),
        "sounds-uncovered": heard.scores.get(KIND + UNCOVERED, -1.0),
        "told-in-a-piece": max(piece.held.get("told", 0.0) for piece in apart),
        "pieces": len(pieces) / 5,
        "length": min(len(heard.text.split()), 60) / 60,
    }


def _measured(parts: Sequence[str], heard: Mapping[str, Heard]) -> dict[str, float]:
    whole, *pieces = (heard[text] for text in parts)
    return measures(whole, pieces)


def _highest(heard: Heard, family: str) -> float:
    return max((score for name, score in heard.scores.items() if name.startswith(family)), default=-1.0)


def _loudest(heard: Sequence[Heard], name: str) -> float:
    return max(text.scores.get(name, -1.0) for text in heard)


def _most_urgent(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    return tuple(sorted(signs, key=lambda sign: LEVELS.index(sign.level))[:MOST_SIGNS])


def _raised(sign: Sign) -> Sign:
    """One level up: what is told again did not go away."""
    return replace(sign, level=LEVELS[max(0, LEVELS.index(sign.level) - 1)])


def care_card(signs: Sequence[Sign], country: Jurisdiction | None, wording: Wording) -> CareCard:
    """Make the fixed card of the most urgent of the signs; its words come from the corpus alone."""
    level = signs[0].level
    shown = [sign for sign in signs if sign.level is level]
    told = [part for sign in shown for part in (wording("urgent.sign", sign=sign.sign), sign.advice)]
    parts = [wording(f"urgent.{level}", numbers=emergency_numbers(country, wording)), *told, wording("urgent.after")]
    return CareCard(level=level, signs=tuple(shown), text=" ".join(parts))


def emergency_numbers(country: Jurisdiction | None, wording: Wording) -> str:
    """Return the country's emergency number, or every country's when none is chosen."""
    numbers = wording.under("emergency_number")
    if country and country in numbers:
        return numbers[country]
    return ", ".join(f"{number} ({wording(f'country.{code}')})" for code, number in numbers.items())
