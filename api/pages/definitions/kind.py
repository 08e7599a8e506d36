"""One kind of item: its path as a picture and in words, its versions, and what differs between two."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.pages.definitions.told import (
    changes_told,
    duties_told,
    route_told,
    state_name,
    steps_told,
    walked,
)
from api.pages.items.path_svg import Shown, path_svg
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.pages.words import Words
from api.plain_text import PlainText
from states.choices import actions_of
from states.difference import difference
from states.main_path import way
from states.model import Definition
from workflow import definitions
from workflow.errors import UnknownKind
from workflow.paths.verdicts import open_by_definition
from workflow.paths.versions import Version, versions

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/settings/definitions/{kind}")
def show(
    desk: AtDesk,
    kind: PlainText,
    version: Annotated[int, Query(ge=0, le=99_999)] = 0,
    done: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """The path in force, or an earlier version of it; raises UnknownKind."""
    found = _versions(desk, kind)
    shown = asked_version(desk, kind, version, found)
    definition = definitions.by_hash(desk.session, shown.hash)
    t, counts = desk.words, open_by_definition(desk.session, desk.office_id)
    return desk.page(
        "definitions/kind.html",
        kind=kind,
        definition=definition,
        shown=shown,
        versions=list(reversed(found)),
        counts=counts,
        behind=sum(counts.get(name, 0) for name in {v.hash for v in found} - {found[-1].hash}),
        picture=picture(definition, t, t("defs_picture_of", kind=t.label(definition.label))),
        states=states_told(definition, t),
        steps=steps_told(definition, t),
        duties=duties_told(definition, t),
        route=route_told(definition, t),
        routed=bool(actions_of(kind)),
        done=done,
    )


@router.get("/settings/definitions/{kind}/difference")
def compare(
    desk: AtDesk,
    kind: PlainText,
    old: Annotated[int, Query(ge=0, le=99_999)] = 0,
    new: Annotated[int, Query(ge=0, le=99_999)] = 0,
) -> HTMLResponse:
    """What differs between two versions; the last two where none is named."""
    found = _versions(desk, kind)
    later = _numbered(found, new) or found[-1]
    earlier = _numbered(found, old) or found[max(0, later.number - 2)]
    before, after = (definitions.by_hash(desk.session, each.hash) for each in (earlier, later))
    return desk.page(
        "definitions/difference.html",
        kind=kind,
        definition=after,
        versions=list(reversed(found)),
        earlier=earlier,
        later=later,
        changes=changes_told(difference(before, after), before, after, desk.words),
    )


def picture(definition: Definition, t: Words, title: str, seen: tuple[str, ...] = ()) -> Markup:
    """The path; with the steps of a counterexample in `seen` standing out."""
    states, steps = walked(definition, seen) if seen else ((), ())
    return path_svg(
        definition, Shown(way(definition).path, "", states, t.language, title, marked=frozenset(steps))
    )


def states_told(definition: Definition, t: Words) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The picture as a list: each state, how it ends, and where each step out of it leads."""
    return [
        (
            t.label(state.label),
            state.ending.value,
            [
                (t.label(move.label), state_name(definition, move.target, t))
                for move in definition.leaving(state.name)
            ],
        )
        for state in definition.states
    ]


def asked_version(desk: Desk, kind: str, number: int, found: list[Version] | None = None) -> Version:
    """The version of this number, else the one in force; raises UnknownKind."""
    known = found or _versions(desk, kind)
    return _numbered(known, number) or known[-1]


def _versions(desk: Desk, kind: str) -> list[Version]:
    found = versions(desk.session, desk.office_id, desk.at, kind)
    if not found:
        raise UnknownKind(kind)
    return found


def _numbered(found: list[Version], number: int) -> Version | None:
    return next((each for each in found if each.number == number), None)
