"""Which illnesses a question names that no record of the library is about."""

import re
from collections.abc import Collection, Sequence

from chatbot.knowledge.naming import Name, Phrases
from chatbot.knowledge.records import IllnessRecord

SHORTLY = 3
"""Within how many words after a name it may be told that a test or a vaccine is meant."""


class IllnessNames:
    """Finds the names of illnesses in a text; the longest name wins.

    A name shortly before one of the words `not_treated_before` is that of a test or a vaccine; one after what fits
    `had_beside` is what somebody has beside, or what the treatment may cause.
    """

    def __init__(
        self, illnesses: Sequence[IllnessRecord], not_treated_before: Collection[str] = (), had_beside: str = r"\Z\A"
    ) -> None:
        self._not_before = frozenset(not_treated_before)
        self._beside = re.compile(had_beside)
        self._illnesses = {record.id: record for record in illnesses}
        self._phrases = Phrases()
        for record in illnesses:
            for name in record.names:
                self._phrases.add(name, Name((record.id,), None))

    def find(self, text: str) -> tuple[IllnessRecord, ...]:
        """Return the illnesses in the order in which they are named."""
        found = (name for name, before, after in self._phrases.find(text) if self._is_asked_about(before, after))
        return tuple(self._illnesses[id_] for id_ in dict.fromkeys(id_ for name in found for id_ in name.ids))

    def _is_asked_about(self, before: Sequence[str], after: Sequence[str]) -> bool:
        return self._not_before.isdisjoint(after[:SHORTLY]) and not self._beside.search(" ".join(before))
