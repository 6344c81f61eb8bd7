"""Questions with what a good answer says; messages that want another kind of reply; reviewers' own questions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from chatbot.knowledge.library import Library
from evals import cases as read
from evals.cases import AnswerCase, Half, KindCase
from evals.eval_set import EvalSet, Goal, Scorer, plainly, written
from evals.scorers import caveats, checklists, citing, kinds, labels, plain, points, replay
from evals.told import Asker, Told


def _answered_twice(asker: Asker, case: AnswerCase) -> Told:
    told = plainly(asker, case)
    return told._replace(beside={replay.AGAIN: asker.again(case.question, (), case.country).to_json()})


def _points(case: AnswerCase) -> str:
    labelled = [f"{use}: {label}" for use, label in case.labels.items()]
    must_not = [f"not: {', '.join(case.must_not_say)}"] if case.must_not_say else []
    return "; ".join([*(point.point for point in case.must_say), *labelled, *must_not])


def _of_every_answer(library: Library, today: date) -> tuple[Scorer, ...]:
    """What every answer is scored by, whatever it was asked."""
    return (
        Scorer(
            name="claims with a citation",
            judge=citing.coverage,
            says="each claim is cited",
            goal=Goal(least=1.0),
            never=True,
        ),
        Scorer(
            name="citations that resolve",
            judge=citing.resolved(library),
            never=True,
            says="each citation is a passage and a source of the library",
            goal=Goal(least=1.0),
        ),
        Scorer(
            name="claims carried by what they cite",
            judge=citing.support(library),
            never=True,
            says="word for word, or a sentence of the corpus's wording",
            goal=Goal(least=0.99),
        ),
        Scorer(
            name="figures, hedges and negations kept",
            judge=citing.preserved(library),
            never=True,
            says="as in the cited sentence",
            goal=Goal(least=1.0),
        ),
        Scorer(
            name="labels as the records give",
            judge=labels.right(library),
            never=True,
            says="computed anew",
            goal=Goal(least=1.0),
        ),
        Scorer(
            name="label with source and date",
            judge=labels.dated(library),
            never=True,
            says="shown for each use named",
            goal=Goal(least=1.0),
        ),
        Scorer(
            name="never worded as approved",
            judge=labels.never_approved(library),
            never=True,
            says="where no label is",
            goal=Goal(least=1.0),
        ),
        Scorer(
            name="caveats needed and present",
            judge=caveats.present(library, today),
            says="worked out anew from what is cited",
            goal=Goal(least=1.0),
        ),
    )


def answers(library: Library, today: date) -> EvalSet:
    return EvalSet(
        name="answers",
        says="questions with what a good answer says",
        cases=lambda _library, half: read.answer_cases(half),
        ask=_answered_twice,
        group=lambda case: case.topics[0] if case.topics else "",
        wanted=_points,
        of_fast=4,
        scorers=(
            Scorer(name="answered", judge=points.answered, says="an answer is given", goal=Goal(least=0.95)),
            Scorer(
                name="must-say in the whole reply", judge=points.in_whole, says="points said", goal=Goal(least=0.85)
            ),
            Scorer(name="must-say in the short answer", judge=points.in_short, says="points said"),
            Scorer(
                name="must-not-say said",
                judge=points.must_not_say,
                says="forbidden words",
                counts_misses=True,
                goal=Goal(most=0.0),
                never=True,
            ),
            Scorer(name="labels right", judge=labels.wanted, says="as the case wants", goal=Goal(least=0.99)),
            *_of_every_answer(library, today),
            Scorer(name="claims", judge=plain.claims, says="of the whole reply", measures=True),
            Scorer(name="words in the short answer", judge=plain.words, says="at most 60", measures=True),
            Scorer(name="sentences in the short answer", judge=plain.short_sentences, says="at most 4", measures=True),
            Scorer(name="grade of the short answer", judge=plain.raw_grade, says="school years", measures=True),
            Scorer(
                name="the same with names and figures replaced",
                judge=plain.adjusted_grade(library),
                measures=True,
                says="school years",
                goal=Goal(most=6.0),
            ),
            Scorer(name="DISCERN items met", judge=checklists.discern(library), says="those a program can judge"),
            Scorer(
                name="PEMAT items met", judge=checklists.pemat, says="those a program can judge", goal=Goal(least=0.85)
            ),
            Scorer(name="balance", judge=checklists.balance(library), says="benefit and harm are both told"),
            Scorer(
                name="same bytes twice", judge=replay.identical, says="asked anew", goal=Goal(least=1.0), never=True
            ),
        ),
    )


def own(library: Library, today: date, folder: Path) -> EvalSet:
    """Answers that reviewers of this installation took as cases; told apart, so that no published figure moves."""
    return replace(
        answers(library, today),
        name="own",
        says="answers that reviewers here took as cases",
        cases=written(AnswerCase, "*.yaml", folder),
        halves=False,
        of_fast=1,
    )


def _kinds(_library: Library, half: Half | None) -> Sequence[KindCase]:
    return read.kind_cases(half)


def refusals() -> EvalSet:
    return EvalSet(
        name="refusals",
        says="messages that want another kind of reply, and questions that want none",
        cases=_kinds,
        ask=plainly,
        group=kinds.wanted,
        wanted=kinds.wanted,
        of_fast=10,
        scorers=(
            Scorer(name="kind of reply", judge=kinds.kind, says="with its reason or level", goal=Goal(least=0.9)),
            Scorer(
                name="not covered is not answered",
                judge=kinds.uncovered,
                says="of questions that the library has no source for",
                goal=Goal(least=0.97),
            ),
            Scorer(
                name="covered is not declined",
                judge=kinds.covered,
                says="of questions that the library answers",
                goal=Goal(least=0.95),
            ),
            Scorer(
                name="refusals without a reference",
                judge=kinds.bare,
                says="no citation, label or claim",
                goal=Goal(least=1.0),
                never=True,
            ),
        ),
    )


def absence() -> EvalSet:
    return EvalSet(
        name="absence",
        says="questions for studies of which the library holds none",
        cases=written(read.AbsenceCase, "absence-*.yaml"),
        ask=plainly,
        wanted=lambda case: f"that no study of {case.about} is held",
        of_fast=4,
        scorers=(
            Scorer(
                name="absence is said",
                judge=kinds.absence,
                says="a refusal for want of a source, or the words",
                goal=Goal(least=0.97),
            ),
            Scorer(
                name="refusals without a reference",
                judge=kinds.bare,
                says="no citation, label or claim",
                goal=Goal(least=1.0),
                never=True,
            ),
        ),
    )


def reviewed(library: Library, today: date) -> EvalSet:
    return EvalSet(
        name="reviewed",
        says="reviewers' own questions, imported from a spreadsheet",
        cases=written(read.ReviewedCase, "reviewed-*.yaml"),
        ask=plainly,
        wanted=lambda case: "; ".join(" or ".join(point) for point in case.must_say),
        halves=False,
        scorers=(
            Scorer(
                name="must-say in the whole reply", judge=points.reviewed, says="points said", goal=Goal(least=0.85)
            ),
            Scorer(
                name="must-not-say said",
                judge=points.must_not_say,
                says="forbidden words",
                counts_misses=True,
                goal=Goal(most=0.0),
                never=True,
            ),
            Scorer(name="labels right", judge=labels.wanted, says="as the case wants", goal=Goal(least=0.99)),
            *_of_every_answer(library, today),
        ),
    )
