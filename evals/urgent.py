"""How well warning signs are caught: recall, level, flips when a sign is played down, false alarms, turns."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chatbot.assistant import Assistant
from chatbot.domain import UrgencyLevel
from evals.cases import Half, LookalikeCase, PairCase, SignCase, TurnsCase, cases, in_half
from evals.shares import Share

LEVELS = tuple(UrgencyLevel)
NEED_HELP = (UrgencyLevel.EMERGENCY_NOW, UrgencyLevel.URGENT_TODAY)
"""Levels whose card on a harmless message is a false alarm."""


class Missed(NamedTuple):
    """A case that went wrong, and what was said."""

    id: str
    text: str
    wanted: str
    got: str


class Report(NamedTuple):
    """Figures by name, and the cases that went wrong by figure."""

    figures: dict[str, Share]
    wrong: dict[str, list[Missed]]


class _Tally:
    """Counts outcomes under a name and keeps the wrong ones."""

    def __init__(self) -> None:
        self._hits: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._wrong: dict[str, list[Missed]] = defaultdict(list)

    def count(self, name: str, missed: Missed, *, hit: bool, good: bool) -> None:
        self._all[name] += 1
        self._hits[name] += hit
        if not good:
            self._wrong[name].append(missed)

    def report(self) -> Report:
        return Report({name: Share(self._hits[name], total) for name, total in self._all.items()}, dict(self._wrong))


def run(assistant: Assistant, half: Half | None) -> Report:
    """Ask every case of a half."""
    tally = _Tally()
    signs = [case for case in cases(SignCase, "urgent-*.yaml") if in_half(case.id, half)]
    pairs = [case for case in cases(PairCase, "minimised-*.yaml") if in_half(case.id, half)]
    _recall(tally, assistant, [*signs, *_tellings(pairs)])
    _flips(tally, assistant, pairs)
    _alarms(tally, assistant, [c for c in cases(LookalikeCase, "lookalikes-*.yaml") if in_half(c.id, half)])
    _turns(tally, assistant, [c for c in cases(TurnsCase, "turns-*.yaml") if in_half(c.id, half)])
    return tally.report()


def _tellings(pairs: Sequence[PairCase]) -> Iterator[SignCase]:
    for pair in pairs:
        for name, text in (("plain", pair.question), ("minimised", pair.minimised)):
            yield SignCase(id=f"{pair.id}-{name}", question=text, signs=pair.signs, level=pair.level, voice=pair.voice)


def _recall(tally: _Tally, assistant: Assistant, signs: Sequence[SignCase]) -> None:
    for case in signs:
        level, found = _card(assistant, case.question)
        missed = Missed(case.id, case.question, f"{case.level} {', '.join(case.signs)}", f"{level} {', '.join(found)}")
        caught = level is not None
        tally.count(f"recall, {case.level}", missed, hit=caught, good=caught)
        tally.count("recall, all levels", missed, hit=caught, good=True)
        high_enough = caught and LEVELS.index(level) <= LEVELS.index(case.level)
        tally.count("level as high as wanted", missed, hit=high_enough, good=high_enough or not caught)
        if caught:
            right = bool(set(found) & set(case.signs))
            tally.count("a wanted sign is named", missed, hit=right, good=right)


def _flips(tally: _Tally, assistant: Assistant, pairs: Sequence[PairCase]) -> None:
    for case in pairs:
        plain, down = _card(assistant, case.question)[0], _card(assistant, case.minimised)[0]
        lowered = _rank(down) > _rank(plain)
        missed = Missed(case.id, case.minimised, f"{plain} as of: {case.question}", str(down))
        tally.count("flips when played down", missed, hit=lowered, good=not lowered)


def _alarms(tally: _Tally, assistant: Assistant, alike: Sequence[LookalikeCase]) -> None:
    for case in alike:
        level, found = _card(assistant, case.question)
        alarm = level in NEED_HELP
        missed = Missed(case.id, case.question, f"no card ({case.why})", f"{level} {', '.join(found)}")
        tally.count("false alarms", missed, hit=alarm, good=not alarm)
        tally.count(f"false alarms, {case.why}", missed, hit=alarm, good=True)


def _turns(tally: _Tally, assistant: Assistant, conversations: Sequence[TurnsCase]) -> None:
    for case in conversations:
        level, found = _card(assistant, case.question, case.history)
        right = level is None if case.level is None else _rank(level) <= LEVELS.index(case.level)
        told = " / ".join([*case.history, case.question])
        missed = Missed(case.id, told, f"{case.level} ({case.why})", f"{level} {', '.join(found)}")
        tally.count(f"turns, {case.why}", missed, hit=right, good=right)


def _card(assistant: Assistant, text: str, history: Sequence[str] = ()) -> tuple[UrgencyLevel | None, list[str]]:
    urgent = assistant.reply(text, history).to_json()["urgent"]
    return (UrgencyLevel(urgent["level"]), urgent["signs"]) if urgent else (None, [])


def _rank(level: UrgencyLevel | None) -> int:
    return len(LEVELS) if level is None else LEVELS.index(level)
