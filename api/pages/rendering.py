"""Turns templates into pages: strict about names, escaped, in the reader's language and digits."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session

from api.pages import assets
from api.pages.menu import Menu, menu_of
from api.pages.preferences import Preferences, preferences_of
from api.pages.words import Words, urgency
from notifications.inbox import unread_count
from workflow.models import Office, Person
from workflow.queries import Viewer

FOLDER = Path(__file__).parent

_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(urgency=urgency, asset=assets.address)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page, in which office, and where her menu leads; nobody before signing in."""

    name: str
    office: str
    sees_office: bool
    menu: Menu
    unread: int


def reader_of(session: Session, person: Person, who: Viewer) -> Reader:
    """What the head of every page shows of the person."""
    office = session.get_one(Office, person.office_id)
    return Reader(
        person.name_th,
        office.short_th or office.name_th,
        bool(who.roles) and not who.bounded,
        menu_of(who),
        unread_count(session, person.id),
    )


def render(
    request: Request,
    template: str,
    *,
    reader: Reader | None,
    section: str = "",
    status: int = 200,
    **context: Any,
) -> HTMLResponse:
    """The page `template`; `section` names the entry of the head's menu that it belongs to."""
    preferences: Preferences = preferences_of(request)
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    text = _templates.get_template(template).render(
        t=Words(preferences),
        preferences=preferences,
        reader=reader,
        section=section,
        product=request.app.state.settings.public_name,
        back=address if request.method == "GET" else request.url.path,
        **context,
    )
    return HTMLResponse(text, status_code=status)
