"""Shows citations: the small numbered buttons, the card that each opens, and the list of sources."""

from collections.abc import Sequence

from chatbot.domain import Citation, Source, SourceKind
from chatbot.knowledge.wording import Wording
from chatbot.web.markup import day, esc, join, paragraph

WEB = ("https://", "http://")


def button(citation: Citation, prefix: str, wording: Wording) -> str:
    """Make the button that opens a citation's card; browsers open and close the card by themselves."""
    name = esc(_name(citation, wording))
    return (
        f'<button type="button" class="cite" popovertarget="{_id(citation, prefix)}"'
        f' aria-label="{name}" title="{name}">{citation.n}</button>'
    )


def card(citation: Citation, prefix: str, wording: Wording) -> str:
    """Make the card with the passage and what there is to know about its source."""
    name = _id(citation, prefix)
    return (
        f'<div popover id="{name}" class="source-card" role="dialog" tabindex="-1"'
        f' aria-labelledby="{name}-name">'
        f'<p class="source-number">{esc(_name(citation, wording))}</p>'
        f'<h3 id="{name}-name">{esc(citation.source.title)}</h3>{_body(citation, wording)}'
        f'<button type="button" class="close" popovertarget="{name}" popovertargetaction="hide">'
        f"{esc(wording('page.close'))}</button></div>"
    )


def listed(citations: Sequence[Citation], wording: Wording) -> str:
    """List the cited sources, each with its passage."""
    items = join(
        f'<li value="{c.n}"><p class="source-title">{esc(c.source.title)}</p>{_body(c, wording)}</li>'
        for c in citations
    )
    return f'<ol class="sources">{items}</ol>' if items else ""


def _id(citation: Citation, prefix: str) -> str:
    return f"{prefix}-source-{citation.n}"


def _name(citation: Citation, wording: Wording) -> str:
    source = citation.source
    return wording("page.source_n", n=citation.n, publisher=source.publisher, year=_year(source, wording))


def _year(source: Source, wording: Wording) -> str:
    return str(source.year) if source.year else wording("page.year_unknown")


def _body(citation: Citation, wording: Wording) -> str:
    source, passage = citation.source, citation.passage
    seller = paragraph(esc(wording("page.sellers_word")), "seller-mark") if _sells(source) else ""
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
        f"<div><dt>{esc(wording(f'page.{name}'))}</dt><dd>{esc(text)}</dd></div>"
        for name, text in rows.items()
        if text
    )
    return f"{seller}<blockquote>{esc(passage.text)}</blockquote><dl>{facts}</dl>{_link(source, wording)}"


def _sells(source: Source) -> bool:
    return source.kind is SourceKind.COMMERCIAL


def _link(source: Source, wording: Wording) -> str:
    """Only an address of the web becomes a link; a page that the library cannot vouch for has none."""
    if source.url is None or not source.url.startswith(WEB):
        return paragraph(esc(wording("page.no_link")), "no-link")
    text = f"{esc(wording('page.open_source'))} <span>{esc(wording('page.new_tab'))}</span>"
    link = f'<a href="{esc(source.url)}" target="_blank" rel="noopener noreferrer nofollow">{text}</a>'
    return paragraph(link, "source-link")
