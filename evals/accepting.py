"""What a whole run leaves behind, and how a person takes it as the new measure."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from chatbot.knowledge.library import Library
from chatbot.settings import ROOT
from evals import fitting, quality
from evals.baseline import (
    BASELINE,
    Acceptance,
    BaselineError,
    Change,
    Outcomes,
    accepted,
    changes,
    outcomes,
    read_baseline,
    worse_than,
    write,
)
from evals.fitting import Labelled, Line
from evals.report import NO_LINES, Lines, as_html, as_markdown, report
from evals.results import SetResult

OUT = ROOT / "build" / "evals"
RUN, CARD, REPORT = "run.json", "quality.json", "report.html"


def compared(results: Sequence[SetResult]) -> list[Change]:
    """Compare a run, or a part of one, with the accepted run; nothing where none was accepted."""
    before = read_baseline()
    return changes(results, before.outcomes) if before else []


def keep(
    results: Sequence[SetResult], version: str, found: Sequence[Change], out: Path, lines: Lines = NO_LINES
) -> None:
    """Write the report of a run and its figures into a folder."""
    made = report(results, version, read_baseline(), found, lines)
    out.mkdir(parents=True, exist_ok=True)
    (out / REPORT).write_text(as_html(made), encoding="utf-8")
    (out / "report.md").write_text(as_markdown(made), encoding="utf-8")
    write(out / RUN, outcomes(results, version))


def lines_of(library: Library, rows: Sequence[Labelled]) -> Lines:
    """Return how the line of coverage does on measured questions: moved, and as a chance beside what holds."""
    given = library.lines["covered"]
    line = Line(given.weights, given.offset)
    return Lines(fitting.curve(rows, line), fitting.calibration(rows, line))


def keep_whole(
    results: Sequence[SetResult], library: Library, version: str, found: Sequence[Change], lines: Lines
) -> None:
    """Write the report of a whole run, the quality card and what is needed to accept the run."""
    keep(results, version, found, OUT, lines)
    write(OUT / CARD, quality.quality_card(results, library, version))


def accept(
    who: str, why: str, day: date, *, out: Path = OUT, baseline: Path = BASELINE, card: Path = quality.QUALITY
) -> Acceptance:
    """Take the last whole run as the new measure; return who did, why, and what got worse.

    BaselineError where no whole run was kept, or a name or a reason is wanting.
    """
    made = quality.read_card(out / CARD)
    if made is None:
        raise BaselineError(f"no whole run in {out}; run 'python -m evals' first")
    new = Outcomes.model_validate_json((out / RUN).read_bytes())
    old = read_baseline(baseline)
    taken = Acceptance(day=day, who=who, why=why, library_version=new.library_version, worse=worse_than(new, old))
    becomes = accepted(new, old, taken)
    write(baseline, becomes)
    write(card, quality.accepted(made, becomes.accepted))
    return taken
