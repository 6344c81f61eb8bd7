"""Reading in a process of its own: limits hold, and a file that harms the reader harms nothing else."""

from pathlib import Path

import pytest
from fpdf import FPDF

from chatbot.errors import DocumentError
from chatbot.knowledge.loaders.apart import SLICE, readers
from chatbot.knowledge.loaders.kinds import MOST_PARTS
from evals.hostile import Hostile, all_files, crafted, run

QUICK = (
    "laughs.docx",
    "script.pdf",
    "loop-of-pages.pdf",
    "a-zip.pdf",
    "binary.txt",
    "only-script.html",
    "machine.md",
)
SMALL = 200 << 20


def test_hostile_files_end_in_a_clear_report() -> None:
    chosen = [file for file in crafted() if file.name in QUICK] + list(all_files(mutated=20))[-20:]
    ended = list(run(chosen, seconds=10))
    assert [end for end in ended if not end.clear] == []
    assert len(ended) == len(QUICK) + 20
    told = {end.name: end.told for end in ended}
    assert (told["script.pdf"], told["a-zip.pdf"]) == (("hidden-code",), ("unknown-kind",))


def test_limits_of_time_and_memory_are_told() -> None:
    wide = Hostile("wide.txt", lambda: b"word " * 12_000_000)
    (slow,) = (file for file in crafted() if file.name == "many-lines.txt")
    many = Hostile("many-parts.txt", lambda: b"- item\n" * (MOST_PARTS + 1))
    most = Hostile("most-parts.txt", lambda: b"- item\n" * MOST_PARTS)
    assert [(end.parts, end.told) for end in run([many, most])] == [(0, ("too-large",)), (MOST_PARTS, ())]
    assert [(end.parts, end.told) for end in run([slow], seconds=1)] == [(0, ("too-slow",))]
    assert [(end.parts, end.told) for end in run([wide], memory=SMALL)] == [(0, ("too-large",))]


def test_a_long_file_is_read_in_slices_and_its_headings_go_on(tmp_path: Path) -> None:
    made = FPDF()
    made.set_font("Helvetica", size=11)
    for number in range(SLICE + 3):
        made.add_page()
        made.multi_cell(0, 6, f"This page is the one of number {number} in this file." + " And on." * number)
    (tmp_path / "a.pdf").write_bytes(made.output())
    steps: list[tuple[int, int]] = []
    with readers() as reader:
        read = reader.read(tmp_path / "a.pdf", lambda done, total: steps.append((done, total)))
        with pytest.raises(DocumentError, match="there is no such file"):
            reader.read(tmp_path / "gone.pdf")
        with pytest.raises(DocumentError, match=f"has {SLICE + 3} pages and at most {SLICE} are taken; split it"):
            reader.read(tmp_path / "a.pdf", most_pages=SLICE)
    assert steps == [(SLICE, SLICE + 3), (SLICE + 3, SLICE + 3)]
    assert [page.page for page in read.pages] == list(range(1, SLICE + 4))
    assert len([part for part in read.parts if part.marks != "running"]) == SLICE + 3
