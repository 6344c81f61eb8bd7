"""The JSON interface: ask a question, say what an answer was worth, and whether the server is alive and ready."""

from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from chatbot.incoming import Incoming
from chatbot.web.limits import RateLimit
from chatbot.web.parts import Site, Trail
from chatbot.web.quality import QualityCard, read_quality
from chatbot.web.shell import Shell

REASONS = ("wrong", "missing", "not-clear", "not-asked", "too-long", "worrying")
"""Why an answer did not help."""
Reason = Literal["wrong", "missing", "not-clear", "not-asked", "too-long", "worrying"]


class Feedback(BaseModel):
    """Whether an answer helped, and why not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer_id: Annotated[str, Field(min_length=1, max_length=64)]
    helpful: bool
    reasons: Annotated[tuple[Reason, ...], Field(max_length=len(REASONS))] = ()


class NoCard(BaseModel):
    """What is told while no run was accepted."""

    model_config = ConfigDict(frozen=True)

    accepted: None = None
    figures: tuple[()] = ()


def routes(site: Site, shell: Shell, rate: RateLimit) -> APIRouter:
    """Return `/api` (its description), `/api/ask`, `/api/feedback`, `/api/quality`, `/health` and `/ready`."""
    router = APIRouter()

    def may_ask(request: Request) -> None:
        if not rate.allows(request.client.host if request.client else None):
            raise HTTPException(429, "too many questions in a minute; try again later", {"retry-after": "60"})

    limited = [Depends(may_ask)]

    @router.post("/api/ask", dependencies=limited, responses={429: {"description": "Too many questions in a minute"}})
    def ask(question: Incoming) -> dict[str, Any]:
        """Answer one question; the reply is the same JSON object that the command line prints."""
        reply = site.respond(question.question, question.history, question.country or site.country)
        return reply.to_json() | {"id": question.id}

    @router.get("/api", include_in_schema=False)
    def described(request: Request) -> HTMLResponse:
        return shell.page("api", schema=request.app.openapi(), address=str(request.base_url))

    router.include_router(_state(site.version))
    router.include_router(_quality(site.quality))
    if site.trail:
        router.include_router(_feedback(site.trail), dependencies=limited)
    return router


def _state(version: str) -> APIRouter:
    router = APIRouter()

    @router.get("/health")
    def health() -> dict[str, str]:
        """Tell that the server is alive."""
        return {"status": "alive"}

    @router.get("/ready")
    def ready() -> dict[str, str]:
        """Tell that questions are answered, and from which library."""
        return {"status": "ready", "library_version": version}

    return router


def _quality(path: Path | None) -> APIRouter:
    router = APIRouter()

    @router.get("/api/quality")
    def quality() -> QualityCard | NoCard:
        """Tell the figures of the last run of the evals that was accepted, or that there is none yet."""
        return read_quality(path) or NoCard()

    return router


def _feedback(trail: Trail) -> APIRouter:
    router = APIRouter()

    @router.post("/api/feedback", status_code=204)
    def feedback(said: Feedback) -> None:
        """Keep whether an answer helped."""
        try:
            trail.feedback(said.answer_id, helpful=said.helpful, reasons=said.reasons)
        except LookupError as error:
            raise HTTPException(404, "no such answer") from error

    return router
