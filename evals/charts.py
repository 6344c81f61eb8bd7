"""Charts of a run as SVG that stands by itself: no script, no font, no address to load anything from."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evals.fitting import Bin
from evals.shares import Share

mpl.use("svg")
mpl.rcParams["svg.fonttype"] = "none"
mpl.rcParams["svg.hashsalt"] = "evals"  # the same run gives the same file
mpl.rcParams["font.size"] = 9
WIDTH = 7.2
ROW = 0.27
BLUE, GREY, RED, BLACK = "#7aa7d9", "#767676", "#b3261e", "#1b1b1b"
DARK = "#1f5fa8"
_ABOVE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


class Bar(NamedTuple):
    """A share from 0 to 1 with its interval, and what it was before."""

    name: str
    share: float
    low: float
    high: float
    before: float | None = None


def bars(of: Sequence[Bar], title: str) -> str:
    """Draw shares with their intervals, one below the other; a ring shows what each was before."""
    figure, axes = _axes(1.1 + ROW * len(of), title)
    at = range(len(of))
    lows = [max(0.0, one.share - one.low) for one in of]
    highs = [max(0.0, one.high - one.share) for one in of]
    axes.barh(at, [one.share for one in of], color=BLUE, height=0.62, xerr=[lows, highs], ecolor=BLACK, capsize=2)
    known = [(one.before, i) for i, one in enumerate(of) if one.before is not None]
    if known:
        axes.plot(*zip(*known, strict=True), "o", mfc="white", mec=RED, label="accepted before, of every case")
        figure.legend(loc="outside lower right", fontsize=8, frameon=False)
    axes.set_yticks(at, [one.name for one in of])
    axes.set_ylim(len(of) - 0.5, -0.5)
    axes.set_xlim(0, 1.02)
    axes.set_xlabel("share, with its 95% interval")
    return _svg(figure)


def curve(points: Sequence[tuple[float, float, float]], title: str) -> str:
    """Draw, for shifts of the line of coverage, who is refused wrongly against who is declined rightly."""
    figure, axes = _axes(3.2, title)
    shifts = [shift for shift, _, _ in points]
    axes.plot(shifts, [refused for _, refused, _ in points], color=RED, marker="o", label="answerable, refused")
    axes.plot(shifts, [kept for _, _, kept in points], color=DARK, marker="s", label="uncovered, declined")
    axes.axvline(0, color=GREY, linestyle=":", label="the line in use")
    axes.set_xlabel("the line moved by")
    axes.set_ylabel("share")
    axes.legend(fontsize=8)
    return _svg(figure)


def calibration(bins: Sequence[Bin], title: str) -> str:
    """Draw the chance that a line gives against the share that holds, with its interval and how many it is of."""
    figure, axes = _axes(3.6, title)
    shares = [Share(one.holding, one.of) for one in bins]
    at = [one.chance for one in bins]
    held = [share.hits / share.of for share in shares]
    low = [max(0.0, h - share.interval[0]) for h, share in zip(held, shares, strict=True)]
    high = [max(0.0, share.interval[1] - h) for h, share in zip(held, shares, strict=True)]
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="as often as it says")
    axes.errorbar(at, held, yerr=[low, high], color=DARK, marker="o", ecolor=GREY, capsize=2, label="as it is")
    for x, y, one in zip(at, held, bins, strict=True):
        axes.annotate(f"{one.of}", (x, y), xytext=(6, -10), textcoords="offset points", fontsize=7)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.04)
    axes.set_xlabel("chance given that the library covers the question (beside each point: how many questions)")
    axes.set_ylabel("share covered")
    axes.legend(fontsize=8, loc="upper left")
    return _svg(figure)


def grades(of: Mapping[str, Sequence[float]], goal: float, title: str) -> str:
    """Draw how many answers have which reading grade, for each way of counting."""
    figure, axes = _axes(3.0, title)
    axes.hist(list(of.values()), bins=range(19), label=list(of), color=[GREY, DARK][: len(of)])
    axes.axvline(goal, color=RED, linestyle=":", label=f"goal for the median: {goal:g}")
    axes.set_xlabel("school grade")
    axes.set_ylabel("answers")
    axes.legend(fontsize=8)
    return _svg(figure)


def _axes(height: float, title: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left", fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    held = io.StringIO()
    figure.savefig(held, format="svg", metadata={"Date": None})
    return _METADATA.sub("", _ABOVE.sub("", held.getvalue()))
