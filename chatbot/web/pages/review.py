"""The pages on which reviewers score what was answered: queues, one answer claim by claim, and all to take away."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.audit.export import LINES
from chatbot.audit.inspect_log import to_inspect
from chatbot.audit.models import SCORES
from chatbot.audit.review import SET, Queue, Standing, scale
from chatbot.errors import ReviewError, TrailError
from chatbot.knowledge.wording import Wording
from chatbot.web.clean import clean
from chatbot.web.desk import Desk
from chatbot.web.door import Door, Sent, see
from chatbot.web.shell import Shell

INSPECT, CASES = "eval", "cases"
FORMS = (*LINES, INSPECT, CASES)
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}


def pages(desk: Desk, door: Door, shell: Shell) -> APIRouter:
    """Return `/review` and what stands below it, but for the runs of the evals."""
    router = APIRouter(default_response_class=HTMLResponse)
    views = Views(desk, shell)
    _reading(router, views, door)
    _writing(router, views, door)
    return router


def _reading(router: APIRouter, views: "Views", door: Door) -> None:
    inside, desk = door.signed_in(Role.REVIEWER), views.desk

    @router.get("/review")
    def home(person: Annotated[Person, Depends(inside)]) -> HTMLResponse:
        return views.home(person)

    @router.get("/review/queue/{name}")
    def begin(name: str, person: Annotated[Person, Depends(inside)]) -> Response:
        waiting = _waiting(desk, name, person.name)
        return see(_address(waiting[0], name) if waiting else "/review")

    @router.get("/review/answers/{number}")
    def answer(number: int, person: Annotated[Person, Depends(inside)], queue: str = "", made: str = "") -> Response:
        return views.answer(person, number, queue, made=made)

    @router.get("/review/download/{form}")
    def download(form: str, person: Annotated[Person, Depends(inside)]) -> Response:
        if form not in FORMS or (form == CASES and not desk.cases.is_file()):
            raise HTTPException(404)
        return _download(desk, person.name, form)


def _writing(router: APIRouter, views: "Views", door: Door) -> None:
    sent, desk = door.sent(Role.REVIEWER), views.desk

    @router.post("/review/answers/{number}")
    def score(number: int, form: Annotated[Sent, Depends(sent)]) -> Response:
        given, queue, name = {name: form[name] for name in SCORES}, form["queue"], form.person.name
        try:
            desk.score(number, name, given, form["note"])
        except ReviewError as error:
            given["note"] = form["note"]
            return views.answer(form.person, number, queue, status=400, problem=str(error), given=given)
        waiting = _waiting(desk, queue, name)
        return see(_address(waiting[0], queue) if waiting else "/review" if queue else _address(number))

    @router.post("/review/answers/{number}/edit")
    def edit(number: int, form: Annotated[Sent, Depends(sent)]) -> Response:
        score = int(form["score"]) if form["score"].isdecimal() else 0
        try:
            desk.edit(number, form.person.name, score, form["field"], form["new"], form["reason"])
        except ReviewError as error:
            return views.answer(form.person, number, status=400, problem=str(error))
        return see(_address(number))

    @router.post("/review/answers/{number}/case")
    def make_case(number: int, form: Annotated[Sent, Depends(sent)]) -> Response:
        try:
            made = desk.make_case(number, form.person.name)
        except ReviewError as error:
            return views.answer(form.person, number, status=400, problem=str(error))
        return see(f"{_address(number)}?made={quote(made)}")


class Views:
    """Makes the pages of a desk."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self.desk, self._shell = desk, shell
        self._words = Words(shell.wording)

    def home(self, person: Person) -> HTMLResponse:
        """Return all queues, how far raters agree, and what can be taken away."""
        review = self.desk.review
        agreement = review.agreement()
        return self._shell.page(
            "review",
            "review",
            person=person,
            queues=[review.standing(name, person.name) for name in review.queues()],
            agreement=agreement,
            pairs=max(one.pairs for one in agreement.values()),
            forms=[form for form in FORMS if form != CASES or self.desk.cases.is_file()],
            queue_name=self._words.queue,
        )

    def answer(self, person: Person, number: int, queue: str = "", *, status: int = 200, **more: object) -> Response:
        """Return an answer as a reviewer may see it; with a queue also how far that is and where the next one is."""
        under = self.desk.under(number, person.name)
        if under is None:
            raise HTTPException(404)
        waiting = [one for one in _waiting(self.desk, queue, person.name) if one != number]
        values: dict[str, object] = {
            "given": {},
            "problem": "",
            "made": "",
            "under": under,
            "text": clean(str(under.kept.record["reply"]["text"])),
            "standing": _standing(self.desk, queue, person.name),
            "next": _address(waiting[0], queue) if waiting else "",
            "scale": list(scale(self._shell.wording)),
            "queue_name": self._words.queue,
            "origin_name": self._words.origin,
            "scores_said": self._words.scores,
        }
        return self._shell.page("review_answer", "review", status=status, person=person, **{**values, **more})


class Words:
    """Names of queues, places and scores as reviewers read them."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def queue(self, name: str) -> str:
        """Name a queue."""
        if name.startswith(SET):
            return self._wording("reviewing.set_queue", name=name.removeprefix(SET))
        return self._wording(f"reviewing.queue_name.{name}")

    def origin(self, origin: str) -> str:
        """Say where an answer was asked for."""
        if origin.startswith(SET):
            return self._wording("reviewing.origin_set", name=origin.removeprefix(SET))
        return self._wording(f"reviewing.origin.{origin}")

    def scores(self, scores: Mapping[str, int]) -> str:
        """Write five scores in a line."""
        names = self._wording.under("reviewing.name")
        return ", ".join(f"{said} {scores[name]}" for name, said in names.items())


def _waiting(desk: Desk, queue: str, rater: str) -> list[int]:
    return desk.review.queue(queue, rater, 2) if _known(queue) else []


def _standing(desk: Desk, queue: str, rater: str) -> Standing | None:
    return desk.review.standing(queue, rater) if _known(queue) else None


def _known(queue: str) -> bool:
    return queue in set(Queue) or queue.startswith(SET)


def _address(number: int, queue: str = "") -> str:
    return f"/review/answers/{number}" + (f"?queue={quote(queue)}" if queue else "")


def _download(desk: Desk, who: str, form: str) -> Response:
    """Everything in one file; the forms that are text are sent while they are made."""
    if form == CASES:
        return FileResponse(desk.cases, media_type="application/yaml", filename=desk.cases.name)
    answers = desk.everything(who, form)
    if form != INSPECT:
        headers = {"content-disposition": f'attachment; filename="answers.{form}"'}
        return StreamingResponse(LINES[form](answers), media_type=TYPES[form], headers=headers)
    with NamedTemporaryFile(suffix=f".{INSPECT}", delete=False) as file:
        path = Path(file.name)
    try:
        to_inspect(answers, path)
    except TrailError as error:
        path.unlink()
        raise HTTPException(503, str(error)) from error
    after = BackgroundTasks()
    after.add_task(path.unlink)
    return FileResponse(path, filename=f"answers.{INSPECT}", background=after)
