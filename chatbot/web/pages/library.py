"""The pages of the library: all its sources in one list, one page for each, and the pages of documents as read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from chatbot.domain import Passage, Source, SourceKind, Use
from chatbot.knowledge.library import Library
from chatbot.knowledge.pages import DocumentText, shown
from chatbot.web.parts import Site
from chatbot.web.search import one_of, says
from chatbot.web.shell import Shell
from chatbot.web.sources import WEB

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A source as the list shows it."""

    source: Source
    passages: tuple[Passage, ...]
    """What of the library leans on it."""
    uses: tuple[Use, ...]
    """The uses that it is cited for."""
    overdue: bool

    @property
    def words(self) -> str:
        """What it is searched by."""
        source = self.source
        return " ".join([source.id, source.title, source.publisher, source.interest, *(use.name for use in self.uses)])

    @property
    def link(self) -> str | None:
        """The publisher's own address, where it is one of the web."""
        url = self.source.url
        return url if url and url.startswith(WEB) else None


def pages(site: Site, shell: Shell) -> APIRouter:
    """Return `/library`, `/library/<source id>` and `/library/<document id>/page/<n>?passage=<id>`."""
    router = APIRouter(default_response_class=HTMLResponse)
    rows = {row.source.id: row for row in _rows(site.library, site.today)}

    @router.get("/library")
    def table(q: str = "", kind: str = "", page: str = "1") -> HTMLResponse:
        chosen = one_of(SourceKind, kind)
        found = [r for r in rows.values() if says(r.words, q) and (chosen is None or r.source.kind is chosen)]
        last = max(1, -(-len(found) // ON_A_PAGE))
        at = min(max(int(page) if page.isdecimal() else 1, 1), last)
        return shell.page(
            "library",
            "library",
            rows=found[(at - 1) * ON_A_PAGE : at * ON_A_PAGE],
            found=len(found),
            all=len(rows),
            page=at,
            last=last,
            kinds=list(SourceKind),
            asked={"q": q, "kind": chosen or ""},
        )

    @router.get("/library/{source_id}")
    def one(source_id: str) -> HTMLResponse:
        if source_id not in rows:
            raise HTTPException(404)
        return shell.page("source", "library", row=rows[source_id])

    @router.get("/library/{document_id}/page/{page}")
    def as_read(document_id: str, page: int, passage: str = "") -> HTMLResponse:
        text = site.library.texts.get(document_id, DocumentText(parts=()))
        if page not in text.pages:
            raise HTTPException(404)
        passages = site.library.by_record.get(document_id, ())
        marked = next((one for one in passages if one.id == passage), None)
        return shell.page(
            "page",
            "library",
            source=_source_of(site.library, document_id),
            document=document_id,
            lines=shown(text, page, marked),
            marked=marked,
            page=page,
            pages=text.pages,
            paged=any(part.page is not None for part in text.parts),
        )

    return router


def _source_of(library: Library, document_id: str) -> Source | None:
    """The source of a document; None where nothing of it is answered from."""
    passages = library.by_record.get(document_id, ())
    return passages[0].source if passages else library.sources.get(document_id)


def _rows(library: Library, today: date) -> Iterator[Row]:
    """Every source, by kind in the order of kinds and then by publisher."""
    leaning: dict[str, list[Passage]] = {}
    for passage in library.passages:
        for source in passage.sources:
            leaning.setdefault(source.id, []).append(passage)
    naming = _naming(library)
    order = list(SourceKind)
    for source in sorted(library.sources.values(), key=lambda s: (order.index(s.kind), s.publisher.casefold())):
        passages = tuple(leaning.get(source.id, ()))
        ids = dict.fromkeys([*naming.get(source.id, ()), *chain.from_iterable(p.uses for p in passages)])
        uses = tuple(library.uses[name] for name in ids)
        yield Row(source, passages, uses, overdue=source.next_review < today)


def _naming(library: Library) -> Mapping[str, Sequence[str]]:
    """The uses whose records name a source, by the source's id."""
    found: dict[str, list[str]] = {}
    for use in library.uses.values():
        for source in use.sources:
            found.setdefault(source.id, []).append(use.id)
    return found
