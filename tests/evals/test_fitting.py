"""Lines fitted to labelled measures, and what they miss."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from chatbot.assistant import Assistant, Measured
from chatbot.knowledge.files import read_files
from evals.fitting import Bin, Labelled, Line, apart_rows, beside, calibration, curve, fit, write

ROWS = [
    *(Labelled({"near": 0.5 + i / 20, "noise": i % 2}, beyond=True, decides=True) for i in range(10)),
    *(Labelled({"near": -0.5 - i / 20, "noise": i % 2}, beyond=False, decides=False) for i in range(10)),
]


def test_a_line_parts_what_can_be_parted() -> None:
    line = fit(ROWS, 0.0)
    assert line.weights["near"] > abs(line.weights["noise"])
    assert all((line.score(row.measures) >= -1e-3) is row.beyond for row in ROWS)


@pytest.mark.parametrize(("most", "missed"), [(0.0, 0), (0.2, 2)])
def test_the_line_stands_where_no_more_than_the_share_is_missed(most: float, missed: int) -> None:
    line = fit(ROWS, most)
    assert sum(line.score(row.measures) < -1e-3 for row in ROWS if row.decides) <= missed


def test_the_curve_rises_on_both_sides() -> None:
    points = curve(ROWS, fit(ROWS, 0.0))
    assert [point[1] for point in points] == sorted(point[1] for point in points)
    assert [point[2] for point in points] == sorted(point[2] for point in points)


def test_chances_stand_beside_how_often_they_hold() -> None:
    rows = [
        Labelled({"near": near}, beyond=beyond, decides=beyond)
        for near, beyond in ((0.0, True), (0.0, False), (99.0, True))
    ]
    assert calibration(rows, Line({"near": 1.0}, 0.0)) == [Bin(0.5, 2, 1), Bin(1.0, 1, 1)]


def test_messages_are_put_beside_questions_each_time_in_another_way() -> None:
    made = beside(["It hurts.", "He fell"], ["Is it safe?", "what does it cost"])
    assert made == [
        "It hurts. Is it safe?",
        "It hurts, what does it cost?",
        "Is it safe? It hurts",
        "He fell and what does it cost?",
        "Is it safe?, He fell",
        "He fell. what does it cost?",
    ]


def test_the_line_over_parts_is_fitted_to_what_the_whole_lets_pass() -> None:
    class Ears(Assistant):
        def __init__(self) -> None:
            """Hear nothing: measures are told below."""

        def measures(self, asked: Sequence[tuple[str, Sequence[str]]]) -> list[Measured]:
            whole = [1.0 if "now" in text else -1.0 for text, _ in asked]
            return [
                Measured({}, {"whole": w, "part": 0.5} if "?" in t else {}, {})
                for w, (t, _) in zip(whole, asked, strict=True)
            ]

    rows = apart_rows(Ears(), "tune")
    assert {row.measures["whole"] for row in rows} == {-1.0}
    assert {(row.beyond, row.decides) for row in rows} == {(True, False), (False, True), (False, False)}


def test_what_is_written_is_read_as_records(tmp_path: Path) -> None:
    write({"alarm": Line({"near": 1.5}, -0.25), "covered": Line({}, 0.0)}, tmp_path / "lines.yaml")
    found, problems = read_files(tmp_path, "lines")
    assert problems == []
    assert [(row.record.key, row.record.offset, row.record.weights) for row in found] == [  # type: ignore[attr-defined]
        ("alarm", -0.25, {"near": 1.5}),
        ("covered", 0.0, {}),
    ]
