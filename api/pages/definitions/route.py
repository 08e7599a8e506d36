"""Choosing by which bodies, counts and deadlines a kind goes: choose, look, publish."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from sqlmodel import col, or_, select

from api.errors import answered
from api.pages.definitions.forms import Asked, Typed
from api.pages.definitions.kind import picture
from api.pages.definitions.rules import fields_of, same_rule, typed_rule
from api.pages.definitions.staffing import staffed
from api.pages.definitions.told import changes_told, findings_told, when
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from states.canonical import content_hash
from states.catalogue import catalogue
from states.choices import COUNTS, Choices, Tried, actions_of, chosen, is_shipped, tried
from states.difference import difference
from states.findings import Finding
from states.model import Definition, Label
from workflow import definitions
from workflow.errors import BadInput, Refused, UnknownKind
from workflow.models import Body
from workflow.paths.versions import publish_for

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PLACES: Final = 5
_ANSWERS: Final[Mapping[str, bool | None]] = {"yes": True, "no": False, "": None}
_BLIND: Final = frozenset({"unknown_state", "duplicate_state"})  # there is no picture of such a path


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for, and what came of it; `problem` where it could not even be tried."""

    tried: Tried | None = None
    problem: Refused | None = None


@router.get("/settings/definitions/{kind}/route")
def choose(desk: AtDesk, kind: PlainText, asked: Asked) -> HTMLResponse:
    """The choices as they stand; with `look` in the address, what those in the address would make."""
    now = _now(desk, kind)
    typed = asked if "look" in asked else _typed_of(now)
    return _page(desk, now, typed, _wish(now, typed) if "look" in asked else Wish())


@router.post("/settings/definitions/{kind}/route")
def publish(desk: AtDesk, kind: PlainText, typed: Typed) -> Response:
    """Publishes what was looked at; what is wrong comes back with everything that was chosen."""
    now = _now(desk, kind)
    wish = _wish(now, typed)
    if wish.tried is None or wish.tried.definition is None or not wish.tried.clean:
        return _page(desk, now, typed, wish, status=422)
    try:
        publish_for(
            desk.session, desk.office_id, wish.tried.definition, desk.hand, reason=typed.get("reason", "")
        )
    except Refused as error:
        return _page(desk, now, typed, Wish(wish.tried, error), status=answered(error).status)
    return RedirectResponse(f"/settings/definitions/{kind}?done=published", status_code=303)


def _now(desk: Desk, kind: str) -> Definition:
    if not is_shipped(kind):
        raise UnknownKind(kind)
    name = definitions.in_force(desk.session, desk.office_id, kind, desk.at)
    return definitions.by_hash(desk.session, name)


def _typed_of(now: Definition) -> dict[str, str]:
    """The form as it would have been filled in to give the path in force."""
    typed = {f"setting:{name}": str(now.settings.get(name, "")) for name in COUNTS}
    flexible = now.settings.get("flexible_amendment")
    answer = next((text for text, said in _ANSWERS.items() if said is flexible), "")
    typed["setting:flexible_amendment"] = answer
    for place, step in enumerate(now.route):
        typed |= {f"body:{place}": step.body, f"action:{place}": step.action}
    return typed


def _wish(now: Definition, typed: Mapping[str, str]) -> Wish:
    try:
        return Wish(tried(now, _choices(now, typed)))
    except BadInput as error:
        return Wish(problem=error)
    except ValidationError as error:
        first = error.errors()[0]
        return Wish(problem=BadInput(f"setting_{first['loc'][-1]}", "out_of_range", str(first["input"])[:20]))


def _choices(now: Definition, typed: Mapping[str, str]) -> Choices:
    """What was typed, as choices; raises BadInput."""
    route: list[tuple[str, str]] = []
    for place in range(PLACES):
        body, action = typed.get(f"body:{place}", ""), typed.get(f"action:{place}", "")
        if not body:
            continue
        if body in [each for each, _ in route]:
            raise BadInput(
                "defs_body", "twice", catalogue().bodies[body].th if body in catalogue().bodies else body
            )
        route.append((body, action))
    known, deadlines = catalogue().deadlines, dict(chosen(now).deadlines)
    for duty in now.duties:
        rule = typed_rule(duty.code, duty.rule, typed)
        if not same_rule(rule, duty.rule):
            deadlines[duty.code] = rule
        if (
            duty.code in known
            and duty.code in deadlines
            and same_rule(deadlines[duty.code], known[duty.code].rule)
        ):
            del deadlines[duty.code]
    return Choices(tuple(route), _settings(now, typed), deadlines)


def _settings(now: Definition, typed: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in COUNTS:
        text = typed.get(f"setting:{name}", "").strip()
        if text:
            if not text.isdecimal():
                raise BadInput(f"setting_{name}", "out_of_range", text[:20])
            found[name] = int(text)
    if "setting:flexible_amendment" in typed:
        found["flexible_amendment"] = _ANSWERS.get(typed["setting:flexible_amendment"])
    return found


def _page(
    desk: Desk, now: Definition, typed: Mapping[str, str], wish: Wish, status: int = 200
) -> HTMLResponse:
    t = desk.words
    made = wish.tried.definition if wish.tried else None
    found = wish.tried.findings if wish.tried else ()
    return desk.page(
        "definitions/route.html",
        status=status,
        kind=now.kind,
        definition=now,
        typed=typed,
        places=range(max(PLACES, len(now.route))) if actions_of(now.kind) else (),
        actions=actions_of(now.kind),
        bodies=_bodies(desk),
        counts=COUNTS,
        duties=[(duty, t.label(duty.label), when(duty, t), fields_of(duty.rule)) for duty in now.duties],
        looked=wish.tried is not None,
        clean=bool(wish.tried and wish.tried.clean),
        unchanged=made is not None and content_hash(made) == content_hash(now),
        findings=findings_told(found, made, t),
        changes=changes_told(difference(now, made), now, made, t) if made else (),
        staffed=staffed(desk, made) if made is not None and not found else None,
        picture=drawn(desk, made, found),
        problem=desk.said(wish.problem),
        wrong=str(getattr(wish.problem, "name", "")),
        own=_structure_is_own(now),
    )


def drawn(desk: Desk, made: Definition | None, found: tuple[Finding, ...]) -> Any:
    """The path that was tried, with the way to its first fault standing out; None where it has no picture."""
    if made is None or any(each.code in _BLIND for each in found):
        return None
    way = next((each.counterexample for each in found if each.counterexample), ())
    return picture(made, desk.words, desk.words("defs_picture_tried"), way)


def _structure_is_own(now: Definition) -> bool:
    """Whether the path in force came from a file of the office's own, which the form would put aside."""
    again = tried(now, chosen(now)).definition
    return again is None or content_hash(again) != content_hash(now)


def _bodies(desk: Desk) -> list[tuple[str, Label, bool]]:
    """Every kind of body with whether the office has it; those it has come first."""
    today = desk.hand.day
    rows = desk.session.exec(
        select(Body.code).where(
            Body.office_id == desk.office_id,
            Body.valid_from <= today,
            or_(col(Body.valid_to).is_(None), col(Body.valid_to) >= today),
        )
    ).all()
    found = [(code, body.label, code in rows) for code, body in catalogue().bodies.items()]
    return sorted(found, key=lambda each: not each[2])
