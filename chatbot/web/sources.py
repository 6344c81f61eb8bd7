"""Shows citations: small numbered buttons, the card that each opens, and the list of sources.

A passage may lean on several sources, each with a number of its own: they share a button and a card.
"""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote, urlencode

from chatbot.domain import Citation, Passage, Source, SourceKind
from chatbot.knowledge.pages import page_of
from chatbot.knowledge.wording import Wording, day
from chatbot.web.markup import esc, join, paragraph

WEB = ("https://", "http://")


def buttons(passages: Sequence[Passage], citations: Sequence[Citation], prefix: str, wording: Wording) -> str:
    """Make the buttons of a claim, one for each passage that carries it."""
    carried = {passage.id for passage in passages}
    groups = [group for group in _by_passage(citations) if group[0].passage.id in carried]
    return " ".join(_button(group, prefix, wording) for group in groups)


def cards(citations: Sequence[Citation], prefix: str, wording: Wording) -> str:
    """Make the cards that the buttons open, each with a passage and its sources."""
    return join(_card(group, prefix, wording) for group in _by_passage(citations))


def listed(citations: Sequence[Citation], wording: Wording) -> str:
    """List the cited sources by number, each with its passage."""
    items = join(
        f'<li value="{c.n}">{_source(c, wording, _quoted(c, group[0], wording))}</li>'
        for group in _by_passage(citations)
        for c in group
    )
    return f'<ol class="sources">{items}</ol>' if items else ""


def _by_passage(citations: Sequence[Citation]) -> list[list[Citation]]:
    return [list(group) for _, group in groupby(citations, key=lambda citation: citation.passage.id)]


def _button(group: Sequence[Citation], prefix: str, wording: Wording) -> str:
    name = esc(_name(group, wording))
    numbers = f"{group[0].n}–{group[-1].n}" if len(group) > 1 else f"{group[0].n}"
    return (
        f'<button type="button" class="cite" popovertarget="{prefix}-source-{group[0].n}"'
        f' aria-label="{name}" title="{name}">{numbers}</button>'
    )


def _card(group: Sequence[Citation], prefix: str, wording: Wording) -> str:
    name = f"{prefix}-source-{group[0].n}"
    close = f'type="button" class="close" popovertarget="{name}" popovertargetaction="hide"'
    told = join(f"<section>{_source(citation, wording)}</section>" for citation in group)
    return (
        f'<div popover id="{name}" class="source-card" role="dialog" tabindex="-1"'
        f' aria-labelledby="{name}-name"><div class="source-top">'
        f'<h3 id="{name}-name">{esc(_name(group, wording))}</h3>'
        f"<button {close}>{esc(wording('page.close'))}</button></div>"
        f"{_quote(group[0].passage, wording)}{told}</div>"
    )


def _name(group: Sequence[Citation], wording: Wording) -> str:
    first, source = group[0], group[0].source
    if len(group) > 1:
        return wording("page.sources_n", first=first.n, last=group[-1].n)
    return wording("page.source_n", n=first.n, publisher=source.publisher, year=_year(source, wording))


def _year(source: Source, wording: Wording) -> str:
    return str(source.year) if source.year else wording("page.year_unknown")


def _quote(passage: Passage, wording: Wording) -> str:
    return f"<blockquote>{esc(passage.text)}</blockquote>{_in_page(passage, wording)}"


def _quoted(citation: Citation, first: Citation, wording: Wording) -> str:
    """The passage where it is first listed, and after that where to find it."""
    if citation is first:
        return _quote(citation.passage, wording)
    return paragraph(esc(wording("page.same_passage", n=first.n)), "same")


def _source(citation: Citation, wording: Wording, quoted: str = "") -> str:
    source, passage = citation.source, citation.passage
    seller = source.kind is SourceKind.COMMERCIAL
    mark = paragraph(esc(wording("page.sellers_word")), "seller-mark") if seller else ""
    rows = {
        "publisher": source.publisher,
        "kind": wording(f"kind.{source.kind}"),
        "strength": wording(f"strength.{passage.strength}"),
        "year": _year(source, wording),
        "locator": passage.locator,
        "interest": source.interest,
        "read": wording(f"read.{source.read}"),
        "checked_on": day(source.checked),
    }
    facts = join(
        f"<div><dt>{esc(wording(f'page.{name}'))}</dt><dd>{esc(text)}</dd></div>" for name, text in rows.items() if text
    )
    title = paragraph(esc(source.title), "source-title")
    return f"{title}{mark}{quoted}<dl>{facts}</dl>{_link(source, wording)}"


def page_link(passage: Passage) -> str:
    """Return the address of the page of its document that a passage stands on, which marks it."""
    where = f"/library/{quote(passage.record)}/page/{page_of(passage) or 1}"
    return f"{where}?{urlencode({'passage': passage.id})}#passage"


def _in_page(passage: Passage, wording: Wording) -> str:
    """A passage that was cut from a document can be seen in its page."""
    if passage.place is None:
        return ""
    text = f"{esc(wording('page.in_page'))} <span>{esc(wording('page.new_tab'))}</span>"
    return paragraph(f'<a href="{esc(page_link(passage))}" target="_blank" rel="noopener">{text}</a>', "source-link")


def _link(source: Source, wording: Wording) -> str:
    """Only an address of the web becomes a link; a page that the library cannot vouch for has none."""
    if source.url is None or not source.url.startswith(WEB):
        return paragraph(esc(wording("page.no_link")), "no-link")
    text = f"{esc(wording('page.open_source'))} <span>{esc(wording('page.new_tab'))}</span>"
    link = f'<a href="{esc(source.url)}" target="_blank" rel="noopener noreferrer nofollow">{text}</a>'
    return paragraph(link, "source-link")
