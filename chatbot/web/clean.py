"""Markdown to HTML that can do no harm: nothing but plain structure and links of the web comes through."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "blockquote", "code", "br", "hr", "a"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def clean(markdown: str) -> str:
    """Return Markdown as HTML with every tag, attribute and address that is not known to be harmless removed."""
    return nh3.clean(
        _markdown.render(markdown),
        tags=TAGS | TABLE,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    )
