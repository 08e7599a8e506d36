"""A template on its way in: tried on real data before the turn to write, so that nobody waits for it."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session, col, select

from api.dependencies import Turns, caller_asking, moment_of, settings_of
from papers import trying
from papers.ready import Ready
from papers.trying import Sample
from workflow import queries
from workflow.database import Database
from workflow.errors import BadInput, Denial, NotAllowed, Refused, RenderRefused
from workflow.models import PaperTemplate
from workflow.moments import bangkok_date
from workflow.papers import letterhead, templates
from workflow.queries import Viewer

# What the child says of a fault of a template: its kind, what it is about, and where.
_FAULT: Final = re.compile(r"(\w+): (.*?)(?: \(line (\d+)(?: of (\S+))?\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be tried: a text, or a version kept before (0: as shipped), else the one in force."""

    source: str | None = None
    version: int | None = None
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: the paper `ready`, or the `error`; `samples` are what it can be tried on."""

    name: str
    source: str
    note: str
    item: str
    samples: tuple[Sample, ...]
    version: int | None = None
    ready: Ready | None = None
    error: Refused | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A fault of a template: of which kind (a name that pages have words for), about what, and where."""

    kind: str
    about: str
    line: int | None
    name: str


_KINDS: Final = {
    "UndefinedError": "undefined",
    "TemplateSyntaxError": "syntax",
    "TemplateAssertionError": "syntax",
    "SecurityError": "security",
    "TemplateNotFound": "not_found",
    "MissingPart": "missing",
}


def complaint(error: Refused | None) -> Complaint | None:
    """What is wrong with the template itself; None where something else is."""
    if not isinstance(error, RenderRefused) or error.reason != "bad_template":
        return None
    found = _FAULT.fullmatch(error.detail)
    if found is None:
        return Complaint("other", error.detail, None, "")
    kind, about, line, name = found.groups()
    return Complaint(_KINDS.get(kind, "other"), about, int(line) if line else None, name or "")


def writer(who: Viewer) -> None:
    """Raises NotAllowed for whoever may not save a template: trying one takes this computer's time."""
    if not who.active or not who.roles & set(templates.WRITERS):
        raise NotAllowed(Denial("no_role", templates.WRITERS))


async def tried(request: Request, name: str, wish: Wish) -> Trial:
    """Tries the template in a look of its own; raises NotSignedIn, NotAllowed, BadInput."""
    turns: Turns = request.app.state.turns
    async with turns.reading, turns.rendering:
        return await run_in_threadpool(_tried, request, name, wish)


def _tried(request: Request, name: str, wish: Wish) -> Trial:
    database: Database = request.app.state.database
    at = moment_of(request)
    with database.read() as session:
        who = caller_asking(request, session, at).viewer
        writer(who)
        found = tuple(trying.samples(session, queries.items_visible_to(who), name))
        sample = next((each for each in found if each.item.code == wish.item), found[0] if found else None)
        source = wish.source
        if source is None or wish.version is not None:
            source = source_of(session, who.office_id, name, wish.version)
        told = Trial(name, source, wish.note, sample.item.code if sample else "", found, wish.version)
        if sample is None:
            return replace(told, error=BadInput("template", "nothing_to_try", name))
        try:
            ready = trying.try_on(session, who.office_id, name, source, sample, bangkok_date(at))
        except Refused as error:
            return replace(told, error=error)
        emblem = letterhead.emblem(session, settings_of(request).data_folder, who.office_id)
        return replace(told, ready=replace(ready, emblem=emblem))


def source_of(session: Session, office_id: int, name: str, version: int | None = None) -> str:
    """The text of a version (0: as shipped), or of the one in force; raises BadInput."""
    if version is None:
        return templates.overrides(session, office_id).get(name) or trying.shipped(name)
    if version == 0:
        return trying.shipped(name)
    wanted = (PaperTemplate.office_id == office_id, PaperTemplate.name == name)
    row = session.exec(select(PaperTemplate).where(*wanted, PaperTemplate.version == version)).first()
    if row is None:
        raise BadInput("version", "unknown", str(version)[:20])
    return row.source or trying.shipped(name)


def difference(name: str, own: str) -> str:
    """What a text has otherwise than the shipped template, as `diff -u` writes it; empty where nothing."""
    shipped = trying.shipped(name)
    lines = difflib.unified_diff(shipped.splitlines(), own.splitlines(), lineterm="", n=2)
    return "\n".join(list(lines)[2:])


def in_force(session: Session, office_id: int) -> Mapping[str, PaperTemplate]:
    """The newest version of each template of which the office has any, by name."""
    rows = session.exec(
        select(PaperTemplate)
        .where(PaperTemplate.office_id == office_id)
        .order_by(col(PaperTemplate.name), col(PaperTemplate.version))
    )
    return {row.name: row for row in rows}
