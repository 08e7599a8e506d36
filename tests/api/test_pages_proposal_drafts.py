"""Drafts of a proposal's sections: kept while typed, offered again, hers alone, never over others' work."""

import datetime

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from proposal_pages import (  # noqa: F401  the last is a fixture
    OFFICER,
    OTHER,
    OWNER,
    REASON,
    ROOT,
    proposals_at_the_pages,
)
from sqlmodel import select

from workflow.form_drafts import KEPT
from workflow.models import Entry, FormDraft

TYPED = {"rationale": "พิมพ์ค้างไว้ <i>", "objectives": ""}


def _rows(proposals):
    with proposals.desk.database.read() as session:
        return session.exec(select(FormDraft.person_id, FormDraft.form).order_by(FormDraft.form)).all()


def test_a_draft_is_kept_by_script_within_the_page_and_writes_no_history(proposals):
    answer = proposals.keep(OWNER, "reason", TYPED, **{"HX-Request": "true"})
    assert (answer.status_code, "เก็บร่างแล้ว" in answer.text) == (200, True)
    assert proposals.read()["rationale"] == ""
    with proposals.desk.database.read() as session:
        assert session.exec(select(Entry).where(Entry.kind == "proposal")).all() == []


def test_the_page_of_a_section_carries_what_keeps_it(proposals):
    page = proposals.page(OWNER, f"{ROOT}/reason")
    assert 'hx-post="/form-drafts/keep"' in page
    assert 'hx-include="closest form"' in page
    assert 'formaction="/form-drafts/keep"' in page  # without script
    assert page.index('class="main"') < page.index('formaction="/form-drafts/keep"')  # Enter saves


def test_a_draft_is_offered_after_a_crash_used_and_saved(proposals):
    there = proposals.keep(OWNER, "reason", TYPED)
    assert (there.status_code, there.headers["location"]) == (303, f"{ROOT}/reason?draft=kept")
    assert "เก็บร่างแล้ว" in proposals.page(OWNER, f"{ROOT}/reason?draft=kept")
    offered = proposals.page(OWNER, f"{ROOT}/reason")
    assert "มีร่างที่ยังไม่บันทึก เมื่อ ๑๒ ม.ค. ๒๕๖๑".replace(" ", "") in offered.replace("\xa0", "").replace(" ", "")
    assert 'name="rationale"' not in offered  # first she chooses
    assert f'href="{ROOT}/reason?draft=use"' in offered
    assert "ร่างของท่านที่ยังไม่บันทึก" in proposals.page(OWNER, ROOT)
    assert ">P001</a>" in proposals.page(OWNER, "/proposals?state=cancelled")
    used = proposals.page(OWNER, f"{ROOT}/reason?draft=use")
    assert "พิมพ์ค้างไว้ <i></textarea>" in used
    proposals.send(OWNER, f"{ROOT}/reason", proposals.hidden(used, f"{ROOT}/reason") | TYPED)
    assert proposals.read()["rationale"] == TYPED["rationale"]
    assert _rows(proposals) == []


def test_a_draft_can_be_discarded(proposals):
    proposals.keep(OWNER, "reason", TYPED)
    form = proposals.hidden(proposals.page(OWNER, f"{ROOT}/reason"), "/form-drafts/discard")
    assert proposals.send(OWNER, "/form-drafts/discard", form) == f"{ROOT}/reason"
    assert 'name="rationale"' in proposals.page(OWNER, f"{ROOT}/reason")
    assert _rows(proposals) == []


def test_a_draft_is_hers_alone(proposals):
    proposals.keep(OWNER, "reason", TYPED)
    for who in (OFFICER, "group_director"):
        assert "พิมพ์ค้างไว้" not in proposals.page(who, f"{ROOT}/reason")
        assert "พิมพ์ค้างไว้" not in proposals.page(who, ROOT)
    form = {"draft_form": "proposal/P001/reason", "draft_back": "/"}
    proposals.send(OFFICER, "/form-drafts/discard", form)
    assert _rows(proposals) == [(proposals.desk.office.people[OWNER], "proposal/P001/reason")]


def test_what_says_no_more_than_what_is_saved_is_not_offered(proposals):
    proposals.section(OWNER, "reason", REASON)
    proposals.keep(OWNER, "reason", REASON | {"objectives": f"{REASON['objectives']}  "})  # came late
    assert 'name="rationale"' in proposals.page(OWNER, f"{ROOT}/reason")
    assert "ร่างของท่านที่ยังไม่บันทึก" not in proposals.page(OWNER, ROOT)


def test_a_draft_begun_before_somebody_else_saved_shows_both_and_overwrites_nothing(proposals):
    proposals.keep(OWNER, "reason", TYPED)
    proposals.section(OFFICER, "reason", REASON)
    for address in (f"{ROOT}/reason", f"{ROOT}/reason?draft=kept"):
        page = proposals.page(OWNER, address)
        assert "มีผู้บันทึกข้อมูลส่วนนี้แล้ว" in page
        assert "พิมพ์ค้างไว้" not in page or REASON["rationale"] in page
        assert REASON["rationale"] in page
    assert proposals.read()["rationale"] == REASON["rationale"]


def test_a_draft_of_a_project_that_moved_on_can_still_be_read_and_discarded(proposals):
    proposals.keep(OWNER, "reason", TYPED)
    proposals.desk.stand("P001", "submitted")
    page = proposals.page(OWNER, ROOT)
    assert "พิมพ์ค้างไว้" in page
    form = proposals.hidden(page, "/form-drafts/discard")
    assert proposals.send(OWNER, "/form-drafts/discard", form) == ROOT
    assert _rows(proposals) == []


def test_a_draft_is_forgotten_in_time(proposals):
    proposals.keep(OWNER, "reason", TYPED)
    with proposals.desk.database.write() as session:
        row = session.exec(select(FormDraft)).one()
        row.saved_at = proposals.desk.at - KEPT - datetime.timedelta(days=1)
    assert 'name="rationale"' in proposals.page(OWNER, f"{ROOT}/reason")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"draft_form": "", "a": "b"}, 422),
        ({"draft_form": "../x", "a": "b"}, 422),
        ({"draft_form": "proposal/P001/reason", "a": "a" * 200_001}, 413),
        ({"draft_form": "proposal/P001/reason", "a": "x\x00"}, 422),
    ],
)
def test_what_cannot_be_kept_is_refused(proposals, form, status):
    proposals.send(OWNER, "/form-drafts/keep", form, status)
    assert _rows(proposals) == []


def test_nobody_is_led_to_another_site_by_a_draft(proposals):
    form = {"draft_form": "x", "draft_back": "//elsewhere.example", "a": "b"}
    assert proposals.send(OTHER, "/form-drafts/keep", form) == "/?draft=kept"


def test_nobody_who_has_not_signed_in_keeps_anything(proposals):
    answer = proposals.desk.visitor().post(
        "/form-drafts/keep", data={"draft_form": "x", "a": "b"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?to=/")
    assert _rows(proposals) == []
