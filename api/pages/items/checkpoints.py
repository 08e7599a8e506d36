"""Lists the signed checkpoints of the office's history, and gives out the proof of one entry as a file."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sqlmodel import col, select

from api.dependencies import Looking, SignedIn, Transaction, entry_seen
from api.errors import HttpRefusal
from api.pages.page_route import PageRoute
from api.pages.rendering import reader_of, render
from api.v1.shapes import LARGEST_NUMBER
from api.whole_record import must_see_all
from workflow.checkpoints import proving
from workflow.checkpoints.texts import note_of
from workflow.models import Checkpoint, CheckpointKey, Office

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE = 50
Seq = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]


@router.get("/history/checkpoints")
def show_checkpoints(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    before: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
) -> HTMLResponse:
    """The office's checkpoints, newest first, and the keys that signed them."""
    must_see_all(who)
    query = select(Checkpoint).where(Checkpoint.office_id == who.office_id)
    if before:
        query = query.where(Checkpoint.seq < before)
    rows = session.exec(query.order_by(col(Checkpoint.seq).desc()).limit(PAGE + 1)).all()
    return render(
        request,
        "history_checkpoints.html",
        reader=reader_of(session, person, who),
        section="history",
        rows=rows[:PAGE],
        following=rows[PAGE - 1].seq if len(rows) > PAGE else 0,
        before=before,
        keys=session.exec(select(CheckpointKey).order_by(col(CheckpointKey.number))).all(),
    )


@router.get("/history/checkpoints/{seq}.txt")
def checkpoint_note(session: Transaction, who: Looking, seq: Seq) -> PlainTextResponse:
    """One checkpoint as the signed note that it is."""
    must_see_all(who)
    row = session.get(Checkpoint, (who.office_id, seq))
    if row is None:
        raise HttpRefusal(404)
    office = session.get_one(Office, who.office_id)
    name = f"checkpoint-{row.seq}.txt"
    return PlainTextResponse(note_of(row, office.code), headers=_as_file(name))


@router.get("/history/entries/{seq}/proof.json")
def entry_proof(session: Transaction, who: Looking, seq: Seq) -> Response:
    """The proof that an entry is in the history as it was last signed."""
    must_see_all(who)
    told = entry_seen(session, who, seq)
    proof = proving.prove(session, session.get_one(Office, who.office_id), [told.seq])
    return Response(
        proving.written(proof), media_type="application/json", headers=_as_file(f"proof-{seq}.json")
    )


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
