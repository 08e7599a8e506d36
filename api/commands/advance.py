"""`khanton advance`, `correct` and `attest`: what people do with a paper, from the command line."""

import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.finding import actor_and_item
from api.commands.items import remark_on
from api.commands.output import answering, document, people
from api.commands.place import opened
from states.model import Label
from workflow import attest as attesting
from workflow import corrections, definitions, engine
from workflow.engine import Moved
from workflow.evidence import safe_name, take_in
from workflow.models import Item, Office
from workflow.statements import Attached

Code = Annotated[str, typer.Argument(metavar="CODE", help="รหัสเรื่อง · the item")]


def advance(
    context: typer.Context,
    code: Code,
    trigger: Annotated[str, typer.Argument(metavar="TRIGGER", help="ขั้นตอน · the step")],
    account: options.As,
    reason: options.Reason = "",
    evidence: options.Evidence = None,
    justify: Annotated[
        list[str] | None,
        typer.Option("--justify", metavar="GUARD=TEXT", help="คำชี้แจง · why a soft condition is passed"),
    ] = None,
    on: options.OnDay = None,
    expect_version: Annotated[
        int | None, typer.Option("--expect-version", metavar="N", help="รุ่นที่เห็น · the version you saw")
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เคลื่อนงานหนึ่งขั้น · Take one step."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        facts, at = options.pairs("evidence", evidence), clock.now()
        files = options.files_in(facts)
        given: dict[str, Any] = {
            "on": options.day_of(on),
            "reason": reason,
            "evidence": facts,
            "justifications": options.pairs("justify", justify),
            "expect_version": expect_version,
        }
        with opened(place) as found, found.write() as session:
            person, item = actor_and_item(session, code, account, office)
            office_code = office or code_of(session, item)
            papers = _taken_in(session, place.folder, files, at)
            moved = engine.advance(session, item.id, trigger, by=person.id, at=at, documents=papers, **given)
            states = definitions.by_hash(session, item.definition_hash).by_state
            label = states[moved.to_state].label
        if as_json:
            document({"office": office_code, **_told(moved)})
        else:
            _say(moved, label)


def correct(
    context: typer.Context,
    code: Code,
    seq: Annotated[int, typer.Argument(metavar="ENTRY", help="เลขรายการในประวัติ · the entry's number")],
    account: options.As,
    reason: options.Reason = "",
    undo: Annotated[bool, typer.Option("--undo", help="ถอยกลับ · return to where it stood")] = False,
    evidence: options.Evidence = None,
    on: options.OnDay = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แก้ไขรายการที่บันทึกผิด · Put right what was recorded wrongly, by a new entry."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        facts, day = options.pairs("evidence", evidence), options.day_of(on)
        with opened(place) as found, found.write() as session:
            person, item = actor_and_item(session, code, account, office)
            sealed = corrections.correct(
                session,
                item.id,
                seq,
                by=person.id,
                at=clock.now(),
                reason=reason,
                undo=undo,
                effective_on=day,
                facts=facts,
            )
            session.refresh(item)
            told = {
                "office": code_of(session, item),
                "item": code,
                "state": item.state,
                "version": item.version,
            }
        if as_json:
            document({**told, "corrects": seq, "entry": sealed.seq, "hash": sealed.hash})
        else:
            people().print(f"บันทึกการแก้ไขรายการที่ {seq} ของ {code} แล้ว เป็นรายการที่ {sealed.seq}", markup=False)


def attest(
    context: typer.Context,
    code: Code,
    account: options.As,
    evidence: options.Evidence = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """บันทึกข้อเท็จจริงหรือเอกสาร · Record facts and documents without taking a step."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        facts, at = options.pairs("evidence", evidence), clock.now()
        files = options.files_in(facts)
        with opened(place) as found, found.write() as session:
            person, item = actor_and_item(session, code, account, office)
            documents = _taken_in(session, place.folder, files, at)
            sealed = attesting.attest(session, item.id, by=person.id, at=at, facts=facts, documents=documents)
            told = {"office": code_of(session, item), "item": code, "version": item.version}
        if as_json:
            document({**told, "entry": sealed.seq, "hash": sealed.hash, "recorded": [*facts, *files]})
        else:
            people().print(f"บันทึกหลักฐานของ {code} แล้ว เป็นรายการที่ {sealed.seq}", markup=False)


def code_of(session: Session, item: Item) -> str:
    """The code of the item's office."""
    return session.get_one(Office, item.office_id).code


def _taken_in(
    session: Session, folder: Path, files: dict[str, tuple[str, bytes]], at: datetime.datetime
) -> dict[str, Attached]:
    """The files stored, by document code. Raises BadEvidence."""
    taken = {}
    for code, (name, content) in files.items():
        row = take_in(session, folder, content, name, at=at)
        taken[code] = Attached(row.sha256, safe_name(name))
    return taken


def _told(moved: Moved) -> dict[str, object]:
    """A step as JSON has it."""
    return {
        "item": moved.code,
        "trigger": moved.trigger,
        "from": moved.from_state,
        "to": moved.to_state,
        "state": moved.to_state,
        "version": moved.version,
        "entry": moved.entry_seq,
        "hash": moved.hash,
        "cascaded": [_told(each) for each in moved.cascaded],
    }


def _say(moved: Moved, label: Label) -> None:
    along = f" และเคลื่อนงานลูกอีก {len(moved.cascaded)} เรื่อง" if moved.cascaded else ""
    people().print(
        f"{moved.code} เป็น “{label.th}” แล้ว (รุ่นที่ {moved.version} รายการที่ {moved.entry_seq}){along}",
        markup=False,
    )
