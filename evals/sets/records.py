"""What the library's records give: the labels of every use in every country, and the passages that carry an answer."""

from collections.abc import Sequence

from chatbot.domain import COUNTRIES
from chatbot.knowledge.library import Library
from evals import cases as read
from evals.cases import AnswerCase, Case, Half, LabelCase, in_half
from evals.eval_set import EvalSet, Goal, Scorer
from evals.scorers import finding, labels
from evals.told import Asker, Told

ANYWHERE = "any"
NAMES_OF_A_USE = 3
DEEP = max(finding.DEPTHS)


def _uses(library: Library, half: Half | None) -> Sequence[LabelCase]:
    made = []
    for use in library.uses.values():
        names = tuple(dict.fromkeys([use.name, *use.synonyms]))[:NAMES_OF_A_USE]
        made.append(LabelCase(id=use.id, question=f"Is IVIG approved for {names[0]}?", use=use.id, names=names))
    return [case for case in made if in_half(case.id, half)]


def _every_country(asker: Asker, case: LabelCase) -> Told:
    """Ask for the use by each of its names, in every country and in none; what is asked suits the use."""
    treatment = asker.library.uses[case.use].treatment or "IVIG"
    forms = {
        f"{name} / {country or ANYWHERE}": asker.json(f"Is {treatment} approved for {name}?", (), country)
        for name in case.names
        for country in (None, *COUNTRIES)
    }
    return Told(asker.json(case.question), beside=forms)


def labels_set(library: Library) -> EvalSet:
    return EvalSet(
        name="labels",
        says="every use in every country, by several names",
        cases=_uses,
        ask=_every_country,
        group=lambda case: library.uses[case.use].group,
        wanted=lambda case: f"the labels of {case.use}",
        halves=False,
        generated=True,
        of_fast=10,
        scorers=(
            Scorer(
                name="label right in each country",
                judge=labels.each(library),
                says="as the records give",
                goal=Goal(least=0.99),
            ),
            Scorer(
                name="never worded as approved",
                judge=labels.each_never_approved(library),
                never=True,
                says="where no label is",
                goal=Goal(least=1.0),
            ),
        ),
    )


def _findable(_library: Library, half: Half | None) -> Sequence[Case]:
    covered = [case for case in read.kind_cases(half) if case.fact]
    return [*read.answer_cases(half), *covered]


def _found(asker: Asker, case: Case) -> Told:
    records = tuple(hit.passage.record for hit in asker.assistant.find(case.question, DEEP).hits)
    return Told(asker.json(case.question, (), getattr(case, "country", None)), found=records)


def finding_set() -> EvalSet:
    return EvalSet(
        name="finding",
        says="questions and the records that carry the answer",
        cases=_findable,
        ask=_found,
        group=lambda case: "points of answers" if isinstance(case, AnswerCase) else "facts asked for",
        wanted=lambda case: "; ".join(", ".join(facts) for facts in finding.carried_by(case)),
        of_fast=8,
        scorers=tuple(
            Scorer(
                name=f"found among the first {depth}",
                judge=finding.within(depth),
                says="a passage that carries it",
                goal=Goal(least=0.95) if depth == 5 else None,
            )
            for depth in finding.DEPTHS
        ),
    )
