"""Shows what a use is labelled and how sure the evidence is: a word and a shape, never a colour alone."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from chatbot.domain import EvidenceLevel, Guidance, LabelName, Use, UseLabel
from chatbot.knowledge.wording import Wording
from chatbot.web.markup import bullets, day, esc, join, paragraph

SHAPES = {
    LabelName.APPROVED: '<circle cx="12" cy="12" r="11"/><path class="cut" d="M6.5 12.5l3.8 3.8 7.2-8"/>',
    LabelName.OFF_LABEL: '<path d="M12 .5 23.5 12 12 23.5.5 12z"/><path class="cut" d="M7.5 12h9"/>',
    LabelName.EXPERIMENTAL: '<path d="M12 1.2 23.4 22H.6z"/><path class="cut" d="M12 8.5v6.5M12 18.2v.6"/>',
    LabelName.NOT_RECOMMENDED: (
        '<path d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z"/><path class="cut" d="M8 8l8 8M16 8l-8 8"/>'
    ),
}
STEPS = {EvidenceLevel.STRONG: 4, EvidenceLevel.MODERATE: 3, EvidenceLevel.LIMITED: 2, EvidenceLevel.CONFLICTING: 1}
FULL = 4
FEW = 2
"""Up to this many uses, an answer also says what each label means."""


def panel(labels: Sequence[UseLabel], wording: Wording) -> str:
    """Show every use that an answer names, each with its label, evidence, source and date."""
    by_use = [tuple(group) for _, group in groupby(labels, key=lambda label: label.use.id)]
    made = join(_use(group, wording, explain=len(by_use) <= FEW) for group in by_use)
    return f'<div class="labels">{made}</div>' if made else ""


def badge(name: LabelName, wording: Wording) -> str:
    """Show a label as a word and a shape."""
    shape = f'<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">{SHAPES[name]}</svg>'
    return f'<span class="badge badge-{name}">{shape}{esc(wording(f"label.{name}"))}</span>'


def meter(level: EvidenceLevel, wording: Wording) -> str:
    """Show how sure the evidence is: in words, with steps beside them."""
    on = STEPS.get(level, 0)
    steps = join(f'<i class="{"on" if i < on else ""}"></i>' for i in range(FULL))
    words = esc(wording("page.evidence", level=wording(f"level.{level}")))
    return f'<span class="meter meter-{level}"><span class="steps" aria-hidden="true">{steps}</span>{words}</span>'


def places(codes: Iterable[str], wording: Wording) -> str:
    """List countries as a sentence does."""
    names = [wording(f"country.{code}") for code in codes]
    if len(names) < 2:
        return "".join(names)
    return wording("join.and", first=", ".join(names[:-1]), last=names[-1])


def _use(labels: Sequence[UseLabel], wording: Wording, *, explain: bool) -> str:
    use = labels[0].use
    by_name = {name: [x for x in labels if x.name is name] for name in dict.fromkeys(x.name for x in labels)}
    rows = join(_row(name, group, wording, explain=explain) for name, group in by_name.items())
    notes = [*_unknown(labels, wording), *_against(labels[0].against, wording)]
    return (
        f'<section class="use"><p class="use-name">{esc(use.name)}</p>{rows}{meter(use.evidence, wording)}'
        f"{join(paragraph(esc(note), 'note') for note in notes)}{_origin(labels, wording)}</section>"
    )


def _row(name: LabelName, labels: Sequence[UseLabel], wording: Wording, *, explain: bool) -> str:
    where = places(_where(labels), wording)
    shown = esc(wording("page.in_places", places=where)) if where else ""
    means = paragraph(esc(wording(f"label_means.{name}")), "means") if explain else ""
    return f'<div class="row">{badge(name, wording)} <span class="where">{shown}</span></div>{means}'


def _where(labels: Sequence[UseLabel]) -> list[str]:
    """The countries a label is for; with none chosen, only an approval is told with its countries."""
    chosen = [label.country for label in labels if label.country]
    if chosen or labels[0].name is not LabelName.APPROVED:
        return [str(country) for country in chosen]
    return [str(country) for country in labels[0].approved_in]


def _unknown(labels: Sequence[UseLabel], wording: Wording) -> list[str]:
    return [
        wording(
            "status.not-known",
            treatment=_treatment(label.use, wording),
            use=label.use.phrase,
            country=wording(f"country.{label.country}"),
        )
        for label in labels
        if label.country and not label.known
    ]


def _treatment(use: Use, wording: Wording) -> str:
    return use.treatment or wording("treatment")


def _against(guidance: Sequence[Guidance], wording: Wording) -> list[str]:
    bodies = [wording("guidance_body", body=g.body, year=g.year) if g.year else g.body for g in guidance]
    return [wording("guidance_against", bodies=", ".join(dict.fromkeys(bodies)))] if bodies else []


def _origin(labels: Sequence[UseLabel], wording: Wording) -> str:
    lines = {
        wording("page.label_from", source=f"{x.source.publisher}: {x.source.title}", checked=day(x.checked)): None
        for x in labels
    }
    if len(lines) == 1:
        return paragraph(esc(next(iter(lines))), "origin")
    return bullets(map(esc, lines), "origin")
