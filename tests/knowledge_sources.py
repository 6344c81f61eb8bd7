"""Records of sources to test with."""

from datetime import date
from typing import Any

from chatbot.knowledge.records import SourceRecord


def make_source_record(id_: str, **changes: Any) -> SourceRecord:
    """Make the record of a ward's leaflet; changes are its other fields."""
    made: dict[str, Any] = {
        "id": id_,
        "title": "A leaflet of the ward",
        "publisher": "A ward",
        "jurisdiction": "UK",
        "year": 2024,
        "url": None,
        "link": "none",
        "interest": "none known",
        "read": "full",
        "checked": date(2026, 11, 21),
        "next_review": date(2027, 11, 21),
    }
    return SourceRecord.model_validate({**made, **changes})
