"""How a follow-up is worded as a question of its own: the reader's words, and fixed words from the corpus."""

import re
from collections.abc import Collection, Sequence

from chatbot.knowledge.follow_ups import FollowUpsRecord
from chatbot.knowledge.wording import Wording
from chatbot.understanding.people import Person
from chatbot.understanding.places import SHORT, Place, as_written
from chatbot.understanding.text import key
from chatbot.understanding.turns import Hearing, Name, Turn

_END = " ?.!,;:-"


class Phrasing:
    """Puts names, places and persons into questions."""

    def __init__(
        self, wording: Wording, record: FollowUpsRecord, hearing: Hearing, companions: Collection[str]
    ) -> None:
        self._wording = wording
        self._treatment = wording("treatment")
        self._hearing = hearing
        self._companions = companions
        self._joiners = re.compile(record.joiners, re.IGNORECASE)
        self._telling = re.compile(record.telling)
        self._asking = re.compile(f"{record.asks_first}|{record.again}")
        self._wishing = re.compile(record.wishing)

    def about(self, question: str, names: Sequence[Name], person: Person) -> str:
        """Return the question with what it is about before it."""
        rest = self._joiners.sub("", question)
        rest = rest if key(rest) else question
        subject = self._subject(names)
        return self._wording("understood.about", subject=self._of_person(subject, person), question=_lower(rest))

    def added(self, question: str, place: str, person: Person) -> str:
        """Return the question with a place and facts about a person after it."""
        if not place and not any(person):
            return question
        question = question.rstrip(_END)
        if person.group and (moved := self._hearing.people.moved(question, person.group)):
            question, person = moved, person._replace(group="")
        return self._of_person(self._placed(question, place), person)

    def one_of(self, names: Sequence[Name], kind: str) -> str:
        """Return the question of one thing of a kind that is told apart by names."""
        return self._wording("understood.one_of", name=self._joined(names), kind=kind)

    def place(self, place: Place, text: str) -> str:
        """Return a place named in a text as it is written inside a sentence: for 'us' the name of the country."""
        name = text[place.start : place.end]
        short = len(name.replace(".", "")) <= SHORT
        return self._wording(f"country.{place.country}") if short else as_written(name)

    def beside(self, last: str, message: str) -> str:
        """Return the last question with the message after it."""
        whole = last if last.endswith((".", "!", "?")) else last.rstrip(_END) + ("?" if self._asks(last) else ".")
        return self._wording("understood.beside", last=whole, next=_capital(message))

    def swapped(self, question: Turn, names: Sequence[Name]) -> str | None:
        """Return a question with its names replaced by others; None where it has none to replace."""
        new = [name for name in names if self._companion(name)] or list(names)
        old = self._old(question, companion=self._companion(new[0]))
        if not old:
            return None
        return question.text[: old[0].start] + self._joined(new) + question.text[old[-1].end :]

    def _old(self, question: Turn, *, companion: bool) -> Sequence[Name]:
        """The names to replace: all where they stand together, or those of the kind; of others the first of several."""
        names = question.names
        gap = question.text[names[0].end : names[-1].start].split() if len(names) > 1 else []
        if len(names) > 1 and len(gap) <= 1:
            return names
        alike = [name for name in names if self._companion(name) == companion]
        return alike or names[: len(names) - 1]

    def moved(self, question: Turn, place: str) -> str | None:
        """Return a question about another place; None where the old one cannot be replaced."""
        placed = [old for old in question.places if old.placed]
        if not placed:
            return None if question.places else self.added(question.text, place, Person())
        return question.text[: placed[0].start] + place + question.text[placed[-1].end :]

    def polished(self, text: str) -> str:
        """Return a text as a sentence, with names and places written as the library writes them."""
        turn = self._hearing.hear(text)
        pieces = [(n.start, n.end, n.written) for n in turn.names if key(n.written) == key(text[n.start : n.end])]
        pieces += [(p.start, p.end, as_written(text[p.start : p.end])) for p in turn.places if p.noun]
        for start, end, written in sorted(pieces, reverse=True):
            text = text[:start] + written + text[end:]
        text = re.sub(rf"(?<!\w){re.escape(self._treatment)}(?!\w)", self._treatment, text, flags=re.IGNORECASE)
        return self._ended(_capital(re.sub(r"\bi\b", "I", text)))

    def _ended(self, text: str) -> str:
        """End a text as a question, or as a statement where its last sentence tells or wishes."""
        if text.endswith((".", "!", "?")):
            return text
        last = re.split(r"(?<=[.?!])\s+", text.casefold())[-1]
        tells = self._wishing.search(last) or (self._telling.search(last) and not self._asks(last))
        return text.rstrip(_END) + ("." if tells else "?")

    def _asks(self, sentence: str) -> bool:
        return any(self._asking.search(clause) for clause in re.split(r",\s+|\s-\s", sentence.casefold()))

    def _companion(self, name: Name) -> bool:
        return any(use in self._companions for use in name.uses)

    def _subject(self, names: Sequence[Name]) -> str:
        companions = [name for name in names if self._companion(name)]
        if companions or not names:
            return self._joined(companions) or self._treatment
        return self._wording("understood.treatment_for", treatment=self._treatment, use=self._joined(names))

    def _joined(self, names: Sequence[Name]) -> str:
        written = list(dict.fromkeys(name.written for name in names))
        if len(written) < 2:
            return "".join(written)
        return self._wording("join.and", first=", ".join(written[:-1]), last=written[-1])

    def _placed(self, before: str, place: str) -> str:
        return self._wording("understood.place", before=before, place=place) if place else before

    def _of_person(self, before: str, person: Person) -> str:
        if person.group and not person.age:
            before = self._wording("understood.group", before=before, group=person.group)
        if person.age:
            whose = "adult" if person.grown else "child"
            before = self._wording(f"understood.{whose}", before=before, age=person.age)
        return self._wording("understood.weight", before=before, weight=person.weight) if person.weight else before


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """A sentence inside another begins small, unless it begins with a short form or with 'I'."""
    first = text.split(" ", 1)[0]
    return text if first == "I" or sum(ch.isupper() for ch in first) > 1 else text[:1].lower() + text[1:]
