"""HTML into parts; home of lxml. Nothing is fetched and no script is run."""

import re
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from chatbot.knowledge.loaders.decoding import decode
from chatbot.knowledge.loaders.parts import Part, PartKind, Reading, Unread, row, unreadable, whole, with_leads

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    *(
        "p",
        "li",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "form",
        "ul",
        "ol",
        "dl",
        "dt",
    ),
    *("dd", "table", "caption", "tr", "td", "th", "blockquote", "pre", "figure", "figcaption", "address", "fieldset"),
    *(
        "details",
        "summary",
        "body",
        "html",
        "br",
        "hr",
        "button",
        "label",
        "option",
        "select",
        "thead",
        "tbody",
        "tfoot",
    ),
}
SILENT = frozenset({"script", "style", "template", "head", "svg", "math", "canvas"})
"""Never text for a reader."""
FRAMES = frozenset({"iframe", "frame", "object", "embed", "audio", "video"})
APART = frozenset({"nav", "footer", "aside", "form", "header", "button", "select", "noscript"})
MOST_MARKS = 300
MOST_DEPTH = 200
"""libxml2 gives up at 256; a page nested this deep is told as broken."""
_SPLIT = re.compile(r"[^a-z0-9]+")


class _Open(NamedTuple):
    """Where a text stands: what its parts are, and the marks around it."""

    kind: PartKind
    marks: str


def load(path: Path) -> Reading:
    """Read a saved page: headings, paragraphs, lists, tables; menus and the like keep their marks."""
    text, told = decode(path.read_bytes(), markup=True)
    if not text.strip():
        return whole([], 0, told)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return unreadable(
            Unread(where="file", why="broken", what_to_do=f"is no HTML that can be read ({error}); save the page again")
        )
    told += _deep(parser)
    walker = _Walker()
    walker.walk(root)
    return whole(with_leads(walker.parts), walker.tables, [*told, *walker.unread])


def _deep(parser: html.HTMLParser) -> list[Unread]:
    deep = [entry for entry in parser.error_log if "depth" in entry.message.casefold()]
    what = "elements are nested too deep and what lies inside was not read; save the page as plain text"
    return [Unread(where=f"line {deep[0].line}", why="broken", what_to_do=what)] if deep else []


class _Walker:
    """Goes through a page once, without recursion, gathering text up to the next block."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.unread: list[Unread] = []
        self.tables = 0
        self._text: list[str] = []
        self._frames = 0
        self._places = [_Open("text", "")]
        self._within: list[html.HtmlElement] = []

    def walk(self, root: html.HtmlElement) -> None:
        """Visit every element; tables are read whole."""
        skip: html.HtmlElement | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if skip is not None:
                if event == "end" and element is skip:
                    skip = None
                    self._add(element.tail)
            elif event == "start":
                skip = element if self._starts(element) else None
            else:
                self._ends(element)
        self._flush()
        if self._frames:
            what = "frames, films and embedded files are not read; open them and add their text"
            self.unread.append(Unread(where=f"{self._frames} embedded", why="embedded", what_to_do=what))

    def _starts(self, element: html.HtmlElement) -> bool:
        """Begin an element; tell whether all that is inside it was dealt with."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if self._left_out(element, tag):
            return True
        if tag == "table" and not element.xpath(".//table"):
            self._flush()
            self._table(element, _marks(element, self._places[-1].marks))
            return True
        if tag in BLOCKS:
            self._flush()
            outer = self._places[-1]
            self._places.append(_Open(_kind(tag, outer.kind), _marks(element, outer.marks)))
            self._within.append(element)
        self._add(element.text)
        return False

    def _ends(self, element: html.HtmlElement) -> None:
        if self._within and self._within[-1] is element:
            self._flush()
            self._places.pop()
            self._within.pop()
        self._add(element.tail)

    def _left_out(self, element: html.HtmlElement, tag: str) -> bool:
        self._frames += tag in FRAMES
        hidden = "hidden" in element.attrib or "display:none" in element.get("style", "").replace(" ", "").casefold()
        if hidden and (said := " ".join(element.text_content().split())):
            self.parts.append(Part(kind="text", text=said, marks="hidden"))
        return tag in SILENT or tag in FRAMES or hidden

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text)

    def _flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if text:
            self.parts.append(Part(kind=self._places[-1].kind, text=text, marks=self._places[-1].marks))

    def _table(self, table: html.HtmlElement, marks: str) -> None:
        lines = [[_cell(cell) for cell in line.xpath("./td|./th")] for line in table.xpath(".//tr")]
        lines = [line for line in lines if any(text for text, _, _ in line)]
        caption = " ".join(" ".join(c.text_content().split()) for c in table.xpath("./caption"))
        if not caption and self.parts and self.parts[-1].kind == "text" and self.parts[-1].text.endswith(":"):
            caption = self.parts[-1].text
        grid = _grid(lines)
        if len(grid) < 2 or len(grid[0]) < 2:  # a table that only lays out the page
            for line in grid:
                self.parts += [Part(kind="text", text=text, marks=marks) for text in dict.fromkeys(line) if text]
            return
        self.tables += 1
        deep = max(1, len(table.xpath("./thead/tr")) or _head_rows(table))
        heads = [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*grid[:deep], strict=True)]
        self.parts += [row(caption, heads, cells, marks) for cells in grid[deep:]]


def _kind(tag: str, outer: PartKind) -> PartKind:
    if tag in HEADINGS:
        return "heading"
    if tag in {"li", "dd"}:
        return "item"
    return outer if outer == "item" and tag in {"p", "div", "br"} else "text"


def _marks(element: html.HtmlElement, outer: str) -> str:
    tag = str(element.tag)
    own = [tag] if tag in APART else []
    own += [word for name in ("class", "id", "role") for word in _SPLIT.split(element.get(name, "").casefold()) if word]
    return " ".join(dict.fromkeys([*outer.split(), *own]))[:MOST_MARKS]


def _cell(cell: html.HtmlElement) -> tuple[str, int, int]:
    return " ".join(cell.text_content().split()), _span(cell, "colspan"), _span(cell, "rowspan")


def _span(cell: html.HtmlElement, name: str) -> int:
    given = cell.get(name, "1").strip()
    return min(max(int(given), 1), 100) if given.isdecimal() and len(given) < 5 else 1


def _grid(lines: list[list[tuple[str, int, int]]]) -> list[list[str]]:
    """Lay cells that span rows or columns out as a grid, each text in every place that it covers."""
    filled: dict[tuple[int, int], str] = {}
    for y, line in enumerate(lines):
        x = 0
        for text, wide, high in line:
            while (y, x) in filled:
                x += 1
            for dy in range(min(high, len(lines) - y)):
                filled.update({(y + dy, x + dx): text for dx in range(wide)})
            x += wide
    width = 1 + max((x for _, x in filled), default=-1)
    return [[filled.get((y, x), "") for x in range(width)] for y in range(len(lines))]


def _head_rows(table: html.HtmlElement) -> int:
    """Count the first rows that hold only heads."""
    count = 0
    for line in table.xpath(".//tr"):
        if line.xpath("./td"):
            break
        count += 1
    return count
