"""A run as one HTML file that needs nothing else, and as Markdown."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from evals import charts
from evals.baseline import Baseline, Change
from evals.fitting import Bin
from evals.results import Figure, Numbers, Row, SetResult, figures, goal_said

FOLDER = Path(__file__).resolve().parent
WORST = 10
GOAL_OF_GRADE = 6.0
CUT = 1_500
"""So many characters of a reply are shown beside what was wanted."""
GRADES = {"as written": "grade of the short answer", "names replaced": "the same with names and figures replaced"}
BY_TOPIC = "must-say in the whole reply"
MOVED = "Covered or not: the line moved"
CALIBRATION = "Covered or not: the chance that is given, and how often it holds"


class Chart(NamedTuple):
    """A picture, and what it shows in words."""

    says: str
    svg: str


class Part(NamedTuple):
    """A set in the report."""

    name: str
    says: str
    generated: bool
    cases: int
    figures: Sequence[Figure]
    worst: Sequence[Row]
    charts: Sequence[Chart]


class Report(NamedTuple):
    """Everything that the report shows."""

    library_version: str
    written: int
    generated: int
    headline: Sequence[tuple[str, Figure]]
    parts: Sequence[Part]
    charts: Sequence[Chart]
    changes: Sequence[Change]
    """Those that count as a regression first."""
    baseline: Baseline | None

    @property
    def missed(self) -> Sequence[tuple[str, Figure]]:
        """The figures that do not meet their goal."""
        return [(name, figure) for name, figure in self.headline if figure.verdict == "missed"]


class Lines(NamedTuple):
    """How the line of coverage does: for each shift of it what goes wrong, and its chances beside what holds."""

    curve: Sequence[tuple[float, float, float]] = ()
    calibration: Sequence[Bin] = ()


NO_LINES = Lines()


def report(
    results: Sequence[SetResult],
    library_version: str,
    baseline: Baseline | None,
    changes: Sequence[Change],
    lines: Lines = NO_LINES,
) -> Report:
    """Put a run together for its readers."""
    told = [(one.of.name, figure) for one in results for figure in figures(one, groups=False)]
    return Report(
        library_version=library_version,
        written=sum(len(one.rows) for one in results if not one.of.generated),
        generated=sum(len(one.rows) for one in results if one.of.generated),
        headline=[(name, figure) for name, figure in told if figure.scorer.goal],
        parts=[_part(one, baseline) for one in results],
        charts=_of_lines(lines),
        changes=sorted(changes, key=lambda change: not change.regressed),
        baseline=baseline,
    )


def _part(one: SetResult, baseline: Baseline | None) -> Part:
    known = baseline.outcomes.sets.get(one.of.name) if baseline else None
    charts_ = _charts(one, known.numbers if known else {})
    return Part(one.of.name, one.of.says, one.of.generated, len(one.rows), figures(one), one.worst(WORST), charts_)


def _charts(one: SetResult, before: Mapping[str, float]) -> list[Chart]:
    topics = [bar for f in figures(one) if f.group and f.scorer.name == BY_TOPIC and (bar := _bar(f, f.group, {}))]
    made = _drawn(one.of.name, "each share", _bars(one, before)) + _drawn(one.of.name, f"{BY_TOPIC}, by topic", topics)
    if grades := {name: _measured(one, scorer) for name, scorer in GRADES.items() if _measured(one, scorer)}:
        says = f"{one.of.name}: reading grade of short answers"
        made.append(Chart(says, charts.grades(grades, GOAL_OF_GRADE, says)))
    return made


def _of_lines(lines: Lines) -> list[Chart]:
    made = []
    if lines.calibration:
        made.append(Chart(CALIBRATION, charts.calibration(lines.calibration, CALIBRATION)))
    if lines.curve:
        made.append(Chart(MOVED, charts.curve(lines.curve, MOVED)))
    return made


def _drawn(name: str, says: str, bars: Sequence[charts.Bar]) -> list[Chart]:
    return [Chart(f"{name}: {says}", charts.bars(bars, f"{name}: {says}"))] if bars else []


def _bars(one: SetResult, before: Mapping[str, float]) -> list[charts.Bar]:
    return [bar for f in figures(one, groups=False) if (bar := _bar(f, _told(f), before))]


def _told(figure: Figure) -> str:
    """Name a figure; of what went wrong it is said that less is better."""
    return f"{figure.name} (less is better)" if figure.scorer.counts_misses else figure.name


def _bar(figure: Figure, name: str, before: Mapping[str, float]) -> charts.Bar | None:
    if isinstance(figure.value, Numbers):
        return None
    low, high = figure.value.interval
    return charts.Bar(name, figure.number, low, high, before.get(figure.name))


def _measured(one: SetResult, scorer: str) -> list[float]:
    verdicts = [row.verdicts[scorer] for row in one.rows if scorer in row.verdicts]
    return [v.number for v in verdicts if v.number is not None]


def as_html(made: Report) -> str:
    """Return the report as one HTML file with its charts inside."""
    return _filled("report.html.j2", made)


def as_markdown(made: Report) -> str:
    """Return the report as Markdown, without the charts."""
    return _filled("report.md.j2", made)


def _filled(template: str, made: Report) -> str:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["goal_of"] = lambda figure: goal_said(figure.scorer.goal, measures=figure.scorer.measures)
    environment.filters["cut"] = lambda text: text if len(text) <= CUT else f"{text[:CUT]} …"
    environment.filters["cell"] = lambda text: " ".join(str(text).split()).replace("|", "\\|")
    return environment.get_template(template).render(report=made)
