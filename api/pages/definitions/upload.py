"""A path written as a file, for experts: read strictly, verified, compared, and published if it is clean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from api.errors import answered
from api.pages.definitions.forms import Asked, Typed
from api.pages.definitions.route import drawn
from api.pages.definitions.staffing import staffed
from api.pages.definitions.told import changes_told, findings_told
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from states.canonical import content_hash
from states.catalogue import parse
from states.choices import Tried, compiled, is_shipped, profile_of
from states.difference import difference
from states.load import Unreadable, read_yaml
from states.model import Definition
from states.source import DEFINITIONS, DefinitionSource
from workflow import definitions
from workflow.errors import Refused
from workflow.paths.versions import publish_for

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_NAME: Final = "definition.yaml"


@dataclass(frozen=True, slots=True)
class Read:
    """What a file turned out to be: the path in force of its kind, and what was made of the file."""

    now: Definition | None = None
    tried: Tried | None = None
    problem: Exception | None = None


@router.get("/settings/definitions/file")
def show(desk: AtDesk, asked: Asked) -> HTMLResponse:
    """The form; with `kind` in the address, the shipped file of that kind to begin with."""
    kind = asked.get("kind", "")
    text = (DEFINITIONS / f"{kind}.yaml").read_text(encoding="utf-8") if is_shipped(kind) else ""
    return _page(desk, text, Read())


@router.post("/settings/definitions/file")
def check(desk: AtDesk, typed: Typed) -> Response:
    """Checks the file; publishes it where that was asked and it is clean. Nothing is kept otherwise."""
    text = typed.get("file:file") or typed.get("text", "")
    read = _read(desk, text)
    made = read.tried.definition if read.tried and read.tried.clean else None
    if "publish" not in typed or made is None:
        return _page(desk, text, read, typed, status=200 if made else 422)
    try:
        publish_for(desk.session, desk.office_id, made, desk.hand, reason=typed.get("reason", ""))
    except Refused as error:
        again = Read(read.now, read.tried, error)
        return _page(desk, text, again, typed, status=answered(error).status)
    return RedirectResponse(f"/settings/definitions/{made.kind}?done=published", status_code=303)


def _read(desk: Desk, text: str) -> Read:
    try:
        source = parse(DefinitionSource, read_yaml(text, _NAME), _NAME)
        name = definitions.in_force(desk.session, desk.office_id, source.kind, desk.at)
        now = definitions.by_hash(desk.session, name)
        return Read(now, compiled(source, profile_of(now)))
    except (Unreadable, Refused) as error:
        return Read(problem=error)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return Read(problem=Unreadable(_NAME, 0, "shape", f"{where}: {first['msg']}"))


def _page(
    desk: Desk, text: str, read: Read, typed: Mapping[str, str] | None = None, status: int = 200
) -> HTMLResponse:
    t, tried, now = desk.words, read.tried, read.now
    made = tried.definition if tried else None
    return desk.page(
        "definitions/file.html",
        status=status,
        text=text,
        reason=(typed or {}).get("reason", ""),
        kind=now.kind if now else "",
        definition=made,
        looked=tried is not None,
        clean=bool(tried and tried.clean),
        unchanged=bool(made and now and content_hash(made) == content_hash(now)),
        findings=findings_told(tried.findings, made, t) if tried else (),
        changes=changes_told(difference(now, made), now, made, t) if made and now else (),
        staffed=staffed(desk, made) if made and tried and tried.clean else None,
        picture=drawn(desk, made, tried.findings) if tried else None,
        problem=desk.said(read.problem),
        wrong=str(getattr(read.problem, "name", "")),
    )
