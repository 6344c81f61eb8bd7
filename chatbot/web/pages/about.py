"""The page about the library: what it is and is not, who pays, privacy, its review, and how to correct an error."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from chatbot.domain import EvidenceLevel, LabelName
from chatbot.web.parts import Site
from chatbot.web.quality import read_quality
from chatbot.web.shell import Shell


def pages(site: Site, shell: Shell) -> APIRouter:
    """Return `/about`."""
    router = APIRouter(default_response_class=HTMLResponse)
    read_quality(site.quality)  # a file that is none is told when the server starts

    @router.get("/about")
    def about(request: Request) -> HTMLResponse:
        return shell.page(
            "about",
            "about",
            card=read_quality(site.quality),
            names=list(LabelName),
            levels=list(EvidenceLevel),
            sources=len(site.library.sources),
            uses=len(site.library.uses),
            passages=len(site.library.passages),
            oldest=min(source.checked for source in site.library.sources.values()),
            address=str(request.base_url),
            kept_days=site.kept_days if site.trail else None,
        )

    return router
