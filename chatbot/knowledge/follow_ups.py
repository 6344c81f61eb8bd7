"""How follow-ups are read: the closed record in corpus/reading.yaml; patterns match text in small letters."""

from pydantic import BaseModel, ConfigDict

from chatbot.domain import Jurisdiction
from chatbot.knowledge.records import Pattern, Texts


class KindRecord(BaseModel):
    """A kind of thing that is told apart by names of illnesses: after a question of one, a bare name means one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    asked: Pattern
    """What a question of it says."""
    names: Texts


class FollowUpsRecord(BaseModel):
    """What of a message leans on earlier turns, and what may be taken from those."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    changing: Pattern
    correcting: Pattern
    apart: Pattern
    denying: Pattern
    same_again: Pattern
    again: Pattern
    more: Pattern
    same_matter: Pattern
    same_trouble: Pattern
    of_use: Pattern
    state: Pattern
    defining: Pattern
    kinds: tuple[KindRecord, ...] = ()
    siblings: tuple[dict[str, Pattern], ...] = ()
    """Groups of things of a kind: how each is written in a sentence, and how it is said."""
    nth: Pattern
    """Has the group `nth`, one of the ordinals."""
    nth_named: Pattern
    """The same, of the uses that were named one after the other."""
    several: Pattern
    """What stands for several of the uses named before; the group `two` where it stands for two."""
    ordinals: dict[str, int]
    """The place of each ordinal, from 1; from the end where negative."""
    person: Pattern
    ages: tuple[Pattern, ...]
    """Each has the group `age`."""
    weights: tuple[Pattern, ...]
    """Each has the group `weight`."""
    groups: Pattern
    joiners: Pattern
    openers: Pattern
    continuing: Pattern
    fillers: Texts
    instructing: Pattern
    asks_first: Pattern
    telling: Pattern
    wishing: Pattern
    describing: Texts
    places: dict[Jurisdiction, Pattern]
    """Read without regard to case, so that a part may insist on its own."""
    belonging: dict[Jurisdiction, Pattern]
    placed: Pattern
    at_home: Pattern
    not_place_after: Pattern
    not_place_before: Pattern
