"""How readers' questions are read: word lists and patterns from corpus/reading.yaml, compiled once."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.errors import Problem
from chatbot.knowledge.amounts import AmountsRecord
from chatbot.knowledge.files import WHOLE_FILE, read_yaml
from chatbot.knowledge.follow_ups import FollowUpsRecord
from chatbot.knowledge.records import Pattern, Texts

FILE = "reading.yaml"


class Reading(BaseModel):
    """Closed record of the word lists and patterns; patterns match lower-case text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    treatment_names: Texts = Field(min_length=1)
    near_subject: Pattern
    """Words of the treatment's surroundings."""
    forms: dict[str, tuple[Pattern, ...]]
    answers: dict[str, Pattern]
    general: tuple[Pattern, ...]
    asking: tuple[Pattern, ...]
    leaning_openers: Texts
    qualifying_openers: Texts
    parts_of_treatment: dict[str, Pattern]
    """Names of what is a part of the treatment, such as one product; an approval of the whole is not one of it."""
    child: Pattern
    adult: Pattern
    approval: Pattern
    efficacy: Pattern
    more_than_works: Pattern
    """What asks for more than an effect, such as a cure: that a treatment works is no yes to it."""
    negation: Pattern
    besides: Pattern
    """Where a message turns to another matter."""
    goes_on_to_ask: Pattern
    """Where a sentence that told something goes on to ask."""
    goes_on_to_tell: Pattern
    """Where a sentence that asked something goes on to tell."""
    leads_to_name: Pattern
    """Small words before the name of an illness that go with it."""
    denials: Texts
    turns: Texts
    circumstances: dict[str, tuple[Pattern, ...]]
    """What is learned beside the words of a message: whether it asks in general, tells of what is over, and so on."""
    turning_words: Texts
    plain_words: Texts
    label_words: Texts
    treating: Texts
    not_treated_before: Texts
    had_beside: Pattern
    """What stands before the name of an illness that is had beside, or that the treatment may cause."""
    asked_for: Pattern
    """What stands before the name of what the treatment is for."""
    had_before_name: Pattern
    """What stands before the name of an illness that somebody has; beside `asked_for` it is not what is asked of."""
    too_after_name: Pattern
    """What stands after the name of an illness that somebody has beside another."""
    denied_before_name: Pattern
    """What stands before the name of an illness that somebody does not have."""
    means_treatment: Pattern
    means_treatment_beside_use: Pattern
    follow_ups: FollowUpsRecord
    testing: Texts = ()
    pointing: Pattern
    following: Pattern
    amounts: AmountsRecord
    same: tuple[Texts, ...]
    stop: Texts
    misspelt: dict[str, str] = {}

    @property
    def first_of_same(self) -> Mapping[str, str]:
        """Each word of a group of equals with the word that stands for all of them."""
        return {word: group[0] for group in self.same for word in group}

    def leans(self, sentence: str) -> bool:
        """Tell whether a sentence leans on the one before it."""
        return _begins(sentence, self.leaning_openers)

    def qualifies(self, sentence: str) -> bool:
        """Tell whether a sentence takes back or narrows the one before it."""
        return _begins(sentence, self.qualifying_openers)


def _begins(sentence: str, openers: Iterable[str]) -> bool:
    start = sentence.casefold()
    return any(start.startswith((f"{opener} ", f"{opener}, ")) for opener in openers)


def read_reading(corpus: Path) -> tuple[Reading | None, list[Problem]]:
    """Read the file; return every problem instead of a value when it does not hold."""
    content, problems = read_yaml(corpus / FILE, FILE)
    if problems:
        return None, problems
    try:
        return Reading.model_validate(content), []
    except ValidationError as error:
        return None, [
            Problem(FILE, WHOLE_FILE, ".".join(str(part) for part in detail["loc"]), f"{detail['msg']}; correct it")
            for detail in error.errors(include_url=False)
        ]
