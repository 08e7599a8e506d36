"""The paths of the office's work: which kinds there are, every step of one, and its picture."""

import json
from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field
from sqlmodel import Session, select

from api.dependencies import AskedItem, Moment, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import Named, named
from states import diagram
from states.bpmn import bpmn
from states.canonical import canonical_json
from states.model import Definition
from workflow import definitions
from workflow.models import OfficeDefinition

router = APIRouter(tags=["definitions"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})


class Format(StrEnum):
    MERMAID = "mermaid"
    DOT = "dot"
    BPMN = "bpmn"


class Language(StrEnum):
    THAI = "th"
    ENGLISH = "en"


class DefinitionShown(BaseModel):
    """A kind of item, and the definition under which the office starts new ones."""

    kind: Named
    hash: str = Field(description="SHA-256 of its canonical JSON: what it says can never change")
    profile: str
    states: int
    transitions: int


class Definitions(BaseModel):
    definitions: list[DefinitionShown]


class WholeDefinition(DefinitionShown):
    definition: dict[str, Any] = Field(description="Every state, step, guard and deadline")


_XML: Final = "application/xml"
_DRAWINGS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The picture as text",
        "content": {name: {"schema": {"type": "string"}} for name in ("text/plain", _XML)},
    }
}
InFormat = Annotated[Format, Query(alias="format")]
InLanguage = Annotated[Language, Query()]


@router.get("/definitions")
def list_definitions(session: Transaction, office: OwnOffice, at: Moment) -> Definitions:
    """ประเภทงานของสำนักงาน · Every kind of item the office has."""
    kinds = session.exec(
        select(OfficeDefinition.kind)
        .where(OfficeDefinition.office_id == office, OfficeDefinition.valid_from <= at)
        .distinct()
        .order_by(OfficeDefinition.kind)
    ).all()
    return Definitions(definitions=[DefinitionShown(**_told(session, office, kind, at)) for kind in kinds])


@router.get("/definitions/{kind}")
def one_definition(session: Transaction, office: OwnOffice, at: Moment, kind: PlainText) -> WholeDefinition:
    """ขั้นตอนทั้งหมด · The whole definition in force for new items of a kind."""
    definition = _in_force(session, office, kind, at)
    return WholeDefinition(
        **_told(session, office, kind, at), definition=json.loads(canonical_json(definition))
    )


@router.get("/definitions/{kind}/diagram", response_class=PlainTextResponse, responses=_DRAWINGS)
def definition_diagram(
    session: Transaction,
    office: OwnOffice,
    at: Moment,
    kind: PlainText,
    how: InFormat = Format.MERMAID,
    language: InLanguage = Language.THAI,
) -> Response:
    """แผนภาพขั้นตอน · The picture of a kind's path, as text for Mermaid or Graphviz, or as BPMN 2.0."""
    return _drawn(_in_force(session, office, kind, at), how, language)


@router.get("/items/{code}/diagram", response_class=PlainTextResponse, responses=_DRAWINGS)
def item_diagram(
    session: Transaction,
    item: AskedItem,
    how: InFormat = Format.MERMAID,
    language: InLanguage = Language.THAI,
) -> Response:
    """แผนภาพของเรื่อง · The path the item is on: the definition it started under."""
    return _drawn(definitions.by_hash(session, item.definition_hash), how, language)


def _drawn(definition: Definition, how: Format, language: Language) -> Response:
    if how is Format.BPMN:
        return Response(bpmn(definition, language.value), media_type=_XML)
    draw = diagram.mermaid if how is Format.MERMAID else diagram.dot
    return PlainTextResponse(draw(definition, language.value))


def _in_force(session: Session, office: int, kind: str, at: Moment) -> Definition:
    return definitions.by_hash(session, definitions.in_force(session, office, kind, at))


def _told(session: Session, office: int, kind: str, at: Moment) -> dict[str, Any]:
    name = definitions.in_force(session, office, kind, at)
    definition = definitions.by_hash(session, name)
    return {
        "kind": named(kind, definition.label),
        "hash": name,
        "profile": definition.profile,
        "states": len(definition.states),
        "transitions": len(definition.transitions),
    }
