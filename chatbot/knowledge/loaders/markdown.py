"""Markdown into parts; home of markdown-it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from chatbot.knowledge.loaders.decoding import decode
from chatbot.knowledge.loaders.parts import Part, Reading, Unread, row, whole, with_leads

_CONTENT = frozenset({"text", "code_inline", "softbreak", "hardbreak"})


class _Met(NamedTuple):
    """What a file holds beside its parts, gathered while it is read."""

    unread: list[Unread]
    tables: list[int]


def load(path: Path) -> Reading:
    """Read headings, paragraphs, lists, quotes, code blocks and tables; HTML inside the file is told, not read."""
    text, told = decode(path.read_bytes())
    met = _Met(told, [])
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    parts = [part for node in tree.children for part in _parts(node, met)]
    return whole(_captioned(with_leads(parts)), len(met.tables), met.unread)


def _parts(node: SyntaxTreeNode, met: _Met) -> Iterator[Part]:
    read = _READ.get(node.type)
    if read:
        yield from read(node, met)
    elif text := inline(node):
        yield Part(kind="text", text=text)


def _heading(node: SyntaxTreeNode, _met: _Met) -> Iterator[Part]:
    yield Part(kind="heading", text=inline(node))


def _list(node: SyntaxTreeNode, _met: _Met) -> Iterator[Part]:
    for item in node.children:
        text = " ".join(_flat(item))
        if text:
            yield Part(kind="item", text=text)


def _table(node: SyntaxTreeNode, met: _Met) -> Iterator[Part]:
    met.tables.append(1)
    yield from rows(node)


def _quote(node: SyntaxTreeNode, met: _Met) -> Iterator[Part]:
    for child in node.children:
        yield from _parts(child, met)


def _code(node: SyntaxTreeNode, _met: _Met) -> Iterator[Part]:
    for line in node.content.splitlines():
        if line.strip():
            yield Part(kind="text", text=" ".join(line.split()))


def _html(node: SyntaxTreeNode, met: _Met) -> Iterator[Part]:
    line = node.map[0] + 1 if node.map else 0
    what = "HTML inside Markdown is not read; write it as text, or save the page as .html and add that"
    met.unread.append(Unread(where=f"line {line}", why="embedded", what_to_do=what))
    yield from ()


def _rule(_node: SyntaxTreeNode, _met: _Met) -> Iterator[Part]:
    yield from ()


_READ: Mapping[str, Callable[[SyntaxTreeNode, _Met], Iterator[Part]]] = {
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "table": _table,
    "blockquote": _quote,
    "fence": _code,
    "code_block": _code,
    "html_block": _html,
    "hr": _rule,
}
"""Anything else is read as a paragraph."""


def _flat(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        if child.type in {"bullet_list", "ordered_list", "list_item", "blockquote"}:
            yield from _flat(child)
        else:
            yield inline(child)


def rows(table: SyntaxTreeNode) -> Iterator[Part]:
    """Read each row of a table with its column heads."""
    head, *body = table.children
    names = [inline(cell) for cell in head.children[0].children]
    for part in body:
        for line in part.children:
            yield row("", names, [inline(cell) for cell in line.children])


def inline(node: SyntaxTreeNode) -> str:
    """Return the plain text of a node."""
    return " ".join("".join(part.content or " " for part in node.walk() if part.type in _CONTENT).split())


def _captioned(parts: list[Part]) -> list[Part]:
    """Give rows the line just above their table as its caption, when that ends in a colon or is short."""
    made: list[Part] = []
    caption = ""
    for part in parts:
        if part.kind == "row":
            made.append(row(caption, part.heads, part.cells))
            continue
        caption = part.text if part.kind == "text" and part.text.endswith(":") else ""
        made.append(part)
    return made
