"""The page of one answer, by its id: the same answer again, for whoever was given the link."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from chatbot.handout.sheets import Sheets, paper
from chatbot.reply import Reply
from chatbot.web.clean import clean
from chatbot.web.pages.handouts import printed
from chatbot.web.parts import Kept, Site
from chatbot.web.render import Look
from chatbot.web.shell import Shell


def pages(site: Site, shell: Shell, look: Look) -> APIRouter:
    """Return `/answer/<id>` and `/answer/<id>/handout.pdf`; only for a site with a trail."""
    router, trail = APIRouter(default_response_class=HTMLResponse), site.trail

    @router.get("/answer/{answer_id}")
    def answer(answer_id: str) -> HTMLResponse:
        kept = trail.get(answer_id) if trail else None
        if kept is None:
            raise HTTPException(404)
        same = again(site, kept, answer_id)
        return shell.page(
            "answer",
            id=answer_id,
            question=kept.question,
            at=kept.at.date(),
            of=str(kept.reply["library_version"]),
            turn=look.alone(same, f"/answer/{answer_id}", kept=True) if same else "",
            text="" if same else clean(str(kept.reply["text"])),
            urgent=bool(kept.reply["urgent"]),
        )

    @router.get("/answer/{answer_id}/handout.pdf")
    def handout(answer_id: str, request: Request) -> Response:
        kept = trail.get(answer_id) if trail else None
        same = again(site, kept, answer_id) if kept else None
        if same is None:
            raise HTTPException(404)
        sheet = Sheets(site.library, site.version).reply(same, f"{request.base_url}answer/{answer_id}")
        return printed(sheet, paper(same.asked.country), answer_id)

    return router


def again(site: Site, kept: Kept, answer_id: str) -> Reply | None:
    """Answer a kept question again; None where that is not the same answer.

    An answer's id is made from all that decides it, so the same id is the same answer. Another library, or a question
    from which something was removed, makes another id.
    """
    reply = site.preview(kept.question, tuple(kept.history), kept.country)
    return reply if reply.stamp.answer_id == answer_id else None
