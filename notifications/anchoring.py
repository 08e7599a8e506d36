"""Signs each day's checkpoint of every office's history, and carries it out of the house."""

import datetime
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from sqlmodel import col, func, select

from notifications.channels.channel import Outgoing, TransportError
from notifications.claims import Channels
from workflow.checkpoints import anchors
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.taking import take_for
from workflow.database import Database
from workflow.models import ChainHead, Checkpoint
from workflow.moments import bangkok_date, end_of
from workflow.refused import Refused

_log = logging.getLogger(__name__)
_A_DAY: Final = datetime.timedelta(days=1)
_NAMESPACE: Final = uuid.UUID("7d0a3c0e-6d0b-5c53-9e0c-3f0f6c7a9a11")
_AT_ONCE: Final = 200  # checkpoints in one mail
_SUBJECT: Final = "จุดตรวจสอบประวัติของสำนักงาน {office} · checkpoint of the history"
_LEAD: Final = (
    "โปรดเก็บอีเมลนี้ไว้ บรรทัดข้างล่างใช้ตรวจภายหลังว่าประวัติไม่ถูกแก้ไข (khanton history verify --anchor แฟ้ม)\n"
    "Please keep this mail: with the lines below anybody can check later that the history was not changed."
)


@dataclass(frozen=True, slots=True)
class Outside:
    """With which key checkpoints are signed, and where they are put down besides the database.

    `folder` takes the file of anchors and may be on another disk; `addresses` are mailed. Both may be empty.
    """

    key: KeyFile
    folder: Path | None = None
    addresses: tuple[str, ...] = ()


def sign_days(database: Database, key: KeyFile, now: datetime.datetime) -> tuple[int, Refused | None]:
    """Takes the day's checkpoint of each office that has none of this Bangkok date and has new entries.

    How many were taken, and the first refusal: one office's broken record does not keep the others from
    being signed.
    """
    taken, trouble = 0, None
    for office_id in _without_todays(database, now):
        try:
            taken += take_for(database, office_id, key, now) is not None
        except Refused as refused:
            _log.error("the history of office %s was not signed: %r", office_id, refused)
            trouble = trouble or refused
    return taken, trouble


def _without_todays(database: Database, now: datetime.datetime) -> list[int]:
    last = (
        select(
            Checkpoint.office_id,
            func.max(col(Checkpoint.seq)).label("seq"),
            func.max(col(Checkpoint.taken_at)).label("taken_at"),
        )
        .group_by(col(Checkpoint.office_id))
        .subquery()
    )
    today = end_of(bangkok_date(now) - _A_DAY)
    with database.read() as session:
        found = session.exec(
            select(ChainHead.office_id)
            .outerjoin(last, last.c.office_id == ChainHead.office_id)
            .where(
                ChainHead.seq != func.coalesce(last.c.seq, 0),
                (last.c.taken_at.is_(None)) | (last.c.taken_at < today),
            )
            .order_by(col(ChainHead.office_id))
        )
        return list(found)


def put_outside(database: Database, outside: Outside, channels: Channels, now: datetime.datetime) -> int:
    """Appends waiting checkpoints to the file of anchors, and mails them; how many were put down.

    Raises OSError, TransportError once all was tried: neither way keeps the other waiting, and the next look
    tries again. A mail may come twice, never not at all.
    """
    put = 0
    trouble: OSError | TransportError | None = None
    if outside.folder is not None and _waits(database, anchors.IN_FILE):
        try:
            with database.write() as session:
                put += anchors.write_file(session, outside.folder, now)
        except OSError as error:
            trouble = error
    for address in outside.addresses:
        sent, refused = _mail(database, channels, address, now)
        put, trouble = put + sent, trouble or refused
    if trouble is not None:
        raise trouble
    return put


def _waits(database: Database, place: str) -> bool:
    with database.read() as session:
        return bool(anchors.waiting(session, place, most=1))


def _mail(
    database: Database, channels: Channels, address: str, now: datetime.datetime
) -> tuple[int, TransportError | None]:
    """One mail for each office whose own mail server is set; the others' wait, and keep nobody waiting.

    How many checkpoints were put down, and the first refusal.
    """
    with database.read() as session:
        offices = anchors.offices_waiting(session, address)
    sent, trouble = 0, None
    for office in offices:
        channel = channels(office, "email")
        if channel is None:
            continue
        with database.read() as session:
            found = anchors.waiting(session, address, most=_AT_ONCE, office=office)
            rows, lines = [(row.office_id, row.seq) for row, _, _ in found], _lines(found)
        try:
            channel.send(_message(address, office, lines, now))
        except TransportError as refused:
            trouble = trouble or refused
            continue
        with database.write() as session:
            kept = [session.get_one(Checkpoint, each) for each in rows]
            anchors.put_down(session, kept, address, now)
        sent += len(rows)
    return sent, trouble


def _lines(found: Sequence[tuple[Checkpoint, str, str]]) -> str:
    return "".join(anchors.line_of(*each) for each in found)


def _message(address: str, office: str, lines: str, now: datetime.datetime) -> Outgoing:
    subject = _SUBJECT.format(office=office)
    return Outgoing(
        token=str(uuid.uuid5(_NAMESPACE, f"{address}\n{lines}")),
        to=address,
        name="",
        subject=subject,
        text=f"{_LEAD}\n\n{lines}",
        html=f"<p>{escape(_LEAD)}</p><pre>{escape(lines)}</pre>",
        line=subject,
        told=(),
        language="th",
        at=now,
    )
