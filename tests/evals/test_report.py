"""The report: one file with everything in it, figures against goals, what changed, the worst cases."""

import re
from datetime import date

from runs import NO, YES, make_result, make_row, make_scorer, make_set

from evals.baseline import Acceptance, Baseline, changes, outcomes
from evals.fitting import Bin
from evals.report import BY_TOPIC, GRADES, Lines, as_html, as_markdown, report
from evals.results import SetResult
from evals.verdict import Verdict

LINES = Lines([(-1.0, 0.1, 0.9), (0.0, 0.2, 0.95), (1.0, 0.4, 1.0)], [Bin(0.1, 9, 1), Bin(0.9, 7, 7)])
TOLD = Acceptance(day=date(2026, 11, 25), who="A. Reviewer", why="the first run", library_version="v", worse=())
BEFORE = Baseline(accepted=(TOLD,), outcomes=outcomes([make_result({"case-0": YES, "case-1": YES})], "v"))


def small() -> SetResult:
    result = make_result({"case-0": YES, "case-1": NO})
    spoiled = result.rows[1]._replace(asked="<script>alert(1)</script> | why?")
    return result._replace(rows=(result.rows[0], spoiled))


def with_topics() -> SetResult:
    scorers = [make_scorer(BY_TOPIC), *(make_scorer(name, measures=True) for name in GRADES.values())]
    graded = {name: Verdict(1, 1, "", 7.0) for name in GRADES.values()}
    rows = tuple(make_row(f"r{n}", group, **{BY_TOPIC: YES, **graded}) for n, group in enumerate(("cost", "tests")))
    return SetResult(make_set("answers", scorers=scorers), rows)


def test_the_html_needs_nothing_from_elsewhere() -> None:
    html = as_html(report([small(), with_topics()], "v", BEFORE, [], LINES))
    assert html.count("<svg") == 6
    assert re.findall(r'(?:src|href|data|action)="(?!#)[^"]*"', html) == []
    assert re.findall(r"url\((?!#)|@import|<script|<link|<iframe", html) == []
    assert "&lt;script&gt;" in html


def test_what_misses_its_goal_is_named_at_the_top_and_every_set_is_linked() -> None:
    html = as_html(report([small(), with_topics()], "v", BEFORE, [], LINES))
    assert "0 of 1 goals are met. Missed:" in html
    links, ids = set(re.findall(r'<a href="#([^"]*)"', html)), set(re.findall(r'<h2 id="([^"]*)"', html))
    assert links == ids == {"goals", "accepted", "coverage", "set-small", "set-answers"}


def test_the_same_run_gives_the_same_report() -> None:
    one, other = (as_html(report([small()], "v", BEFORE, [], LINES)) for _ in range(2))
    assert one == other


def test_figures_stand_beside_their_goals_and_changes_are_named() -> None:
    made = report([small()], "v", BEFORE, changes([small()], BEFORE.outcomes))
    for text in (as_html(made), as_markdown(made)):
        assert "1 of 2 = 50.0% (95% interval 1.3% to 98.7%)" in text
        assert "at least 90.0%" in text
        assert "Accepted on 2026-11-25 by A. Reviewer: the first run" in text
        assert "small: right: 1 worse (case-1), 0 better" in text
        assert "right: it is wrong" in re.sub(r"</?b>", "", text)


def test_without_an_accepted_run_the_report_says_so() -> None:
    assert "No run was accepted yet." in as_markdown(report([small()], "v", None, []))


def test_a_bar_in_a_question_does_not_break_the_table() -> None:
    assert "alert(1)</script> \\| why?" in as_markdown(report([small()], "v", None, []))
