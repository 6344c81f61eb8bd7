"""Which illnesses a question names that no record of the library is about."""

from collections.abc import Sequence

from chatbot.knowledge.naming import Name, Phrases
from chatbot.knowledge.records import IllnessRecord


class IllnessNames:
    """Finds the names of illnesses in a text; the longest name wins."""

    def __init__(self, illnesses: Sequence[IllnessRecord]) -> None:
        self._illnesses = {record.id: record for record in illnesses}
        self._phrases = Phrases()
        for record in illnesses:
            for name in record.names:
                self._phrases.add(name, Name((record.id,), None))

    def find(self, text: str) -> tuple[IllnessRecord, ...]:
        """Return the illnesses in the order in which they are named."""
        named = (id_ for name, _, _ in self._phrases.find(text) for id_ in name.ids)
        return tuple(self._illnesses[id_] for id_ in dict.fromkeys(named))
