"""Labels: the right one, with source and date, and no words of approval where there is none."""

from collections.abc import Callable, Iterator
from datetime import date

from chatbot.answering.selecting import Guard
from chatbot.domain import COUNTRIES, Jurisdiction, LabelName
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences
from evals.cases import AnswerCase, LabelCase, ReviewedCase
from evals.told import Json, Told
from evals.verdict import Verdict, unscored, without

Score = Callable[[object, Told], Verdict]


def wanted(case: AnswerCase | ReviewedCase, told: Told) -> Verdict:
    """Each use has the labels that the case wants, in every country; a question that got no answer needs none."""
    if not told.answered or not case.labels:
        return unscored("no answer" if case.labels else "no label is wanted")
    return without(_wrong(case, told.reply), of=len(case.labels))


def _wrong(case: AnswerCase | ReviewedCase, reply: Json) -> Iterator[str]:
    for use, label in case.labels.items():
        found = {one["country"]: one["label"] for one in reply["labels"] if one["use"] == use}
        right = found == label if isinstance(label, dict) else set(found.values()) == {label}
        if not right:
            yield f"{use}: wanted {label}, got {found or 'none'}"


def right(library: Library) -> Score:
    """Return the scorer of labels: each is the one that the records give."""

    def score(_case: object, told: Told) -> Verdict:
        shown = told.reply["labels"]
        return without(computed_otherwise(told.reply, library), of=len(shown)) if shown else unscored("no label")

    return score


def computed_otherwise(reply: Json, library: Library) -> Iterator[str]:
    """Yield each label of a reply that is not the one computed."""
    for label in reply["labels"]:
        country = Jurisdiction(label["country"]) if label["country"] else None
        computed = {one.name.value for one in labels(library.uses[label["use"]], country)}
        if label["label"] not in computed:
            yield f"labels {label['use']} {label['label']}, computed {', '.join(sorted(computed))}"


def dated(library: Library) -> Score:
    """Return the scorer of labels' standing: each use named has a label, whose source and date a reader sees."""

    def problems(reply: Json) -> Iterator[str]:
        yield from (f"{use} has no label" for use in reply["uses"] if use not in {x["use"] for x in reply["labels"]})
        for label in reply["labels"]:
            source = library.sources.get(label["source"])
            if source is None or source.title not in reply["text"]:
                yield f"{label['use']}: the label's source is not shown"
            if not _is_date(label["checked"]) or label["checked"] not in reply["text"]:
                yield f"{label['use']}: the label's date is not shown"

    def score(_case: object, told: Told) -> Verdict:
        named = told.answered and (told.reply["uses"] or told.reply["labels"])
        return without(problems(told.reply)) if named else unscored("no use is named")

    return score


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def never_approved(library: Library) -> Score:
    """Return the scorer of wording: nothing is worded as approved where no use in question is."""
    guard = Guard(library.reading)

    def score(_case: object, told: Told) -> Verdict:
        asked = {label["label"] for label in told.reply["labels"] if label["use"] in told.reply["uses"]}
        if not asked or LabelName.APPROVED in asked:
            return unscored("no use is asked for, or one that is approved")
        texts = [*(c["text"] for c in told.reply["sentences"]), *told.reply["caveats"]]
        said = [one for text in texts for one in sentences(text) if not guard.lets_through(one)]
        return without((f"worded as approved: {one}" for one in said), of=1)

    return score


def each(library: Library) -> Callable[[LabelCase, Told], Verdict]:
    """Return the scorer of one use in every country and by several names: the labels that the records give."""

    def problems(case: LabelCase, told: Told) -> Iterator[str]:
        for form, reply in told.beside.items():
            name, country = form.rsplit(" / ", 1)
            place = Jurisdiction(country) if country in COUNTRIES else None
            needed: set[tuple[str, str | None]] = {
                (x.name.value, x.country) for x in labels(library.uses[case.use], place)
            }
            found = {(x["label"], x["country"]) for x in reply["labels"] if x["use"] == case.use}
            if found != needed:
                yield f"'{name}' in {country}: wanted {_said(needed)}, got {_said(found) or reply['kind']}"

    return lambda case, told: without(problems(case, told), of=len(told.beside))


def _said(found: set[tuple[str, str | None]]) -> str:
    return ", ".join(sorted(f"{label} ({country or 'all'})" for label, country in found))


def each_never_approved(library: Library) -> Callable[[LabelCase, Told], Verdict]:
    """Return the scorer of one use in every country and by several names: nothing worded as approved."""
    one = never_approved(library)

    def score(case: LabelCase, told: Told) -> Verdict:
        found = {form: one(case, Told(reply)) for form, reply in told.beside.items()}
        scored = {form: verdict for form, verdict in found.items() if verdict.of}
        wrong = [f"{form}: {verdict.why}" for form, verdict in scored.items() if verdict.outcome == "missed"]
        return without(wrong, of=len(scored)) if scored else unscored("approved everywhere")

    return score
