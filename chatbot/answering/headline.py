"""The label of a use worded as a sentence, from templates; what is not approved is never worded as approved."""

from collections.abc import Sequence

from chatbot.domain import Claim, Jurisdiction, LabelName, Origin, Passage, UseLabel
from chatbot.knowledge.labels import told_in
from chatbot.knowledge.passages import treatment
from chatbot.knowledge.wording import Wording

SECTION = "short-answer"


def headline(
    labels: Sequence[UseLabel],
    passages: Sequence[Passage],
    wording: Wording,
    *,
    full: bool,
    child: bool = False,
    part: str = "",
) -> Claim:
    """Word the label of one use, for one country or for all, carried by its status and evidence passages.

    Where it is asked for a child, an approval for adults alone is told as such; and where a part of the treatment is
    asked about, such as one product, that the approval is of the whole.
    """
    first = labels[0]
    values = {
        "treatment": treatment(first.use, wording),
        "use": first.use.phrase,
        "evidence": wording(f"evidence_short.{first.use.evidence}"),
        "yes": places(first.approved_in, wording),
        "no": places(first.not_approved_in, wording),
        "country": wording(f"country.{first.country}") if first.country else wording("anywhere"),
        "label": _other_label(labels, wording),
    }
    text = wording(_template(labels, wording, full=full), **values)
    against = _against(first, passages) if full else None
    if against:
        guidance = first.against[0]
        body = wording("guidance_body", body=guidance.body, year=guidance.year) if guidance.year else guidance.body
        text = wording("headline_against", headline=text.removesuffix("."), body=body)
    adults = [c for label in labels for c in told_in([label]) if _adults_only(label, c)] if child else []
    if adults:
        countries = places(tuple(dict.fromkeys(adults)), wording)
        text = wording("headline_adults", headline=text.removesuffix("."), countries=countries)
    if part and any(label.name is LabelName.APPROVED for label in labels):
        text = wording(f"headline_of.{part}", headline=text.removesuffix("."))
    carriers = _carriers(labels, passages)
    return Claim(capital(text), (*carriers, against) if against else carriers, SECTION)


def places(countries: Sequence[Jurisdiction], wording: Wording) -> str:
    """List countries in a sentence: 'the US, the EU and China'."""
    return joined([wording(f"country.{country}") for country in countries], wording)


def joined(names: Sequence[str], wording: Wording) -> str:
    """List names in a sentence: 'one, two and three'."""
    if len(names) < 2:
        return "".join(names)
    return wording("join.and", first=", ".join(names[:-1]), last=names[-1])


def capital(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]


def _adults_only(label: UseLabel, country: Jurisdiction) -> bool:
    status = label.use.status.get(country)
    return status is not None and bool(status.approved) and status.adults_only


def _against(label: UseLabel, passages: Sequence[Passage]) -> Passage | None:
    """The passage of the first guidance against a use that is not approved."""
    if label.name is LabelName.APPROVED or not label.against:
        return None
    note = label.against[0].note
    return next((p for p in passages if p.origin is Origin.GUIDANCE and p.text.endswith(note)), None)


def _template(labels: Sequence[UseLabel], wording: Wording, *, full: bool) -> str:
    """Choose the most particular template there is for this label, country and knowledge of the status."""
    first = labels[0]
    group = "headline" if full else "headline_short"
    if len(labels) > 1:
        return f"{group}.{first.name if len({label.name for label in labels}) == 1 else 'mixed'}"
    endings: list[str] = []
    if not first.known:
        endings = ["_unknown_elsewhere", "_unknown"] if first.approved_in else ["_unknown"]
    elif first.country and first.name is LabelName.OFF_LABEL and first.approved_in:
        endings = ["_elsewhere", "_there"]
    elif first.country:
        endings = ["_there"]
    names = [f"{group}.{first.name}{ending}" for ending in [*endings, ""]]
    return next(name for name in names if wording.get(name))


def _other_label(labels: Sequence[UseLabel], wording: Wording) -> str:
    other = next((label.name for label in labels if label.name is not LabelName.APPROVED), labels[0].name)
    return wording(f"label.{other}").casefold()


def _carriers(labels: Sequence[UseLabel], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The status rows that the label rests on and the evidence; the summary where no status is known."""
    use, countries = labels[0].use, {label.country for label in labels} - {None}
    own = [p for p in passages if p.record == use.id]
    status = [p for p in own if p.origin is Origin.STATUS and (not countries or p.jurisdiction in countries)]
    status = status or [p for p in own if p.origin is Origin.STATUS]
    rest = [p for p in own if p.origin is Origin.EVIDENCE] or own
    return (*status, *rest[:1])
