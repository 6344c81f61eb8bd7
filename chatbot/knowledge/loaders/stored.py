"""Readings as JSON, which every process that needs one can read."""

from pydantic import TypeAdapter

from chatbot.knowledge.loaders.parts import Reading

_READINGS = TypeAdapter(Reading)


def to_json(reading: Reading) -> bytes:
    """Write a reading; letters that no file may hold are replaced."""
    return _READINGS.dump_json(reading)


def from_json(content: bytes) -> Reading:
    """Read what `to_json` wrote; raise ValueError when it is none."""
    return _READINGS.validate_json(content)
