"""How many cases each set holds, and what of them there should be at least."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chatbot.domain import COUNTRIES
from chatbot.knowledge.library import Library
from evals import cases as read
from evals.eval_set import EvalSet
from evals.noise import NOISES
from evals.redaction import redaction_cases

TOGETHER, ANSWERS, FINDING, REFUSALS, FOLLOWUPS, COSTS, ATTACKS, PLANTED = 1_000, 300, 200, 30, 100, 60, 150, 300
"""So many there should be: cases, answers with points of both kinds, of each kind of refusal, and so on."""
SELF = ("reviewed", "own")
"""Sets of whoever runs this, which count in no aim."""


class Count(NamedTuple):
    """How many there are of something, and how many there should be; None where no number is aimed at."""

    what: str
    number: int
    least: int | None = None

    @property
    def short(self) -> bool:
        """Whether some are missing."""
        return self.least is not None and self.number < self.least

    def __str__(self) -> str:
        aim = "" if self.least is None else f"   aim: {self.least:,} or more{', MISSING SOME' if self.short else ''}"
        return f"{self.what:52} {self.number:6,}{aim}"


def counts(sets: Mapping[str, EvalSet], library: Library) -> Iterator[Count]:
    """Yield what is counted: all together, each set, and the parts of sets for which there is an aim."""
    held = {name: one.cases(library, None) for name, one in sets.items() if name not in SELF}
    made = {name for name in held if sets[name].generated}
    written = [case for name, of in held.items() if name not in made for case in of]
    once = {(getattr(case, "minimised", ""), getattr(case, "history", ()), case.question) for case in written}
    yield Count("messages written by people, each once", len(once), TOGETHER)
    yield Count("cases in sets written by people", len(written))
    yield Count("cases made by a program", sum(len(held[name]) for name in made))
    least = {"answers": ANSWERS, "finding": FINDING, "followups": FOLLOWUPS, "costs": COSTS, "attacks": ATTACKS}
    for name, of in held.items():
        yield Count(f"{name}{' (made by a program)' if name in made else ''}", len(of), least.get(name))
    yield from _answers(library)
    yield from _kinds(library)
    names = sum(len(case.names) for case in held["labels"] if isinstance(case, read.LabelCase))
    yield Count("labels: replies to names of uses, in each country", names * (len(COUNTRIES) + 1))
    yield Count("robustness: replies to noisy forms", len(held["robustness"]) * len(NOISES))
    yield Count("languages: how many", len({case.language for case in read.language_cases()}))
    yield Count("personal details planted", sum(len(case.planted) for case in redaction_cases()), PLANTED)


def _answers(library: Library) -> Iterator[Count]:
    answers = read.answer_cases()
    both = sum(bool(case.must_say and case.must_not_say) for case in answers)
    yield Count("answers: with must-say and must-not-say points", both, ANSWERS)
    yield Count("answers: must-say points", sum(len(case.must_say) for case in answers))
    yield Count("answers: topics asked", len({t for case in answers for t in case.topics}), len(library.plans))
    for topic, number in sorted(Counter(t for case in answers for t in case.topics).items()):
        yield Count(f"answers: about {topic}", number)
    for voice, number in sorted(Counter(case.voice for case in answers).items()):
        yield Count(f"answers: in the voice of {voice}", number)


def _kinds(library: Library) -> Iterator[Count]:
    kinds = Counter(case.reason or case.kind for case in read.kind_cases())
    foreign = sum(case.language != "en" and case.kind == "question" for case in read.language_cases())
    for kind, number in sorted({**kinds, "language": foreign}.items()):
        yield Count(f"refusals: {kind}", number, REFUSALS)
    uses = {use for case in read.answer_cases() for use in case.uses}
    yield Count("uses that an answer is asked about", len(uses & library.uses.keys()))
