"""Shows what a use is labelled and how sure the evidence is: a word and a shape, never a colour alone."""

from collections.abc import Sequence
from itertools import groupby

from chatbot.answering.headline import places
from chatbot.domain import Citation, EvidenceLevel, Guidance, LabelName, UseLabel
from chatbot.knowledge.labels import told_in
from chatbot.knowledge.passages import treatment
from chatbot.knowledge.wording import Wording, day
from chatbot.web.markup import esc, join, paragraph

SHAPES = {
    LabelName.APPROVED: '<circle cx="12" cy="12" r="11"/><path class="cut" d="M6.5 12.5l3.8 3.8 7.2-8"/>',
    LabelName.OFF_LABEL: '<path d="M12 .5 23.5 12 12 23.5.5 12z"/><path class="cut" d="M7.5 12h9"/>',
    LabelName.EXPERIMENTAL: '<path d="M12 1.2 23.4 22H.6z"/><path class="cut" d="M12 8.5v6.5M12 18.2v.6"/>',
    LabelName.NOT_RECOMMENDED: (
        '<path d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z"/><path class="cut" d="M8 8l8 8M16 8l-8 8"/>'
    ),
}
STEPS = {EvidenceLevel.STRONG: 4, EvidenceLevel.MODERATE: 3, EvidenceLevel.LIMITED: 2}
FULL = 4
FEW = 2
"""Up to this many uses, an answer also says what each label means."""


def panel(labels: Sequence[UseLabel], wording: Wording) -> str:
    """Show every use that an answer names, each with its label, evidence, source and date."""
    made = join(_use(group, wording) for group in _by_use(labels))
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
    shown = f'<span class="steps" aria-hidden="true">{steps}</span>'
    return f'<p class="meter meter-{level}">{shown}<span>{words}</span></p>'


def basis(labels: Sequence[UseLabel], citations: Sequence[Citation], wording: Wording) -> str:
    """Show what the labels of an answer mean and rest on: in small, after the answer itself."""
    by_use = _by_use(labels)
    means = dict.fromkeys(x.name for x in labels) if len(by_use) <= FEW else ()
    notes = [n for group in by_use for n in (*_unknown(group, wording), *_against(group[0].against, wording))]
    parts = [
        *(paragraph(f"{esc(wording(f'label.{x}'))}: {esc(wording(f'label_means.{x}'))}") for x in means),
        *(paragraph(esc(note), "note") for note in dict.fromkeys(notes)),
        *(paragraph(esc(origin)) for origin in dict.fromkeys(_origin(x, citations, wording) for x in labels)),
    ]
    return f'<div class="basis">{join(parts)}</div>' if labels else ""


def _by_use(labels: Sequence[UseLabel]) -> list[tuple[UseLabel, ...]]:
    return [tuple(group) for _, group in groupby(labels, key=lambda label: label.use.id)]


def _use(labels: Sequence[UseLabel], wording: Wording) -> str:
    use = labels[0].use
    name = f'<p class="use-name">{esc(use.name)}</p>'
    return f'<section class="use">{name}{rows(labels, wording)}{meter(use.evidence, wording)}</section>'


def rows(labels: Sequence[UseLabel], wording: Wording) -> str:
    """Show the labels of one use, each once with the places that it holds in."""
    by_name = {name: [x for x in labels if x.name is name] for name in dict.fromkeys(x.name for x in labels)}
    return join(_row(name, group, wording) for name, group in by_name.items())


def _row(name: LabelName, labels: Sequence[UseLabel], wording: Wording) -> str:
    where = places(told_in(labels), wording)
    shown = esc(wording("page.in_places", places=where)) if where else ""
    return f'<div class="row">{badge(name, wording)} <span class="where">{shown}</span></div>'


def _unknown(labels: Sequence[UseLabel], wording: Wording) -> list[str]:
    return [
        wording(
            "status.not-known",
            treatment=treatment(label.use, wording),
            use=label.use.phrase,
            country=wording(f"country.{label.country}"),
        )
        for label in labels
        if label.country and not label.known
    ]


def _against(guidance: Sequence[Guidance], wording: Wording) -> list[str]:
    bodies = [wording("guidance_body", body=g.body, year=g.year) if g.year else g.body for g in guidance]
    return [wording("guidance_against", bodies=", ".join(dict.fromkeys(bodies)))] if bodies else []


def _origin(label: UseLabel, citations: Sequence[Citation], wording: Wording) -> str:
    """Where a label is from: by number if the answer cites it, else by its full name."""
    source, checked = label.source, day(label.checked)
    cited = next((c.n for c in citations if c.source.id == source.id), None)
    if cited is not None:
        return wording("page.label_cited", n=cited, publisher=source.publisher, checked=checked)
    return wording("page.label_from", source=f"{source.publisher}: {source.title}", checked=checked)
