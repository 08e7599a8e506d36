"""The small things of an office that addresses name: beside its items, and with its people."""

import datetime
import hashlib

from sqlmodel import Session
from things import OWN, Things

from notifications.models import Contact, Message, Notice
from tests.conftest import LONG_AGO, NOW
from workflow import history
from workflow.models import (
    Absence,
    Body,
    Cluster,
    Comment,
    Delegation,
    Document,
    Fund,
    Group,
    Item,
    Position,
    Problem,
    ProjectLine,
    Register,
    RegisterNumber,
    SavedView,
    School,
    StoredFile,
)
from workflow.moments import moment_text

_TODAY = datetime.date(2018, 1, 12)


def put_small_things(session: Session, things: Things) -> None:
    _beside_items(session, things)
    _money(session, things)
    _of_the_report(session, things)
    _board(session, things)
    _numbers(session, things)
    _hers(session, things)
    _around_people(session, things)
    _structure(session, things)


def _beside_items(session: Session, things: Things) -> None:
    """A document and a comment of each project, a problem of the quarter's report."""
    office = things.office
    data = f"เอกสารของ {office.code}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    session.add(StoredFile(sha256=sha256, size=len(data), media_type="text/plain", stored_at=NOW))
    session.flush()
    writer = office.people["plan_officer"]
    for whose in things.found["project"]:
        names = things.names("project", whose)
        item = session.get_one(Item, names["id"])
        document = Document(
            item_id=item.id,
            code="proposal_form",
            sha256=sha256,
            filename="a.txt",
            item_version=item.version,
            entry_seq=1,
            attached_by=writer,
            attached_at=NOW,
        )
        comment = Comment(
            office_id=office.id, item_id=item.id, person_id=writer, text="ข้อความ", written_at=NOW
        )
        session.add_all([document, comment])
        session.flush()
        things.put("document", whose, code=item.code, sha256=sha256)
        things.put("comment", whose, code=item.code, comment_id=comment.id)


def _money(session: Session, things: Things) -> None:
    """A line of each project, and the step by which it was once submitted."""
    office = things.office
    fund = Fund(office_id=office.id, code="office", name_th="งบประมาณสำนักงาน")
    session.add(fund)
    session.flush()
    for whose in things.found["project"]:
        names = things.names("project", whose)
        line = ProjectLine(
            item_id=names["id"], fund_id=fund.id, category="operating", sub="materials", original=10_000
        )
        session.add(line)
        session.flush()
        names |= {"line": line.id, "step": _step(session, things, names["id"])}


def _step(session: Session, things: Things, item_id: int) -> int:
    """The number of the entry that tells of a step of the item."""
    item = session.get_one(Item, item_id)
    told = history.Record(
        office_id=item.office_id,
        kind="step",
        at=moment_text(NOW),
        effective_on=_TODAY.isoformat(),
        subject=f"item:{item.code}",
        actor_id=things.office.people["project_owner"],
        capacity="own",
        item_id=item.id,
        trigger="submit",
        from_state="draft",
        to_state="submitted",
        version=item.version,
        definition_hash=item.definition_hash,
    )
    return history.append(session, told).seq


def _of_the_report(session: Session, things: Things) -> None:
    """A problem that each quarter's report tells, about no project; whose part of it is hers."""
    for whose in things.found["quarterly_report"]:
        names = things.names("quarterly_report", whose)
        row = Problem(item_id=names["id"], kind="problem", text="ปัญหา", entry_seq=1)
        session.add(row)
        session.flush()
        names |= {"number": row.id, "project": things.names("project", whose)["code"]}


def _board(session: Session, things: Things) -> None:
    """A board outside the office."""
    office = things.office
    code = f"board_{office.code}".lower()
    session.add(Body(office_id=office.id, code=code, name_th="กศจ.", internal=False, valid_from=LONG_AGO))
    session.flush()
    things.put("board", OWN, body=code)


def _numbers(session: Session, things: Things) -> None:
    office = things.office
    session.add(Register(office_id=office.id, kind="outgoing", year=2561, last=1))
    session.flush()
    row = RegisterNumber(
        office_id=office.id,
        kind="outgoing",
        year=2561,
        number=1,
        text="ศธ 04001/1",
        subject="เรื่อง ตัวอย่าง",
        dated_on=_TODAY,
        registered_by=office.people["clerk"],
        registered_at=NOW,
    )
    session.add(row)
    session.flush()
    things.put("number", OWN, kind="outgoing", year=2561, number=1, number_id=row.id)


def _hers(session: Session, things: Things) -> None:
    """The planning officer's own: a view, a notice. Nobody else of her office finds them either."""
    office = things.office
    hers = office.people["plan_officer"]
    view = SavedView(person_id=hers, name="ของฉัน", address="/items", saved_at=NOW)
    notice = Notice(
        office_id=office.id,
        person_id=hers,
        code="circular_minutes",
        item_id=things.names("project", OWN)["id"],
        about="1",
        written_at=NOW,
    )
    session.add_all([view, notice])
    session.flush()
    things.put("view", OWN, view_id=view.id)
    things.put("notice", OWN, notice_id=notice.id)


def _around_people(session: Session, things: Things) -> None:
    office = things.office
    owner = office.people["project_owner"]
    until = _TODAY + datetime.timedelta(30)
    absence = Absence(person_id=office.people["plan_officer"], valid_from=_TODAY, valid_to=until, reason="ลา")
    order = Delegation(
        office_id=office.id,
        position_id=office.positions["deputy_director"],
        person_id=office.people["ended_account"],
        capacity="acting",
        order_no="1/2561",
        ordered_on=_TODAY,
        valid_from=LONG_AGO,
        valid_to=datetime.date(2017, 12, 31),
    )
    contact = Contact(
        person_id=owner, channel="mail", address="a@example.org", since=NOW, trouble="550 unknown"
    )
    message = Message(
        office_id=office.id,
        person_id=owner,
        channel="mail",
        kind="digest",
        day=_TODAY,
        token=f"00000000-0000-4000-8000-{office.id:012d}",
        state="failed",
        next_at=NOW,
        made_at=NOW,
        ended_at=NOW,
    )
    session.add_all([absence, order, contact, message])
    session.flush()
    username = f"plan_officer.{office.code}".lower()
    things.put("person", OWN, username=username, absence=absence.id)
    things.put("absence", OWN, absence=absence.id)
    things.put("order", OWN, order=order.id)
    things.put("contact", OWN, contact_id=contact.id)
    things.put("message", OWN, message_id=message.id)
    things.put("post", OWN, code=_free_post(session, things))


def _free_post(session: Session, things: Things) -> str:
    """A post that only this office has, held by nobody."""
    code = f"free_{things.office.code}"
    row = Position(
        office_id=things.office.id, code=code, role="clerk", title_th="ตำแหน่งว่าง", valid_from=LONG_AGO
    )
    session.add(row)
    session.flush()
    return code


def _structure(session: Session, things: Things) -> None:
    """A group, a cluster and a school that only this office has."""
    office = things.office
    code = f"N{office.code}"
    cluster = Cluster(office_id=office.id, code=code, name_th="กลุ่มโรงเรียนใหม่")
    session.add(cluster)
    session.flush()
    group = Group(office_id=office.id, code=code, name_th="กลุ่มใหม่", valid_from=LONG_AGO)
    school = School(
        office_id=office.id, code=code, name_th="โรงเรียนใหม่", cluster_id=cluster.id, valid_from=LONG_AGO
    )
    session.add_all([group, school])
    session.flush()
    for thing in ("group", "cluster", "school"):
        things.put(thing, OWN, code=code)
