"""What the board answered when it endorsed a plan stands: no later word takes its place (U-D6, P-A5)."""

import pytest
from conftest import NOW, make_office
from guard_desk import Desk, desk_of_the_small_office  # noqa: F401  a fixture

from workflow import attest, corrections, engine
from workflow.engine import Moved
from workflow.errors import NotAllowed, StepRefused
from workflow.models import Item

UNANSWERED = "The board's answer on changes during the year has not been recorded on the plan"
UNSTATED = "Whether to submit again has not been recorded"
LETTER = {
    "resolution_meeting": "1/2561",
    "resolution_date": "2018-01-10",
    "resolution_letter": "ศธ 04001/12",
}
BOOK = {"revised_plan_book": "ฉบับแก้ไข", "revision_checklist_done": "แก้ครบ 3 รายการ"}


def take(desk: Desk, item: Item, trigger: str, role: str, **evidence: str) -> Moved:
    moved = engine.advance(
        desk.session,
        item.id,
        trigger,
        by=desk.office.people[role],
        at=NOW,
        reason="ตามมติ",
        evidence=evidence,
    )
    desk.session.expire_all()
    return moved


def says(desk: Desk, plan: Item, **facts: str) -> tuple[str, str]:
    """What an amendment of the plan hears: approved in principle, and not approved."""
    amendment = desk.item("plan_amendment", parent_id=plan.id)
    both = ("flexibility_preapproved", "flexibility_not_preapproved")
    first, second = (desk.says(guard, amendment, facts=facts) for guard in both)
    return first, second


YES, NO, SILENT = ("holds", "refuses"), ("refuses", "holds"), (UNANSWERED, UNANSWERED)


def endorsed(desk: Desk, answer: str) -> tuple[Item, int]:
    plan = desk.item("annual_plan", "PLAN", "board_review")
    moved = take(desk, plan, "record_board_endorsed", "board_recorder", flexibility=answer, **LETTER)
    return plan, moved.entry_seq


def recorded(desk: Desk, plan: Item, role: str, **facts: str) -> None:
    attest.attest(desk.session, plan.id, by=desk.office.people[role], at=NOW, facts=facts)


def test_nobody_overrules_the_board_on_changes_during_the_year(desk: Desk) -> None:
    plan, _ = endorsed(desk, "ไม่")
    assert says(desk, plan) == NO
    with pytest.raises(NotAllowed) as refused:
        recorded(desk, plan, "plan_director", flexibility="yes")
    assert refused.value.denial.roles == ("area_director", "board_recorder")
    told = {
        "channels": "website,printed_book,circular_memo,report_to_agencies",
        "final_book_attached": "เล่มแผน",
        "plan_book": "เล่มแผน",
        "publication_evidence": "เว็บไซต์",
    }
    take(desk, plan, "publish", "plan_director", flexibility="yes", **told)
    recorded(desk, plan, "board_recorder", flexibility="yes")
    assert says(desk, plan, flexibility="yes") == NO


def test_an_answer_recorded_before_the_endorsement_is_its_answer(desk: Desk) -> None:
    plan = desk.item("annual_plan", "PLAN", "board_review")
    recorded(desk, plan, "board_recorder", flexibility="yes")
    take(desk, plan, "record_board_endorsed", "board_recorder", **LETTER)
    assert says(desk, plan) == YES


def test_the_answer_of_an_endorsement_with_changes_outlives_the_revision(desk: Desk) -> None:
    plan = desk.item("annual_plan", "PLAN", "board_review")
    answers = {"flexibility": "yes", "resubmission": "no"}
    take(desk, plan, "record_board_endorsed_with_changes", "board_recorder", **LETTER, **answers)
    take(desk, plan, "confirm_revision", "plan_director", flexibility="no", **BOOK)
    assert says(desk, plan) == YES


def test_a_corrected_answer_counts_and_that_of_a_step_undone_does_not(desk: Desk) -> None:
    plan, seq = endorsed(desk, "yes")
    who = {"by": desk.office.people["board_recorder"], "at": NOW, "reason": "อ่านมติผิด"}
    corrections.correct(desk.session, plan.id, seq, facts={"flexibility": "no"}, **who)  # type: ignore[arg-type]
    assert says(desk, plan) == NO
    corrections.correct(desk.session, plan.id, seq, undo=True, **who)  # type: ignore[arg-type]
    desk.session.expire_all()
    assert says(desk, plan) == SILENT
    take(desk, plan, "record_board_endorsed", "board_recorder", flexibility="yes", **LETTER)
    assert says(desk, plan) == YES


def test_of_a_plan_endorsed_elsewhere_the_recorder_tells_the_answer(desk: Desk) -> None:
    plan = desk.item("annual_plan", "PLAN", "published")
    assert says(desk, plan, flexibility="yes") == SILENT
    take(
        desk, plan, "start_execution", "plan_director", flexibility="yes", projects_have_owners="บัญชีผู้รับผิดชอบ"
    )
    assert says(desk, plan) == SILENT
    recorded(desk, plan, "board_recorder", flexibility="yes")
    assert says(desk, plan) == YES


def test_an_amendment_of_no_plan_has_no_answer(desk: Desk) -> None:
    amendment = desk.item("plan_amendment")
    assert desk.says("flexibility_preapproved", amendment, facts={"flexibility": "yes"}) == UNANSWERED


def test_who_confirms_the_revision_cannot_waive_the_new_submission(desk: Desk) -> None:
    plan = desk.item("annual_plan", "PLAN", "board_review")
    answers = {"flexibility": "yes", "resubmission": "yes"}
    take(desk, plan, "record_board_endorsed_with_changes", "board_recorder", **LETTER, **answers)
    with pytest.raises(StepRefused) as refused:
        take(desk, plan, "confirm_revision", "plan_director", resubmission="no", **BOOK)
    assert [each.code for each in refused.value.missing] == ["no_resubmission_required"]
    assert take(desk, plan, "resubmit", "plan_director", **BOOK).to_state == "director_review"


def test_whether_to_submit_again_is_asked_where_nobody_said(desk: Desk) -> None:
    plan = desk.item("annual_plan", "PLAN", "revising")
    guards = ("resubmission_required", "no_resubmission_required")
    assert [desk.says(guard, plan, facts={"resubmission": "no"}) for guard in guards] == [UNSTATED] * 2
    recorded(desk, plan, "board_recorder", resubmission="no")
    assert [desk.says(guard, plan) for guard in guards] == ["refuses", "holds"]


@pytest.mark.parametrize(
    ("role", "facts", "allowed"),
    [
        ("plan_director", {"ceilings_set": "ศธ 04159/1"}, True),
        ("finance_officer", {"ceilings_set": "ศธ 04159/1"}, True),  # takes no step of a plan
        ("clerk", {"ceilings_set": "ศธ 04159/1"}, False),
        ("board_recorder", {"ceilings_set": "ศธ 04159/1"}, False),  # takes steps, of another matter
        ("board_recorder", {"flexibility": "no"}, True),
        ("board_recorder", {"flexibility": "no", "ceilings_set": "ศธ 04159/1"}, False),
        ("plan_director", {"cover_letter": "ศธ 04159/2"}, True),  # a paper no guard asks for
        ("finance_officer", {"cover_letter": "ศธ 04159/2"}, False),
        ("internal_auditor", {"cover_letter": "ศธ 04159/2"}, False),
    ],
)
def test_a_fact_is_recorded_by_whom_the_guards_asking_for_it_name(
    desk: Desk, role: str, facts: dict[str, str], allowed: bool
) -> None:
    plan = desk.item("annual_plan", "PLAN")
    if allowed:
        recorded(desk, plan, role, **facts)
        return
    with pytest.raises(NotAllowed) as refused:
        recorded(desk, plan, role, **facts)
    assert refused.value.denial.code == "no_role"


def test_a_stranger_records_nothing(desk: Desk) -> None:
    plan, other = desk.item("annual_plan", "PLAN"), make_office(desk.session, "T2")
    by = other.people["plan_director"]
    with pytest.raises(NotAllowed) as refused:
        attest.attest(desk.session, plan.id, by=by, at=NOW, facts={"ceilings_set": "ศธ 04159/1"})
    assert refused.value.denial.code == "other_office"
