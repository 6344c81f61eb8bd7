"""Whether a message asks what a price list comes to, and for what: a weight, visits, with the tests or without.

A follow-up takes what it leaves out from the latest earlier turn that says it. A message that names another place gets
no sum: this list's prices hold for what it sells and for nothing else.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from chatbot.domain import CostPlan, Jurisdiction, Rate, Use
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.library import Library
from chatbot.understanding.amounts import Amounts, Told
from chatbot.understanding.money import Money, Spoken

LOOK_BACK = 12
"""How many earlier turns are looked at."""
MOST_OWN = 3
"""A follow-up to a sum may hold this many words of its own and still mean the sum."""

Ear = Callable[[str], Collection[str]]
"""Returns the ids of what is named in a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumAsked:
    """A sum that is asked for: of which price list, and either its plan or what must be asked back."""

    prices: CostsRecord
    plan: CostPlan | None
    doubt: str | None = None
    """What is not clear in what was told: a name under `cost.doubt` of the fixed words."""
    follows: bool = False
    """Part of it was told in an earlier turn."""
    sure: bool = False
    """The message names what the list sells or a number of visits, or follows up a sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceElsewhere:
    """A price that is asked for, but not one of this list: its own prices answer nothing."""

    prices: CostsRecord
    places: tuple[Jurisdiction, ...]
    """The countries named; none where another product or payer is named."""

    def fits(self, topics: Collection[str]) -> bool:
        """Whether a question of these topics may be about a price, and is not only asked after one."""
        return not topics or not {self.prices.plan, *self.prices.asked_by.near}.isdisjoint(topics)


class Sums:
    """Finds the sums that messages ask for."""

    def __init__(self, library: Library, uses: Ear, topics: Ear) -> None:
        self._amounts = Amounts(library.reading.amounts)
        self._money = Money(library.reading)
        self._lists = [_List(prices, library) for prices in library.costs]
        self._uses = uses
        self._topics = topics

    def find(
        self, message: str, history: Sequence[str], country: Jurisdiction | None
    ) -> SumAsked | PriceElsewhere | None:
        """Return the sum that a message asks for, or that it asks for a price of something else."""
        found = [self._of_list(one, message, history[-LOOK_BACK:], country) for one in self._lists]
        sums = (one for one in found if isinstance(one, SumAsked))
        return next(sums, None) or next((one for one in found if one), None)

    def _of_list(
        self, one: "_List", message: str, history: Sequence[str], country: Jurisdiction | None
    ) -> SumAsked | PriceElsewhere | None:
        now = self._turn(one, message)
        earlier = [self._turn(one, turn) for turn in reversed(history)]
        talk = _talk(earlier)
        said = next((turn for turn in [now, *talk] if turn.named or turn.elsewhere), now)
        if said.elsewhere and not said.named and (now.spoken.price or talk):
            return PriceElsewhere(prices=one.prices, places=said.places)
        if now.barred or not now.asks(follows=bool(talk)) or not one.meant([now, *talk], country):
            return None
        return _asked(one.prices, now, talk, earlier)

    def _turn(self, one: "_List", message: str) -> "_Turn":
        told = self._amounts.read(message, one.prices.currency)
        uses, places = self._uses(message), self._amounts.places(told)
        named, rest = one.named(told)
        spoken = self._money.heard(told, rest)
        return _Turn(
            told=told,
            spoken=spoken,
            named=named,
            elsewhere=one.elsewhere(told, places) or bool(set(uses) - one.uses),
            places=places,
            barred=any(one.companion(use) for use in uses),
            strays=bool(set(self._topics(spoken.rest)) - one.near or set(uses) - one.uses),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One message, as far as a price list goes."""

    told: Told
    spoken: Spoken
    named: bool
    elsewhere: bool
    """It names another place, payer, product or use."""
    places: tuple[Jurisdiction, ...]
    barred: bool
    """It names another treatment, whose price this list does not hold."""
    strays: bool
    """It is about something else."""

    @property
    def whole(self) -> bool:
        """Whether it says all that a sum needs, and takes nothing from earlier turns."""
        return self.spoken.price and self.named and bool(self.told.weights)

    def asks(self, *, follows: bool) -> bool:
        """Tell whether it asks for a sum; `follows`: a price was asked for in an earlier turn."""
        told, spoken = self.told, self.spoken
        weighs = bool(told.weights) or told.no_unit
        if spoken.price and (weighs or not told.anything):
            return weighs or not (spoken.own_words or spoken.about_prices)
        if self.strays or spoken.other_amounts or not (follows or spoken.price):
            return False
        if not told.anything:
            return self.named and spoken.own_words == 0
        if spoken.supposing or spoken.price or not spoken.asks:
            free = spoken.supposing or spoken.price or weighs
            return spoken.own_words <= (MOST_OWN if free else 0)
        return weighs and spoken.own_words == 0


class _List:
    """One price list, and how questions about it are told from others."""

    def __init__(self, prices: CostsRecord, library: Library) -> None:
        self.prices = prices
        self.near = frozenset(prices.asked_by.near)
        self.uses = frozenset(prices.asked_by.uses)
        self._library_uses: Mapping[str, Use] = library.uses
        self._place = library.sources[prices.source].jurisdiction
        self._named = [re.compile(pattern) for pattern in prices.asked_by.named]
        self._elsewhere = [re.compile(pattern) for pattern in prices.asked_by.elsewhere]

    def named(self, told: Told) -> tuple[bool, str]:
        """Tell whether a message names what is sold; return also what else it says."""
        rest = told.rest
        for pattern in self._named:
            rest = pattern.sub(" ", rest)
        return rest != told.rest, rest

    def elsewhere(self, told: Told, places: Sequence[Jurisdiction]) -> bool:
        """Tell whether a message names another place, payer or product."""
        return bool(set(places) - {self._place}) or any(pattern.search(told.text) for pattern in self._elsewhere)

    def companion(self, use: str) -> bool:
        """Tell whether a use is one of another treatment."""
        return self._library_uses[use].treatment is not None

    def meant(self, turns: Sequence[_Turn], country: Jurisdiction | None) -> bool:
        """Tell whether this list is meant where no turn names another place: a reader elsewhere must name it."""
        return country in {None, self._place} or any(turn.named or turn.told.visits for turn in turns)


def _talk(earlier: Sequence[_Turn]) -> list[_Turn]:
    """The earlier turns that belong to one talk about a price, the latest first; none where no price was asked."""
    kept: list[_Turn] = []
    length = 0
    for turn in earlier:
        if turn.strays and not turn.spoken.price:
            break
        kept.append(turn)
        length = len(kept) if turn.spoken.price else length
        if turn.whole:
            break
    return kept[:length]


def _asked(prices: CostsRecord, now: _Turn, talk: Sequence[_Turn], earlier: Sequence[_Turn]) -> SumAsked | None:
    """Put together what is told now and what earlier turns tell; None without a weight."""
    turns = [now.told] if now.whole else [now.told, *(turn.told for turn in talk)]
    weighing = next((t for t in [*turns, *(turn.told for turn in earlier)] if t.weights or t.no_unit), None)
    if weighing is None:
        return None
    visiting = next((told for told in turns if told.visits or told.parts), Told())
    tests = next((told.tests for told in turns if told.tests is not None), True)
    doubt = _doubt(weighing, visiting)
    plan = (
        CostPlan(
            weight_kg=weighing.weights[0],
            visits=int(visiting.visits[0]) if visiting.visits else None,
            tests=tests,
            rate=_rate([told.rate for told in turns if told.rate]),
        )
        if not doubt
        else None
    )
    follows = weighing is not now.told or len(turns) > 1
    return SumAsked(
        prices=prices, plan=plan, doubt=doubt, follows=follows, sure=now.named or bool(visiting.visits or talk)
    )


def _doubt(weighing: Told, visiting: Told) -> str | None:
    doubts = {
        "no-unit": not weighing.weights,
        "several-weights": len(weighing.weights) > 1,
        "parts": visiting.parts,
        "several-visits": len(visiting.visits) > 1,
        "visits": any(not visits.is_integer() for visits in visiting.visits),
    }
    return next((name for name, doubtful in doubts.items() if doubtful), None)


def _rate(told: Sequence[Rate]) -> Rate | None:
    """The latest rate; a currency without one only where no rate was told."""
    return next((rate for rate in told if rate.per_one is not None), next(iter(told), None))
