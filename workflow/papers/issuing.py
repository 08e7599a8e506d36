"""Issues signed papers: the number, the step, what vouches for the paper, and its readers, all at once."""

import datetime
from typing import Final

from msgspec import Struct
from sqlmodel import Session, select

from states.thai import be_year
from workflow import asked, definitions, engine, permissions
from workflow.changes import Hand, record
from workflow.database import Cursor
from workflow.engine import Moved
from workflow.errors import Denial, NotAllowed, RegisterRefused
from workflow.history import hold
from workflow.meetings.secretariat import tell_of
from workflow.models import Acknowledgement, Entry, Item, PaperRow, RegisterNumber
from workflow.papers import addressees, drafts, registers, witness
from workflow.papers.fields import read
from workflow.papers.signing import signed_text
from workflow.permissions import Authority
from workflow.situation import ItemNow, Reading
from workflow.situation import read as look
from workflow.statements import Attached

ISSUE: Final = "issue"
PROOF: Final = "signed_scan_or_esign"


class Issued(Struct, frozen=True):
    """A paper that has its number: as printed, with the code that vouches for it and the step taken."""

    number_text: str
    witness_code: str
    moved: Moved


def issue(
    session: Session,
    item_id: int,
    hand: Hand,
    *,
    dated_on: datetime.date | None = None,
    scan: Attached | None = None,
    expect_version: int | None = None,
) -> Issued:
    """Numbers a signed paper and sends it to its readers.

    `dated_on` is the date on the paper (Bangkok), from its signing until today. A paper signed by hand needs
    its `scan`; one signed in the system proves itself by its frozen text. Issued again after its issue was
    taken back, it keeps its number. Raises what the step raises, UnknownItem, BadDate, RegisterRefused.
    """
    reading = look(session, item_id, hand.by, hand.day)
    row = drafts.must_have(session, item_id, reading.item.code)
    by = _issuer(session, reading)
    if expect_version is not None and expect_version != reading.item.version:
        raise engine.faster(session, reading.item, expect_version)
    on = dated_on or hand.day
    number = _number(session, reading.item, row, on, hand, by)
    text = signed_text(session, item_id)
    told = {"document_number": number.text}
    if scan is None and text is not None and text.signature == "in_system":
        told[PROOF] = f"ลงนามในระบบ sha256:{text.sha256}"
    moved = engine.advance(
        session,
        item_id,
        ISSUE,
        by=hand.by,
        at=hand.at,
        on=on,
        evidence=told,
        documents={PROOF: scan} if scan else None,
    )
    made = witness.witness_of(session, item_id)
    assert made is not None  # written as the paper arrived
    return Issued(number.text, made.code, moved)


def _issuer(session: Session, reading: Reading) -> Authority:
    """By what post or order she takes the step, which a signed paper is open for; who may is asked first."""
    item = reading.item
    definition = definitions.by_hash(session, item.definition_hash)
    move = definition.moves.get((item.state, ISSUE))
    if move is None:
        roles = {role for each in definition.transitions if each.trigger == ISSUE for role in each.by}
        permissions.empowered(reading.actor, item.office_id, sorted(roles), item.kind, ISSUE)
        raise definitions.not_open(session, item, ISSUE)
    answer = permissions.may(reading.actor, item, move, definition, lambda: reading.performed)
    if isinstance(answer, Denial):
        raise NotAllowed(answer)
    return answer


def _number(
    session: Session, item: ItemNow, row: PaperRow, on: datetime.date, hand: Hand, by: Authority
) -> RegisterNumber:
    """The number it has already, else the next of its register."""
    known = registers.number_of(session, item.id)
    if known is None:
        kind = drafts.words_of(row.code).register_kind
        year, subject = be_year(on.year), drafts.title_of(read(row.fields))
        return registers.take(
            session,
            item.office_id,
            kind,
            year,
            subject=subject,
            dated_on=on,
            hand=hand,
            item_id=item.id,
            by=by,
        )
    if known.year != be_year(on.year):
        raise RegisterRefused("other_year", known.text)
    if known.dated_on != on:
        told = {"redated": known.text, "dated_on": [known.dated_on.isoformat(), on.isoformat()]}
        known.dated_on = on
        session.flush()
        codes = [f"{known.kind}/{known.year}"]
        record(session, item.office_id, "register", codes, told, hand, by=by, on=on, item_id=item.id)
    return known


def arrived_issued(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """The paper is issued, by whatever door: its witness is written and its readers are asked."""
    row = session.get(PaperRow, item.id, populate_existing=True)
    text = signed_text(session, item.id)
    if row is None or text is None:
        return  # kept on paper
    witness.attest(session, item, text, hand.at)
    _ask(session, item, row, hand, by)


def _ask(session: Session, item: Item, row: PaperRow, hand: Hand, by: Authority) -> None:
    wanted = addressees.readers(session, item.office_id, read(row.fields).sent_to, hand.day)
    known = set(session.exec(select(Acknowledgement.person_id).where(Acknowledgement.item_id == item.id)))
    new = [person for person in wanted if person not in known]
    sealed = tell_of(session, item, by, hand, "circulated", {"asked": len(new)}) if new else None
    asked.ask(
        session, item, new, hand.at, sealed.seq if sealed else hold(Cursor(session), item.office_id).seq
    )


def arrived_void(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """The paper is void, by whatever door: its number stays taken and says why."""
    step = session.exec(
        select(Entry).where(Entry.item_id == item.id, Entry.kind == "step", Entry.version == item.version)
    ).one()
    registers.voided_with_paper(session, item, step.reason, hand, by)


def void_taken_back(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """The voiding was undone: the number is in force again."""
    registers.restored_with_paper(session, item, hand, by)
