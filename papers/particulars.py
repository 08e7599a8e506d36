"""What the texts of a paper may name: its item, the step that set it off, what is due, a meeting, a body."""

import datetime
import re
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from papers.titles import in_full
from states.buddhist import WEEKDAYS_TH
from states.catalogue import catalogue
from states.due_words import Reckoning, explain_th
from states.filling import one_line
from states.model import Definition, Transition
from workflow import definitions
from workflow.models import (
    AgendaItem,
    Body,
    Entry,
    Group,
    Item,
    Meeting,
    Obligation,
    Office,
    Person,
    Position,
    School,
)
from workflow.queries import in_force_on

Particulars = dict[str, Any]
PLAN_GROUP: Final = "กลุ่มนโยบายและแผน"
# The number of an amendment as its code gives it: AM2561-2 is the second of the year.
_ROUND: Final = re.compile(r"[-/](\d{1,3})$")
_HOUR: Final = re.compile(r"\s*น\.?$")
# Steps that bring a paper before a board which only acknowledges it.
_TO_BE_KNOWN: Final = ("send_to_", "report_to_")
_INVITATION: Final = "letter_invite_committee"
_OF_MEETINGS: Final = (
    *(_INVITATION, "circular_minutes", "memo_amendment_result"),
    *("memo_committee_result", "memo_submit_draft"),
)
_MAKING: Final = ("D-QR", "D-AP-03", "D-DP-01", "D-AR-01", "D-EX-01", "D-AM-03")
# What the text of a paper set off by a step names as due: the first of these that is open on the item.
_NAMED: Final = {
    "circular_minutes": ("D-RD",),
    "letter_school_plan_result": ("D-SP-01",),
    "letter_survey_schools": ("D-EX-01",),
    "letter_to_board_secretary": _MAKING,
    "memo_call_for_project_reports": ("D-AG",),
    "memo_call_for_proposals": ("D-AP-03",),
    "memo_extension": ("D-AP-03",),
    "memo_plan_approved": ("D-AP-04", "D-DP-02"),
    "memo_quarter_call": ("D-QG", "D-QR"),
    "memo_report_due": ("D-PR-01",),
    "memo_returned": _MAKING,
    "memo_submit_draft": _MAKING,
    "memo_survey_groups": ("D-EX-01",),
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a paper is drafted for on a Bangkok date: an item, and the step or the duty that calls for it."""

    item: Item
    on: datetime.date
    entry: Entry | None = None
    duty: Obligation | None = None


def particulars(session: Session, code: str, occasion: Occasion) -> Particulars:
    """Everything the texts of the paper `code` may name; empty where it is not known. Days are ISO texts."""
    item, entry = occasion.item, occasion.entry
    definition = definitions.by_hash(session, item.definition_hash)
    move = definition.moves.get((entry.from_state, entry.trigger)) if entry else None
    office = session.get_one(Office, item.office_id)
    return {
        "office": {"name": _name(office.name_th), "short": _name(office.short_th)},
        "about": _about(session, item, definition),
        "event": _event(session, definition, entry, move),
        "due": _due(session, code, occasion, definition),
        "meeting": _meeting(session, code, occasion),
        "body": _body(session, item.office_id, definition, entry, occasion.on),
        "documents": list(move.documents) if move else [],
    }


def marks_of(known: Particulars) -> dict[str, str]:
    """The same as the marks that a subject or an addressee of the catalogue's notices may hold."""
    about, event, meeting = known["about"], known["event"], known["meeting"]
    return {
        **dict.fromkeys(("title", "report", "document", "plan"), about["title"]),
        "of_fy": "" if about["fy"] in about["title"] else about["fy"],
        "q": about["quarter"],
        "duty": known["due"]["name"],
        "step": event["step"],
        "meeting": meeting["name"],
        "no": meeting["no"],
        "office": known["office"]["name"],
        "body": known["body"],
        **{name: about[name] for name in ("project", "code", "fy", "round", "group", "school", "owner")},
    }


def plan_group(session: Session, office_id: int, on: datetime.date) -> str:
    """The plan group by the office's own name for it."""
    found = session.exec(
        select(Group.name_th)
        .join(Position, col(Position.group_id) == col(Group.id))
        .where(Position.office_id == office_id, Position.role == "plan_director", in_force_on(Position, on))
        .order_by(col(Position.id))
    ).first()
    return _name(found or PLAN_GROUP)


def _name(text: str) -> str:
    """A name that more words can follow: Thai joins them, but not to a figure, bracket or abbreviation."""
    name = one_line(text)
    return name if not name or "ก" <= name[-1] <= "๎" else f"{name} "


def _about(session: Session, item: Item, definition: Definition) -> dict[str, str]:
    group = session.get(Group, item.group_id) if item.group_id else None
    school = session.get(School, item.school_id) if item.school_id else None
    owner = session.get(Person, item.owner_id) if item.owner_id else None
    plan = session.get(Item, item.parent_id) if item.parent_id else None
    title = _name(item.title)
    numbered = _ROUND.search(item.code)
    return {
        "title": title,
        "project": title.removeprefix("โครงการ").lstrip() or title,
        "code": item.code,
        "kind": item.kind,
        "kind_name": definition.label.th,
        "fy": str(item.fiscal_year),
        "quarter": str(item.quarter or ""),
        "round": numbered[1] if numbered else "",
        "group": _name(group.name_th) if group else "",
        "school": _name(school.name_th) if school else "",
        "owner": _name(owner.name_th) if owner else "",
        "plan": _name(plan.title) if plan else "",
    }


def _event(
    session: Session, definition: Definition, entry: Entry | None, move: Transition | None
) -> dict[str, Any]:
    """The step: what it is called, by whom (the name, and the post by which she did it), when and why."""
    if entry is None:
        unset = dict.fromkeys(("step", "trigger", "state", "actor", "post", "day", "reason"), "")
        return {**unset, "sends_back": False, "to_be_known": False}
    person = session.get_one(Person, entry.actor_id)
    post = session.get(Position, entry.position_id) if entry.position_id else None
    state = definition.by_state.get(entry.to_state)
    office = session.get_one(Office, entry.office_id).name_th
    return {
        "step": move.label.th if move else "",
        "trigger": entry.trigger,
        "state": state.label.th if state else "",
        "actor": "" if person.is_service else one_line(person.name_th),
        "post": _name(in_full(post.title_th, office)) if post and not person.is_service else "",
        "day": entry.effective_on.isoformat(),
        "reason": one_line(entry.reason),
        "sends_back": bool(move and move.send_back),
        "to_be_known": entry.trigger.startswith(_TO_BE_KNOWN),
    }


def _due(session: Session, code: str, occasion: Occasion, definition: Definition) -> dict[str, Any]:
    """What is due: its name, day, days left on the day of drafting, and how the day came about."""
    duty = occasion.duty or _open_duty(session, code, occasion)
    if duty is None:
        return {"code": "", "name": "", "on": "", "days": 0, "formula": ""}
    known = definition.duty.get(duty.code) or catalogue().deadlines.get(duty.code)
    reckoned = duty.reckoning not in ("", "{}")
    return {
        "code": duty.code,
        "name": known.label.th if known else "",
        "on": duty.due_on.isoformat(),
        "days": (duty.due_on - occasion.on).days,
        "formula": explain_th(Reckoning.from_json(duty.reckoning), duty.due_on) if reckoned else "",
    }


def _open_duty(session: Session, code: str, occasion: Occasion) -> Obligation | None:
    """The duty that the text names, while there is time: no paper asks for what was due on a day gone by."""
    wanted = _NAMED.get(code, ())
    if not wanted:
        return None
    found = session.exec(
        select(Obligation)
        .where(
            Obligation.item_id == occasion.item.id,
            Obligation.outcome == "",
            Obligation.due_on >= occasion.on,
            col(Obligation.code).in_(wanted),
        )
        .order_by(col(Obligation.due_on), col(Obligation.id))
    ).all()
    return min(found, key=lambda each: wanted.index(each.code), default=None)


def _meeting(session: Session, code: str, occasion: Occasion) -> dict[str, str]:
    """Of a meeting its own particulars, of a paper those of the last meeting that has it on its agenda.

    An invitation is to one that comes; any other paper tells of one that was held by the day of the step.
    """
    unset = dict.fromkeys(("name", "no", "held_on", "weekday", "place", "begins"), "")
    if code not in _OF_MEETINGS:
        return unset
    item_id, entry = occasion.item.id, occasion.entry
    own = select(Meeting, Body.name_th).join(Body, col(Body.id) == col(Meeting.body_id))
    tabled = own.join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.item_id))
    if code != _INVITATION:
        tabled = tabled.where(Meeting.held_on <= (entry.effective_on if entry else occasion.on))
    found = (
        session.exec(own.where(Meeting.item_id == item_id)).first()
        or session.exec(
            tabled.where(AgendaItem.item_id == item_id).order_by(
                col(Meeting.held_on).desc(), col(Meeting.item_id).desc()
            )
        ).first()
    )
    if found is None:
        return unset
    meeting, body = found
    return {
        "name": _name(body),
        "no": f"{meeting.number}/{meeting.year}",
        "held_on": meeting.held_on.isoformat(),
        "weekday": WEEKDAYS_TH[meeting.held_on.weekday()],
        "place": one_line(meeting.place),
        "begins": _HOUR.sub("", one_line(meeting.begins)),
    }


def _body(
    session: Session, office_id: int, definition: Definition, entry: Entry | None, on: datetime.date
) -> str:
    """The committee or board before which the step brings the item, else the one before which it was."""
    states = [definition.by_state.get(name) for name in (entry.to_state, entry.from_state)] if entry else []
    code = next((each.body for each in states if each and each.body), None)
    if code is None:
        return ""
    own = session.exec(
        select(Body.name_th).where(Body.office_id == office_id, Body.code == code, in_force_on(Body, on))
    ).first()
    kind = catalogue().bodies.get(code)
    return _name(own or (kind.label.th if kind else ""))
