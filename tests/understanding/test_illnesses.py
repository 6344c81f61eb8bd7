"""Illnesses that no record is about, found by name."""

import pytest

from chatbot.knowledge.records import IllnessRecord
from chatbot.understanding.illnesses import IllnessNames

NAMES = IllnessNames(
    [
        IllnessRecord(id="wheel-rot", names=("wheel rot", "rot of the wheel")),
        IllnessRecord(id="rot", names=("rot",)),
    ],
    ["vaccine"],
    r"\bcause$",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is there a study of wheel rot?", ["wheel-rot"]),
        ("Rot of the Wheel, then ROT", ["wheel-rot", "rot"]),
        ("wheel rot and wheel rot", ["wheel-rot"]),
        ("rotten wheels", []),
        ("the wheel rot vaccine", []),
        ("wheel rot and other vaccine", []),
        ("can it cause wheel rot", []),
        ("the vaccine for wheel rot", ["wheel-rot"]),
        ("", []),
    ],
)
def test_the_longest_name_wins_and_each_illness_is_told_once(text: str, found: list[str]) -> None:
    assert [record.id for record in NAMES.find(text)] == found
