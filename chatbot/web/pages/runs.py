"""The pages on which reviewers run the evals, see how far a run is, read its report, and compare two."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.errors import ReviewError
from chatbot.web.bench import ALL, FIGURES, REPORT, SETS, Bench, Run, compared, read_figures
from chatbot.web.desk import Desk
from chatbot.web.door import Door, Sent, see
from chatbot.web.shell import Shell

ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
"""The policy of a report: one file with its own styles, no script, nothing loaded."""


def pages(desk: Desk, door: Door, shell: Shell) -> APIRouter:
    """Return `/review/runs`, each run below it, and `/review/compare`."""
    router = APIRouter(default_response_class=HTMLResponse)
    views = Views(desk.bench, shell)
    _reading(router, views, door)
    _writing(router, views, desk, door)
    return router


def _reading(router: APIRouter, views: "Views", door: Door) -> None:
    inside = door.signed_in(Role.REVIEWER)

    @router.get("/review/runs")
    def runs(person: Annotated[Person, Depends(inside)]) -> HTMLResponse:
        return views.all(person)

    @router.get("/review/runs/{id_}")
    def one(id_: str, person: Annotated[Person, Depends(inside)]) -> HTMLResponse:
        return views.one(person, views.run(id_))

    @router.get("/review/runs/{id_}/progress", dependencies=[Depends(inside)], response_class=JSONResponse)
    def progress(id_: str) -> dict[str, object]:
        run = views.run(id_)
        return {"state": run.state, "done": run.done, "total": run.total}

    @router.get("/review/runs/{id_}/report", dependencies=[Depends(inside)])
    def report(id_: str) -> Response:
        path = views.file(id_, REPORT)
        return FileResponse(path, media_type="text/html", headers={"content-security-policy": ALONE})

    @router.get("/review/compare")
    def compare(was: str, now: str, person: Annotated[Person, Depends(inside)]) -> HTMLResponse:
        return views.two(person, was, now)


def _writing(router: APIRouter, views: "Views", desk: Desk, door: Door) -> None:
    sent = door.sent(Role.REVIEWER)

    @router.post("/review/runs")
    def start(form: Annotated[Sent, Depends(sent)]) -> Response:
        try:
            id_ = desk.start(form["set"], form["only"], form.person.name)
        except ReviewError as error:
            return views.all(form.person, str(error), 400)
        return see(f"/review/runs/{id_}")

    @router.post("/review/runs/{id_}/stop")
    def stop(id_: str, form: Annotated[Sent, Depends(sent)]) -> Response:  # noqa: ARG001  who sends it is checked
        desk.bench.stop(views.run(id_).id)
        return see(f"/review/runs/{id_}")


class Views:
    """Makes the pages of runs; what there is not is status 404."""

    def __init__(self, bench: Bench, shell: Shell) -> None:
        self._bench, self._shell = bench, shell

    def run(self, id_: str) -> Run:
        """Return a run."""
        run = self._bench.run(id_)
        if run is None:
            raise HTTPException(404)
        return run

    def file(self, id_: str, name: str) -> Path:
        """Return a file that a run wrote."""
        path = self._bench.file(id_, name)
        if path is None:
            raise HTTPException(404)
        return path

    def all(self, person: Person, problem: str = "", status: int = 200) -> HTMLResponse:
        """Return the list of runs, with the form that starts one."""
        values = {"runs": self._bench.runs(), "sets": SETS, "problem": problem}
        return self._page("review_runs", person, status, **values)

    def one(self, person: Person, run: Run) -> HTMLResponse:
        """Return how far a run is, or what it brought."""
        done = run.state == "done"
        runs = self._bench.runs() if done else []
        return self._page(
            "review_run",
            person,
            run=run,
            said=self._bench.said(run.id) if run.state == "failed" else "",
            figures=read_figures(self.file(run.id, FIGURES)) if done else None,
            others=[other for other in runs if other.state == "done" and other.id != run.id],
        )

    def two(self, person: Person, was: str, now: str) -> HTMLResponse:
        """Return two runs side by side."""
        old, new = (read_figures(self.file(id_, FIGURES)) for id_ in (was, now))
        return self._page("review_compare", person, was=old, now=new, rows=compared(old, new))

    def _page(self, template: str, person: Person, status: int = 200, **values: object) -> HTMLResponse:
        return self._shell.page(template, "review", status=status, person=person, run_name=self._name, **values)

    def _name(self, run: Run) -> str:
        wording = self._shell.wording
        set_ = wording("reviewing.runs.every") if run.asked.set == ALL else run.asked.set
        return wording("reviewing.runs.one_case", set=set_, only=run.asked.only) if run.asked.only else set_
