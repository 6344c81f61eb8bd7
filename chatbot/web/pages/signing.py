"""The pages to sign in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from chatbot.access.passwords import LONGEST
from chatbot.web.door import HOME, SIGN_IN, Door, cookie, inner, own_form, see
from chatbot.web.shell import Shell


def pages(door: Door, shell: Shell) -> APIRouter:
    """Return `/sign-in` and `/sign-out`."""
    router = APIRouter(default_response_class=HTMLResponse)

    def entered(request: Request, token: str, next_: str) -> Response:
        """Go on to where somebody wanted to go, with their session in a cookie that ends with the browser."""
        person = door.sessions.person(token)
        answer = see(inner(next_, HOME[person.role] if person else SIGN_IN))
        secure = request.url.scheme == "https"
        answer.set_cookie(cookie(request), token, path="/", secure=secure, httponly=True, samesite="strict")
        return answer

    @router.get(SIGN_IN)
    def asks(request: Request, next: str = "") -> Response:
        if (name := door.named(request)) and (token := door.sessions.sign_on(name)):
            return entered(request, token, next)
        return shell.page("sign_in", next=inner(next, ""), refused=bool(name), proxied=bool(name))

    @router.post(SIGN_IN, dependencies=[Depends(own_form)])
    def signs_in(
        request: Request,
        name: Annotated[str, Form(max_length=LONGEST)] = "",
        password: Annotated[str, Form(max_length=LONGEST)] = "",
        next: Annotated[str, Form()] = "",
    ) -> Response:
        client = request.client.host if request.client else ""
        token = door.sessions.sign_in(name, password, client)
        if token:
            return entered(request, token, next)
        return shell.page("sign_in", status=401, next=inner(next, ""), refused=True, proxied=False)

    @router.post("/sign-out", dependencies=[Depends(own_form)])
    def signs_out(request: Request) -> Response:
        door.sessions.sign_out(request.cookies.get(cookie(request), ""))
        answer = see(SIGN_IN)
        answer.delete_cookie(cookie(request), path="/", secure=request.url.scheme == "https", httponly=True)
        return answer

    return router
