"""A path as a file that other programs draw: BPMN 2.0, and Mermaid."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from api.pages.definitions.kind import asked_version
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from states.bpmn import bpmn
from states.diagram import mermaid
from states.model import Definition
from workflow import definitions

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Version = Annotated[int, Query(ge=0, le=99_999)]
_BPMN: Final = "application/xml"
_MERMAID: Final = "text/vnd.mermaid; charset=utf-8"


@router.get("/settings/definitions/{kind}/path.bpmn")
def download_bpmn(desk: AtDesk, kind: PlainText, version: Version = 0) -> Response:
    """The path in force, or a version of it, as BPMN 2.0 with its picture; raises UnknownKind."""
    definition = _definition(desk, kind, version)
    return _file(desk, definition, bpmn(definition, desk.words.language), _BPMN, "bpmn")


@router.get("/settings/definitions/{kind}/path.mmd")
def download_mermaid(desk: AtDesk, kind: PlainText, version: Version = 0) -> Response:
    """The same as text for Mermaid."""
    definition = _definition(desk, kind, version)
    return _file(desk, definition, mermaid(definition, desk.words.language), _MERMAID, "mmd")


def _definition(desk: Desk, kind: str, version: int) -> Definition:
    return definitions.by_hash(desk.session, asked_version(desk, kind, version).hash)


def _file(desk: Desk, definition: Definition, text: str, media_type: str, ending: str) -> Response:
    """The text as a file to save, under the path's own name (RFC 5987)."""
    name = desk.words("defs_path_of", kind=desk.words.label(definition.label)).replace("\u200b", "")
    plain = f'attachment; filename="{definition.kind}.{ending}"'
    disposition = f"{plain}; filename*=UTF-8''{quote(name, safe='')}.{ending}"
    return Response(text, media_type=media_type, headers={"Content-Disposition": disposition})
