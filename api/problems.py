"""Answers every refusal to a program in one shape: problem+json (RFC 9457), in Thai and English."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.errors import BadRequest, HttpRefusal, TooLarge, TooManyAttempts
from api.methods import methods_at
from api.routes import told
from api.storage import UNAVAILABLE, plainly
from api.together import before_shape
from api.words import Explained, explain
from states.load import Unreadable
from states.model import Definition
from states.typed import UnreadableDate, WrongEra
from workflow.errors import BadDate, Refused

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("khanton.api")


class MissingThing(BaseModel):
    """One thing a step still needs, and who can supply it."""

    code: str = Field(description="Guard or document")
    th: str
    en: str
    detail_th: str = Field(description="What exactly is missing, where the records say so; may be empty")
    detail_en: str
    strength: str = Field(description="hard stops; soft may be passed with a written justification")
    facts: dict[str, str] = Field(
        description="Evidence keys that supply it: text, yes_no, number, date, list or fraction"
    )
    supplied_by: list[str] = Field(description="Roles that can supply it")
    supplied_by_th: list[str] = Field(description="The same roles as the office calls them")
    supplied_by_en: list[str]


class Problem(BaseModel):
    """A refusal: nothing was changed."""

    model_config = ConfigDict(json_schema_extra={"title": "Problem"})
    type: str = Field(description="/problems/CODE, a relative name; nothing has to be there")
    title: str = Field(description="In Thai, or in English where Accept-Language asks for it first")
    title_th: str
    title_en: str
    status: int
    detail: str = Field(description="In the same language as title")
    detail_th: str
    detail_en: str
    next_th: str = Field(description="What to do next, and who can unblock it")
    next_en: str
    code: str = Field(description="The refusal's name for programs; never reworded")
    facts: dict[str, Any] = Field(description="What a program may act on, by refusal")
    missing: list[MissingThing] = Field(description="Everything the step still needs, at once")


# What every signed-in address may answer besides its own answer; api/v1/described.py adds what any may.
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, text in {
        400: "อ่านคำขอไม่ออก · The request is no text",
        401: "ยังไม่ได้เข้าสู่ระบบ · Not signed in",
        403: "ไม่มีอำนาจ · Not allowed",
        404: "ไม่พบ · Not found",
        409: "เรื่องเปลี่ยนไปแล้ว · The item has changed",
        413: "ยาวหรือใหญ่เกินไป · Too long or too large",
        422: "ยังขาดบางอย่าง หรือค่าผิด · Something is missing or wrong",
        429: "ลองหลายครั้งเกินไป · Too many attempts",
        503: "ฐานข้อมูลไม่ว่าง · The database is busy",
        507: "ที่เก็บข้อมูลเต็ม · The disk is full",
    }.items()
}


class BodyTooLarge(HTTPException):
    """Raised while a body without a length is read; FastAPI lets only this kind of error through there."""

    def __init__(self, limit: int) -> None:
        super().__init__(413)
        self.limit = limit


def mount(app: FastAPI) -> None:
    """Every error below becomes words in one shape."""
    for kind in (Refused, Unreadable, UnreadableDate, WrongEra, *UNAVAILABLE):
        app.add_exception_handler(kind, _refused)
    app.add_exception_handler(OSError, _no_room)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def problem(error: Exception, request: Request | None = None) -> JSONResponse:
    """The answer to `error`."""
    definition: Definition | None = getattr(request.state, "definition", None) if request else None
    said = explain(error, definition)
    english = request is not None and request.headers.get("accept-language", "").casefold().startswith("en")
    headers = {"Content-Language": "en" if english else "th"}
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.seconds)
    if said.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if said.status == 503:
        headers["Retry-After"] = "2"
    return JSONResponse(_body(said, english), said.status, headers, MEDIA_TYPE)


def _body(said: Explained, english: bool) -> dict[str, Any]:
    return Problem(
        type=f"/problems/{said.code}",
        title=said.title_en if english else said.title_th,
        title_th=said.title_th,
        title_en=said.title_en,
        status=said.status,
        detail=said.en if english else said.th,
        detail_th=said.th,
        detail_en=said.en,
        next_th=said.next_th,
        next_en=said.next_en,
        code=said.code,
        facts=dict(said.facts),
        missing=[MissingThing.model_validate(each, from_attributes=True) for each in said.missing],
    ).model_dump()


def as_refusal(error: RequestValidationError) -> Refused:
    """What is wrong with a request's shape; a year of the wrong era before all else."""
    for each in error.errors():
        cause = each.get("ctx", {}).get("error")
        if isinstance(cause, Refused):
            return cause
        if isinstance(cause, WrongEra):
            return BadDate("wrong_era", cause.text, cause.suspected)
        if isinstance(cause, UnreadableDate):
            return BadDate("unreadable", cause.text)
    return BadRequest(tuple((_place(each["loc"]), str(each["type"])) for each in error.errors()[:20]))


def _place(location: tuple[int | str, ...]) -> str:
    """`evidence.minutes` of ("body", "evidence", "minutes"): where the sender wrote it."""
    return ".".join(str(part)[:60] for part in location[1:] if not isinstance(part, int) or part < 1000)


def _refused(request: Request, error: Exception) -> JSONResponse:
    note_database(request, error)
    return problem(error, request)


def _no_room(request: Request, error: Exception) -> JSONResponse:
    """A document that could not be kept; any other error of a file is a fault like others."""
    plain = plainly(error)
    if plain is error:
        raise error
    return problem(plain, request)


def note_database(request: Request, error: Exception) -> None:
    """A database that did not answer is busy as far as the sender knows; whoever runs it is told more."""
    if isinstance(error, UNAVAILABLE):
        _log.warning("the database did not answer at %s", told(request), exc_info=error)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    refusal = before_shape(request, error)
    return problem(as_refusal(error) if refusal is error else refusal, request)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, BodyTooLarge):
        return problem(TooLarge(error.limit), request)
    methods = methods_at(request.app, request.url.path) if error.status_code in (404, 405) else ()
    status = 405 if methods and request.method not in methods else error.status_code
    answer = problem(HttpRefusal(status), request)
    answer.headers.update(error.headers or {})
    if methods:
        answer.headers["Allow"] = ", ".join(methods)
    return answer


def _fault(request: Request, error: Exception) -> JSONResponse:
    _log.error("unexpected fault at %s", told(request), exc_info=error)
    return problem(error, request)
