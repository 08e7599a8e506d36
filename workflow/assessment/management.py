"""The plan group director's own standards M1 to M4: what steps and deadlines show (R-039 to R-048)."""

from collections.abc import Callable, Iterable
from itertools import groupby

from workflow.assessment.findings import Finding, due_told, judges, met, not_met, overdue, unknown
from workflow.assessment.record import KINDS, Taken, YearRecord

_DIRECTOR = "plan_director"
_GROUP = (_DIRECTOR, "plan_officer")
_SUPERIORS = ("area_director", "deputy_director")
_PAPER_ONLY = ("เก็บนอกระบบ ต้องระบุหลักฐาน", "Kept on paper: evidence is to be recorded")


@judges("M1.1")
@judges("M1.3")
@judges("M1.4")
@judges("M2.4")
@judges("M3.1")
def on_paper(record: YearRecord) -> Finding:
    """R-039, R-041, R-042, R-044, R-046: no step or row tells; the office keeps it elsewhere."""
    return unknown(*_PAPER_ONLY)


@judges("M1.2")
def group_is_on_time(record: YearRecord) -> Finding:
    """R-040: every deadline of the plan group that has come was kept."""
    return _in_time(record, lambda item: True)


@judges("M1.5")
@judges("M4.5")
def evaluated(record: YearRecord) -> Finding:
    """R-043, R-048: a round of self-assessment of the year was confirmed by a superior."""
    confirmed = [each for each in record.taken("self_assessment", "confirm") if each.role in _SUPERIORS]
    if not confirmed:
        return unknown(
            "ยังไม่มีรอบประเมินของปีที่ผู้บังคับบัญชายืนยันแล้วในระบบ ต้องระบุหลักฐาน",
            "No round of the year that a superior confirmed is kept here: evidence is to be recorded",
        )
    return met(record, "ยืนยันผลประเมินแล้ว", "A round is confirmed", [each.seq for each in confirmed])


@judges("M2.1")
def screened(record: YearRecord) -> Finding:
    """R-044: every paper that a superior took up had passed the plan director, by a step of hers.

    Where a paper only stood before her, who may send it back, the record cannot tell whether she looked.
    """
    rises = _rises(record)
    if not rises:
        return unknown("ยังไม่มีงานที่เสนอผู้บังคับบัญชาในระบบ", "No paper has gone up yet")
    without = [rise for rise in rises if not any(step.role == _DIRECTOR for step in rise)]
    passed_over = [rise for rise in without if not any(_before_director(record, step) for step in rise)]
    if passed_over:
        codes, seqs = _codes(passed_over), [rise[-1].seq for rise in passed_over]
        return not_met(f"ไม่ผ่านการกลั่นกรอง: {codes}", f"Not screened: {codes}", seqs)
    if without:
        codes = _codes(without)
        return unknown(
            f"ไม่มีขั้นตอนของ ผอ.กลุ่มก่อนเสนอ: {codes} ต้องระบุหลักฐานการกลั่นกรอง",
            f"No step of the plan director's before these went up: {codes}. Evidence of screening is needed",
        )
    return met(
        record,
        f"เสนอ {len(rises)} ครั้ง ผอ.กลุ่มดำเนินการเองก่อนเสนอทุกครั้ง",
        f"Went up {len(rises)} times, each by a step of the plan director's",
        [rise[-1].seq for rise in rises],
    )


@judges("M2.2")
def screened_on_time(record: YearRecord) -> Finding:
    """R-044: the deadlines of the papers that went up were kept."""
    gone_up = {rise[-1].code for rise in _rises(record)}
    return _in_time(record, gone_up.__contains__)


@judges("M2.3")
def errors_sent_back(record: YearRecord) -> Finding:
    """R-044: what the plan director sent back for correction, each with its reason, was taken up again."""
    returned = [each for each in record.steps if each.role == _DIRECTOR and _sends_back(record, each)]
    if not returned:
        return unknown(
            "ไม่มีการส่งกลับแก้ไขในระบบ หากแจ้งแก้ไขด้วยวิธีอื่นต้องระบุหลักฐาน",
            "Nothing was sent back here; corrections asked for otherwise need evidence",
        )
    taken_up = [_next(record, each) for each in returned]
    left = ", ".join(
        sorted(each.code for each, later in zip(returned, taken_up, strict=True) if later is None)
    )
    seqs = [each.seq for each in (*returned, *taken_up) if each is not None]
    if left:
        return not_met(f"ส่งกลับแล้วยังไม่แก้ไข: {left}", f"Sent back and not taken up: {left}", seqs)
    return met(
        record,
        f"ส่งกลับแก้ไข {len(returned)} ครั้ง แก้ไขแล้วทุกครั้ง",
        f"Sent back {len(returned)} times, taken up each time",
        seqs,
    )


@judges("M2.5")
def opinions_given(record: YearRecord) -> Finding:
    """R-044: opinions recorded on papers that went up."""
    told = [each.entry_seq for kind in KINDS for each in record.facts(kind, "opinion")]
    if not told:
        return unknown(
            "ไม่มีความเห็นที่บันทึกในระบบ ต้องระบุหลักฐาน", "No opinion is recorded here: evidence is needed"
        )
    return met(record, f"บันทึกความเห็น {len(told)} ครั้ง", f"{len(told)} opinions recorded", told)


@judges("M4.1")
def followed_before(record: YearRecord) -> Finding:
    """R-047: steps by which the plan director set work going."""
    before = [("annual_plan", "open_proposals"), ("expenditure_analysis", "launch_survey")]
    return _followed(record, before, "ก่อน", "before")


@judges("M4.2")
def followed_during(record: YearRecord) -> Finding:
    """R-047: the plan director's steps on quarterly reports and amendments, while work was under way."""
    during = [("quarterly_report", trigger) for trigger in ("send_back", "close_follow_up", "close")]
    return _followed(record, [*during, ("plan_amendment", "table")], "ระหว่าง", "during")


@judges("M4.3")
def followed_after(record: YearRecord) -> Finding:
    """R-047: the plan director's steps on reports of finished work."""
    after = [
        ("project", "accept_report"),
        ("annual_plan", "begin_year_end"),
        ("annual_report", "submit_to_director"),
    ]
    return _followed(record, after, "หลัง", "after")


@judges("M4.4")
def followed_regularly(record: YearRecord) -> Finding:
    """R-047: the plan director took steps in each quarter that has ended."""
    own = [each for each in record.steps if each.role == _DIRECTOR]
    quarters = [record.year.quarter(number) for number in (1, 2, 3, 4)]
    ended = [each for each in quarters if each.end < record.on]
    without = [
        str(each.number) for each in ended if not any(each.start <= step.on <= each.end for step in own)
    ]
    if not ended or without:
        listed = ", ".join(without) or "1"
        return unknown(
            f"ไม่มีขั้นตอนของ ผอ.กลุ่มในไตรมาส {listed} ต้องระบุหลักฐาน",
            f"No step of the director's in quarter {listed}: evidence is to be recorded",
        )
    firsts = [next(step.seq for step in own if quarter.start <= step.on <= quarter.end) for quarter in ended]
    return met(record, f"ติดตามทุกไตรมาส ({len(ended)})", f"In every quarter ({len(ended)})", firsts)


def _followed(record: YearRecord, steps: list[tuple[str, str]], th: str, en: str) -> Finding:
    """Absence proves nothing: work may be followed without a step here."""
    found = [each for each in record.steps if each.role == _DIRECTOR and (each.kind, each.trigger) in steps]
    if not found:
        return unknown(
            f"ไม่มีขั้นตอนติดตาม{th}ปฏิบัติงานในระบบ ต้องระบุหลักฐาน",
            f"No step {en} the work is recorded here: evidence is to be recorded",
        )
    return met(
        record, f"ติดตาม{th}ปฏิบัติงาน {len(found)} ครั้ง", f"{len(found)} steps {en} the work", _seqs(found)
    )


def _in_time(record: YearRecord, concerns: Callable[[str], bool]) -> Finding:
    duties = [each for each in record.duties if each.owed_by in _GROUP and concerns(each.item)]
    come = [each for each in duties if each.met_on is not None or each.due_on < record.on]
    if not come:
        return unknown("ยังไม่มีงานที่ถึงกำหนดในระบบ", "Nothing kept here has fallen due")
    late = [each for each in come if overdue(each, record)]
    seqs = [each.closed_seq for each in come if each.closed_seq is not None]
    if late:
        listed = [(each.code, due_told(each)) for each in late]
        return not_met(
            f"ไม่ทันกำหนด {len(late)} จาก {len(come)}: {', '.join(f'{code} {due.th}' for code, due in listed)}",
            f"{len(late)} of {len(come)} late: {', '.join(f'{code} {due.en}' for code, due in listed)}",
            seqs,
        )
    return met(record, f"ทันกำหนดทั้ง {len(come)} รายการ", f"All {len(come)} deadlines kept", seqs)


def _rises(record: YearRecord) -> list[list[Taken]]:
    """Each time a superior took a paper up: the steps since the last time, hers not among them."""
    found: list[list[Taken]] = []
    steps = sorted((each for each in record.steps if each.kind in KINDS), key=lambda each: each.item_id)
    for _, of_item in groupby(steps, key=lambda each: each.item_id):
        since: list[Taken] = []
        for step in of_item:
            if step.role in _SUPERIORS:
                found += [since] if since else []
                since = []
            else:
                since.append(step)
    return sorted(found, key=lambda rise: rise[-1].seq)


def _codes(rises: list[list[Taken]]) -> str:
    return ", ".join(sorted({rise[-1].code for rise in rises}))


def _before_director(record: YearRecord, step: Taken) -> bool:
    """The step put the paper where the plan director is to check it."""
    leaving = record.definition(step).leaving(step.to_state)
    return any(move.send_back and _DIRECTOR in move.by for move in leaving)


def _sends_back(record: YearRecord, step: Taken) -> bool:
    move = record.definition(step).moves.get((step.from_state, step.trigger))
    return move is not None and move.send_back and bool(step.reason)


def _next(record: YearRecord, step: Taken) -> Taken | None:
    return next((each for each in record.steps if each.item_id == step.item_id and each.seq > step.seq), None)


def _seqs(steps: Iterable[Taken]) -> list[int]:
    return [each.seq for each in steps]
