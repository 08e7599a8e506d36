"""What holds of every guard: it exists once, it can refuse, and what it asks for satisfies it."""

import pytest
from guard_desk import IN_FIRST_QUARTER, Desk, desk_of_the_small_office  # noqa: F401  a fixture

from states.catalogue import catalogue
from states.compile import shipped_definition
from states.model import Label
from states.source import shipped_kinds, shipped_profiles
from workflow.guards import GUARDS

_USES = sorted(
    {
        (use.name, kind)
        for kind in shipped_kinds()
        for profile in shipped_profiles()
        for move in shipped_definition(kind, profile).transitions
        for use in move.guards
    }
)
# What to record where the first value of its kind is not the one that satisfies.
_VALUES = {"text": "บันทึกที่ 12/2561", "yes_no": "yes", "number": "2", "fraction": "8/15", "date": "2018-01-10"}
_EVIDENCE = {"criteria_evidence": "M1.1 แผนที่ 3/2561,M2.1 สมุดเสนองาน,M4.1 สมุดเสนองาน"}
_FIRST_LEVELS = dict.fromkeys(("claimed_level_m1", "claimed_level_m2", "claimed_level_m4"), "1")
_ALSO = {
    "all_groups_answered": {"groups_answered": "PLN,ADM"},
    "all_groups_submitted_or_waived": {"groups_submitted": "PLN,ADM"},
    "committee_covers_all_groups": {"committee_groups": "PLN,ADM"},
    "channels_recorded": {"channels": "website,printed_book,circular_memo,report_to_agencies"},
    "evidence_per_level": {**_FIRST_LEVELS, **_EVIDENCE},  # by level 2 the office is late
    "levels_cumulative": _EVIDENCE,
    "merge_target_set": {"merge_target": "P900"},
    "resolution_evidence": {"resolution_letter": "ศธ 04159/ว 12"},
    "notice_period_ok_or_urgent": {"meeting_date": "2018-01-20"},
}
_ROWS_ONLY = {
    "reason_given",  # asked of the words given with the step
    "all_quarter_reports_accepted",
    "annual_report_published",
    "plan_in_committee_review",
    "plan_cancelled",
    "amendment_adopted",
    "successor_published",
    "fy_ended",
    "not_own_assessment",
    "flexibility_preapproved",
    "flexibility_not_preapproved",
    "resubmission_required",
    "no_resubmission_required",
    "delegation_covers_subject",
    "signing_authority_valid",
}
# Refuse only where something stands against the step: an amendment, a content that is kept here.
_NOTHING_AGAINST = {"in_no_adopted_amendment", "text_frozen"}
_BY_ITS_OWN_DOOR = {"text_frozen"}  # its facts are given by the signing itself
_PAPERS = {
    ("committee_appointed", "appointment_order"),
    ("meeting_scheduled", "meeting_agenda"),
    ("agenda_ready", "meeting_agenda"),
    ("attendance_recorded", "attendance_list"),
    ("resolutions_recorded", "minutes"),
    ("minutes_attached", "minutes"),
    ("minutes_signed", "signed_scan_or_esign"),
    ("ceilings_set", "ceiling_notice"),
    ("proposal_form_ready", "proposal_form"),
    ("draft_attached", "draft_plan_book"),
    ("draft_attached", "annual_report_draft"),
    ("calendar_complete", "operation_calendar"),
    ("calendar_aligned_with_fy", "operation_calendar"),
    ("final_book_attached", "plan_book"),
    ("final_book_attached", "annual_report_book"),
    ("final_book_attached", "expenditure_report_book"),
    ("carry_over_evidence", "carry_over_approval"),
    ("past_results_attached", "past_results_report"),
    ("swot_attached", "environment_analysis"),
    ("analysis_attached", "analysis_draft"),
    ("finance_figures_received", "disbursement_statement"),
    ("below_target_exists", "acceleration_list"),
    ("every_listed_project_answered", "acceleration_replies"),
    ("report_form_ready", "project_report_form"),
    ("school_board_endorsed", "school_board_minutes"),
}


def test_every_guard_of_the_catalogue_is_written_once() -> None:
    assert set(GUARDS) == set(catalogue().guards)


def test_every_guard_of_the_catalogue_is_asked_somewhere() -> None:
    assert {name for name, _ in _USES} == set(catalogue().guards)


def test_no_guard_holds_of_a_bare_item(desk: Desk) -> None:
    """With nothing recorded and no paper beside it, a guard that asks for something refuses everywhere."""
    bare = {kind: desk.item(kind) for kind in shipped_kinds()}
    holding = [
        (name, kind)
        for name, kind in _USES
        if desk.answer(name, bare[kind], on=IN_FIRST_QUARTER, by="internal_auditor") is None
    ]
    assert {name for name, _ in holding} == _NOTHING_AGAINST


def test_the_facts_a_guard_asks_for_satisfy_it(desk: Desk) -> None:
    """Whoever records what a refusal names gets past it; only the guards of rows take nobody's word."""
    bare = {kind: desk.item(kind) for kind in shipped_kinds()}
    desk.item("project", "P900")
    refusing = {name for name, kind in _USES if desk.answer(name, bare[kind], facts=_facts(name)) is not None}
    assert refusing == _ROWS_ONLY


def _facts(name: str) -> dict[str, str]:
    asked = catalogue().guards[name].facts
    return {key: _VALUES[kind] for key, kind in asked.items() if kind != "list"} | _ALSO.get(name, {})


def test_a_guard_without_facts_asks_rows_only() -> None:
    assert {name for name, words in catalogue().guards.items() if not words.facts} == (
        _ROWS_ONLY | _NOTHING_AGAINST
    ) - _BY_ITS_OWN_DOOR


@pytest.mark.parametrize(("reason", "answer"), [("", True), (" \n", True), ("แก้ตามมติ", None)])
def test_a_reason_is_words(desk: Desk, reason: str, answer: bool | None) -> None:
    assert desk.answer("reason_given", desk.item("annual_plan"), reason=reason) is answer


def test_each_paper_satisfies_the_guards_that_ask_for_it_and_no_others(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    shown = {
        (name, paper)
        for name in GUARDS
        for paper in catalogue().documents
        if not _refuses(desk, name, plan, (paper,)) and _refuses(desk, name, plan, ())
    }
    assert shown == _PAPERS


def _refuses(desk: Desk, name: str, item: object, papers: tuple[str, ...]) -> bool:
    return desk.answer(name, item, papers=papers, on=IN_FIRST_QUARTER) is not None  # type: ignore[arg-type]


def test_particulars_are_given_in_both_languages(desk: Desk) -> None:
    plan = desk.plan_with("draft", "under_screening", "in_plan")
    assert desk.answer("every_proposal_decided", plan) == Label(
        "โครงการที่ยังไม่มีผลพิจารณา (2): P001, P002", "Projects not yet decided (2): P001, P002"
    )


def test_a_long_list_shows_ten_and_counts_the_rest(desk: Desk) -> None:
    plan = desk.plan_with(*["submitted"] * 12)
    shown = ", ".join(f"P{number:03}" for number in range(1, 11))
    assert desk.answer("every_proposal_decided", plan) == Label(
        f"โครงการที่ยังไม่มีผลพิจารณา (12): {shown} และอีก 2", f"Projects not yet decided (12): {shown} and 2 more"
    )
