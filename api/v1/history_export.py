"""The history as an event log, for programs: XES, OCEL 2.0, CSV, JSON Lines or a workbook."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.dependencies import Exporting, Looking, Moment, OwnOffice, Transaction
from api.pages.history_export.files import history_file
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import BangkokDate
from workflow.eventlogs.formats import FORMS, Format

router = APIRouter(tags=["history"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})
_FILE = {"type": "string", "format": "binary"}
_OCEL = {"type": "object", "required": ["objectTypes", "eventTypes", "objects", "events"]}
_FILES = {form.media_type.partition(";")[0]: {"schema": _FILE} for form in FORMS.values()} | {
    FORMS[Format.OCEL_JSON].media_type: {"schema": _OCEL}
}


@router.get(
    "/history/export",
    response_class=StreamingResponse,
    responses={200: {"description": "The event log as a file", "content": _FILES}},
)
def export_history(
    _turn: Exporting,
    session: Transaction,
    who: Looking,
    at: Moment,
    _office: OwnOffice,
    form: Annotated[Format, Query(alias="format")],
    kind: Annotated[PlainText, Query(max_length=40, description="Kind of item, e.g. project")] = "",
    item: Annotated[PlainText, Query(max_length=40, description="Code of one item")] = "",
    year: Annotated[int | None, Query(gt=2400, lt=2700, description="Fiscal year of the items, B.E.")] = None,
    since: Annotated[BangkokDate | None, Query(alias="from", description="First day of effect")] = None,
    until: Annotated[BangkokDate | None, Query(alias="to", description="Last day of effect")] = None,
) -> StreamingResponse:
    """ประวัติเป็นบันทึกเหตุการณ์ · What you see of the office's history, an event for each entry about an item."""
    return history_file(
        session, who, at, form, kind=kind, item=item, fiscal_year=year, since=since, until=until
    )
