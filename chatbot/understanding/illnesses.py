"""Which illnesses a question names that no record of the library is about."""

from collections.abc import Collection, Sequence

from chatbot.knowledge.naming import Name, Phrases
from chatbot.knowledge.records import IllnessRecord


class IllnessNames:
    """Finds the names of illnesses in a text; the longest name wins.

    A name right before one of the words `not_treated_before` is that of a test or a vaccine.
    """

    def __init__(self, illnesses: Sequence[IllnessRecord], not_treated_before: Collection[str] = ()) -> None:
        self._not_before = frozenset(not_treated_before)
        self._illnesses = {record.id: record for record in illnesses}
        self._phrases = Phrases()
        for record in illnesses:
            for name in record.names:
                self._phrases.add(name, Name((record.id,), None))

    def find(self, text: str) -> tuple[IllnessRecord, ...]:
        """Return the illnesses in the order in which they are named."""
        named = (
            i for name, _, after in self._phrases.find(text) if self._not_before.isdisjoint(after[:1]) for i in name.ids
        )
        return tuple(self._illnesses[id_] for id_ in dict.fromkeys(named))
