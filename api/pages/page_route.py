"""Answers refusals and faults of pages with pages: what happened, and what to do next."""

import logging
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.dependencies import moment_of, token_of
from api.errors import BadRequest, HttpRefusal, NotSignedIn, answered
from api.pages.again import kept
from api.pages.preferences import preferences_of
from api.pages.refusals import said
from api.pages.rendering import Reader, reader_of, render
from api.problems import note_database
from api.routes import told
from api.storage import UNAVAILABLE, plainly
from api.together import before_shape, together
from workflow import accounts
from workflow.database import Database
from workflow.errors import Refused
from workflow.models import Person

_log = logging.getLogger("khanton.pages")
_STACK: Final = "fastapi_function_astack"  # where FastAPI keeps the dependencies of scope "function"


class PageRoute(APIRoute):
    """A route whose refusals are pages. By then the request's transaction has been rolled back.

    FastAPI ends what a request depends on only after this handler has answered: a refusal that became an
    answer in here would be committed. The stack that it ends is therefore one that ends in here.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, together(endpoint), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answer_with_pages(request: Request) -> Response:
            try:
                async with AsyncExitStack() as dependencies:
                    request.scope[_STACK] = dependencies
                    return await answer(request)
            except RequestValidationError as error:
                return await run_in_threadpool(_misshapen, request, error)
            except HTTPException as error:
                return await _refused(request, error, HttpRefusal(error.status_code))
            except (Refused, *UNAVAILABLE) as error:
                note_database(request, error)
                return await _refused(request, error, plainly(error))
            except Exception as error:
                _log.exception("unexpected fault at %s", told(request))
                return await _refused(request, error, error)

        return answer_with_pages


async def _refused(request: Request, error: Exception, shown: Exception) -> Response:
    """The page of a refusal. Where it came from goes with it: that holds the request with all its files."""
    try:
        return await run_in_threadpool(refusal_page, request, shown)
    finally:
        error.__traceback__ = None


def _misshapen(request: Request, error: RequestValidationError) -> Response:
    refusal = before_shape(request, error)
    return refusal_page(request, BadRequest(()) if refusal is error else refusal)


def refusal_page(request: Request, error: Exception) -> Response:
    """A refused form is shown again with what was typed; anything else is answered by a page of its own."""
    if isinstance(error, NotSignedIn):
        there = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?to={quote(there)}", status_code=303)
    again = kept(request)
    if isinstance(error, Refused) and again is not None:
        page = again(request, error)
        if page is not None:
            return page
    return problem_page(request, error)


def problem_page(request: Request, error: Exception) -> Response:
    """The page for a refusal or fault, with the status that the table of refusals gives it."""
    told = said(error, preferences_of(request).language)
    status = answered(plainly(error)).status
    return render(request, "problem.html", reader=_reader(request), status=status, told=told, code=status)


def _reader(request: Request) -> Reader | None:
    """Who reads the page, if that can still be found out."""
    database: Database = request.app.state.database
    token, at = token_of(request), moment_of(request)
    if not token:
        return None
    try:
        with database.read() as session:
            caller = accounts.caller_of(session, token, at)
            if caller is None:
                return None
            return reader_of(session, session.get_one(Person, caller.person_id), caller.viewer)
    except UNAVAILABLE:
        return None
