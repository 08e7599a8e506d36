"""How the sample's meetings are played: called, held, closed with all they resolved, minuted, circulated."""

from sqlmodel import select

from workflow.demo.invented import MARK
from workflow.demo.meetings import Appointed, Called, Minuted, Planned, Sat
from workflow.demo.playing_money import lines_of
from workflow.demo.sample import Call, Meeting, Project, Sample
from workflow.demo.stage import Stage, play, step
from workflow.meetings.agenda import DECISIONS, NewEntry, add_entry, draw, entries
from workflow.meetings.attendance import Came, record_attendance
from workflow.meetings.bodies import NewMember, appoint
from workflow.meetings.closing import close_meeting
from workflow.meetings.minutes import acknowledge
from workflow.meetings.planning import NewMeeting, plan_meeting
from workflow.meetings.resolutions import NewResolution, Votes, resolve_all
from workflow.meetings.roll import members_on
from workflow.models import Acknowledgement, AgendaItem, Body, Item
from workflow.models import Meeting as MeetingRow

_TITLES = {"chair": "ประธานกรรมการ", "secretary": "กรรมการและเลขานุการ", "member": "กรรมการ"}
_DECIDED = {"closed": "include", "merged": "merge", "not_selected": "reject"}


@play.register
def _appoint(appointed: Appointed, stage: Stage) -> str:
    hand = stage.hand(appointed.by, appointed.at)
    assert stage.sample.additions is not None
    bodies = select(Body).where(Body.office_id == stage.cast.office_id, Body.internal)
    for body in stage.session.exec(bodies).all():
        if body.code in stage.sample.additions.bodies:
            seats, _ = stage.sample.additions.bodies[body.code]
            members = _seats(stage, body.code, seats)
            appoint(stage.session, body.id, f"คำสั่งแต่งตั้ง{body.name_th} ({MARK})", members, hand)
    return "committees"


def _seats(stage: Stage, body: str, seats: int) -> list[NewMember]:
    """A chair, a secretary with an account, and as many members as there are seats."""
    secretary = stage.cast.person(stage.sample.first_with("committee_secretary"))
    first = stage.cast.person(stage.sample.first_with("deputy_director"))
    persons = _group_directors(stage) if body == "expenditure_committee" else []
    persons += [None] * (seats - 2 - len(persons))
    return [
        NewMember(f"ประธานกรรมการ ({MARK})", "chair", first),
        *(
            NewMember(f"กรรมการคนที่ {number} ({MARK})", person_id=person)
            for number, person in enumerate(persons, start=1)
        ),
        NewMember(f"กรรมการและเลขานุการ ({MARK})", "secretary", secretary),
    ]


def _group_directors(stage: Stage) -> list[int | None]:
    """One of every group but the secretary's own: the committee covers all groups (P-E2)."""
    own = next(user.group for user in stage.sample.users if user.role == "committee_secretary")
    return [
        stage.cast.person(user.username)
        for user in stage.sample.users
        if user.role == "group_director" and user.group != own
    ]


@play.register
def _plan(planned: Planned, stage: Stage) -> str:
    meeting, hand = planned.meeting, stage.hand(planned.by, planned.at)
    call = _call(stage.sample, meeting)
    new = NewMeeting(
        body=meeting.body,
        held_on=meeting.day,
        number=int(meeting.number.partition("/")[0]),
        place="ห้องประชุมสำนักงาน",
        begins="08.00",
        urgent=call.urgent,
        code=meeting.code,
        plan_id=stage.ids[stage.plan],
    )
    item = plan_meeting(stage.session, stage.cast.office_id, new, hand)
    stage.ids[meeting.code] = item.id
    add_entry(stage.session, item.id, NewEntry(DECISIONS, meeting.subject, stage.ids[call.paper]), hand)
    return meeting.code


def _call(sample: Sample, meeting: Meeting) -> Call:
    assert sample.additions is not None
    return sample.additions.calls[meeting.code]


@play.register
def _invite(called: Called, stage: Stage) -> str:
    """Draws what waits; the paper of the day is on the agenda already."""
    hand = stage.hand(called.by, called.at)
    draw(stage.session, stage.ids[called.meeting.code], hand)
    step(stage, called.meeting.code, "invite", hand)
    return f"{called.meeting.code} invite"


@play.register
def _sit(sat: Sat, stage: Stage) -> str:
    meeting, hand = sat.meeting, stage.hand(sat.by, sat.at)
    meeting_id = stage.ids[meeting.code]
    record_attendance(stage.session, meeting_id, _came(stage, meeting), hand)
    step(stage, meeting.code, "hold", hand)
    wanted = {
        entry.id: _resolution(stage, meeting, entry)
        for entry in entries(stage.session, meeting_id)
        if entry.position > 0
    }
    resolve_all(stage.session, meeting_id, wanted, hand)
    close_meeting(stage.session, meeting_id, by=hand.by, at=hand.at)
    return f"{meeting.code} close"


def _came(stage: Stage, meeting: Meeting) -> list[Came]:
    """As many as the sample says, the chair and the secretary among them."""
    row = stage.session.get_one(MeetingRow, stage.ids[meeting.code])
    seats = members_on(stage.session, row.body_id, meeting.day)
    assert stage.sample.additions is not None
    away = len(seats) - stage.sample.additions.bodies[meeting.body][1]
    members = [seat.id for seat in seats if seat.role == "member"]
    absent = set(members[len(members) - away :])
    return [
        Came(seat.id, seat.id not in absent, reason="" if seat.id not in absent else f"ติดราชการ ({MARK})")
        for seat in seats
    ]


def _resolution(stage: Stage, meeting: Meeting, entry: AgendaItem) -> NewResolution:
    """What the sample says of a proposal; of any other paper the meeting's words, and it moves by itself."""
    assert stage.sample.additions is not None
    present = stage.sample.additions.bodies[meeting.body][1]
    code = stage.session.get_one(Item, entry.item_id).code if entry.item_id else ""
    proposals = {each.code: each for each in (*stage.sample.projects, *stage.sample.left_out)}
    if code in proposals:
        return _decision(stage, proposals[code], present)
    if code in stage.sample.additions.calls:
        return NewResolution("endorse", "รับรองรายงานการประชุมโดยไม่มีการแก้ไข", "adopt_minutes")
    return NewResolution("endorse", meeting.resolution, votes=Votes(present))


def _decision(stage: Stage, project: Project, present: int) -> NewResolution:
    kind = _DECIDED[project.ends_as]
    lines = lines_of(stage.session, stage.ids[project.code])
    approved = {lines[line.sub].id: line.original for line in project.lines} if kind == "include" else {}
    return NewResolution(
        kind,
        project.decided or "บรรจุในแผน",
        kind,
        reason=project.decided,
        approved=approved,
        merge_into=stage.ids[project.merged_into] if project.merged_into else None,
        votes=Votes(present),
    )


@play.register
def _minute(minuted: Minuted, stage: Stage) -> str:
    """Drafts and circulates the minutes; everybody who was asked says that she has read them."""
    code, hand = minuted.meeting.code, stage.hand(minuted.by, minuted.at)
    step(stage, code, "draft_minutes", hand)
    step(stage, code, "circulate_minutes", hand)
    asked = select(Acknowledgement.person_id).where(Acknowledgement.item_id == stage.ids[code])
    for person in stage.session.exec(asked).all():
        acknowledge(stage.session, stage.ids[code], person, hand.at)
    return f"{code} minutes"
