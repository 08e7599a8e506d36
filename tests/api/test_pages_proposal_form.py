"""The proposal's form without script: every section saves by itself and refuses well; the way it ends."""

import re
from itertools import pairwise

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from proposal_pages import (  # noqa: F401  the last is a fixture
    CLERK,
    OFFICER,
    OTHER,
    OWNER,
    REASON,
    ROOT,
    SCHOOL,
    proposals_at_the_pages,
)
from sqlmodel import select

from workflow.items import find
from workflow.models import Entry

FILLED = {
    "reason": REASON,
    "targets": {"target_group": "ครู ป.1", "quantity": "ครู 180 คน", "quality": "สอนดีขึ้น"},
    "alignment": {"goal": ["strategy:S1", "standard:M1"]},
    "activities": {"activity-1": "อบรม", "months-1": ["3", "4"], "activity-2": "นิเทศ", "months-2": ["9"]},
    "budget": {
        "line-1": "operating/services",
        "fund-1": "OBEC",
        "amount-1": "๒๐,๐๐๐.๕๐",
        "quarter-2": "20000.50",
    },
    "indicators": {"indicator-1": "ร้อยละที่อ่านคล่อง", "target-1": "80", "method-1": "ทดสอบ", "tool-1": ""},
    "results": {"risks": "ฝนตก", "evaluation": "ทดสอบ", "expected": "อ่านคล่อง"},
}


def test_every_section_saves_by_itself_and_leads_to_the_next(proposals):
    frame = {"owner": str(proposals.desk.office.people[OWNER]), "starts_on": "1 ธ.ค. 2560"}
    frame |= {"ends_on": "๓๐/๙/๒๕๖๑", "work_plan": "พัฒนาครู", "nature": "new"}
    led = [proposals.section(OWNER, "frame", frame)]
    led += [proposals.section(OWNER, name, typed) for name, typed in FILLED.items()]
    order = ["frame", *FILLED]
    assert led == [
        *(f"{ROOT}/{there}?saved={here}" for here, there in pairwise(order)),
        f"{ROOT}?saved=results",
    ]
    form = proposals.read()
    assert form == {
        "work_plan": "พัฒนาครู",
        "nature": "new",
        **REASON,
        "target_group": "ครู ป.1",
        "quantity": "ครู 180 คน",
        "quality": "สอนดีขึ้น",
        "risks": "ฝนตก",
        "evaluation": "ทดสอบ",
        "expected": "อ่านคล่อง",
        "activities": [{"title": "อบรม", "months": [3, 4]}, {"title": "นิเทศ", "months": [9]}],
        "indicators": [{"name": "ร้อยละที่อ่านคล่อง", "target": "80", "method": "ทดสอบ", "tool": ""}],
        "goals": [{"kind": "standard", "code": "M1"}, {"kind": "strategy", "code": "S1"}],
    }
    lines = proposals.client(OWNER).get("/api/v1/items/P001/lines").json()
    assert [(line["fund"], line["sub"], line["requested"]) for line in lines["lines"]] == [
        ("OBEC", "services", "20000.50")
    ]
    assert lines["quarters"] == ["0.00", "20000.50", "0.00", "0.00"]
    page = proposals.page(OWNER, led[-1])
    assert "กรอกครบทุกส่วนแล้ว" in page
    assert "๒๐,๐๐๐.๕๐" in page
    for name in order:  # as kept, the form says what it said when it was typed
        assert proposals.section(OWNER, name, dict(_typed(proposals.page(OWNER, f"{ROOT}/{name}"))))
    assert proposals.read() == form


def _typed(page: str) -> dict[str, object]:
    """The fields of the page's form as a browser without script would send them."""
    form = re.search(r'<form class="card propose-form".*?</form>', page, re.DOTALL)[0]
    told: dict[str, list[str]] = {}
    areas = r'<textarea id="[^"]*" name="([^"]+)"[^>]*>\n?(.*?)</textarea>'
    for name, text in re.findall(areas, form, re.DOTALL):
        told.setdefault(name, []).append(text)
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag)[1], re.search(r'value="([^"]*)"', tag)[1]
        if "hidden" in tag or (("checkbox" in tag or "radio" in tag) and "checked" not in tag):
            continue
        told.setdefault(name, []).append(value)
    selects = r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>'
    for name, options in re.findall(selects, form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        told.setdefault(name, []).append(chosen[1] if chosen else "")
    return told


def test_the_whole_way_from_a_title_to_the_group_director_without_script(proposals):
    page = proposals.page(OWNER, "/proposals/new")
    assert 'name="title"' in page
    form = proposals.hidden(page, "/proposals/new")
    form |= {"title": "ค่ายวิทยาศาสตร์", "group": str(proposals.desk.office.groups["PLN"]), "year": "2561"}
    first = proposals.send(OWNER, "/proposals/new", form)
    assert first == "/proposals/PLN61-01/frame"
    assert proposals.send(OWNER, "/proposals/new", form) == first  # sent twice, opened once
    owner = str(proposals.desk.office.people[OWNER])
    frame = {"owner": owner, "starts_on": "1 ธ.ค. 2560", "ends_on": "30 ก.ย. 2561"}
    for name, typed in {"frame": frame, **FILLED}.items():
        proposals.section(OWNER, name, typed, code="PLN61-01")
    page = proposals.page(OWNER, "/proposals/PLN61-01")
    assert 'data-trigger="submit" data-status="missing" data-missing="proposal_form"' in page
    step = proposals.hidden(page, "/items/PLN61-01/steps/submit")
    there = proposals.send(
        OWNER, "/items/PLN61-01/steps/submit", step | {"paper:proposal_form": "แฟ้มข้อเสนอ 1/2561"}
    )
    assert there.startswith("/items/PLN61-01?done=")
    page = proposals.page(OWNER, "/proposals/PLN61-01")
    assert "ส่งให้ ผอ.กลุ่ม" in page
    assert "/proposals/PLN61-01/reason" not in page
    assert proposals.page(OWNER, "/proposals/PLN61-01/reason", 303) == ""
    refused = proposals.send(OWNER, "/proposals/PLN61-01/reason", {"rationale": "แก้ทีหลัง"}, 409)
    assert "แก้ทีหลัง" in refused  # nothing typed is lost


@pytest.mark.parametrize(
    ("section", "typed", "status", "anchor"),
    [
        ("reason", {"rationale": "ก" * 10_001, "objectives": "เก็บไว้"}, 413, "rationale"),
        ("frame", {"starts_on": "32 ม.ค. 2561"}, 422, "starts_on"),
        ("frame", {"starts_on": "1 ม.ค. 2570"}, 422, "starts_on"),
        ("frame", {"owner": "999999"}, 422, "owner"),
        ("frame", {"owner": "x"}, 422, "owner"),
        ("frame", {"title": " "}, 422, "title"),
        ("frame", {"title": "ก" * 501}, 413, "title"),
        ("frame", {"nature": "old"}, 422, "nature"),
        ("alignment", {"goal": "strategy:S9"}, 422, ""),
        ("activities", {"activity-1": "", "months-1": "3"}, 422, "activity-1"),
        ("activities", {"activity-1": "ก", "months-1": "13"}, 422, "activity-1"),
        ("activities", {"activity-1": "ก" * 501}, 413, "activity-1"),
        ("activities", {f"activity-{n}": "ก" for n in range(1, 301)}, 422, "activity-1"),
        ("indicators", {"indicator-1": "", "target-1": "80"}, 422, "indicator-1"),
        ("indicators", {f"indicator-{n}": "ก" for n in range(1, 32)}, 422, "indicator-1"),
        ("budget", {"line-1": "operating/services", "fund-1": "", "amount-1": "5"}, 422, "fund-1"),
        ("budget", {"line-1": "", "fund-1": "OBEC", "amount-1": "5"}, 422, "line-1"),
        ("budget", {"line-1": "operating/services", "fund-1": "OBEC", "amount-1": ""}, 422, "amount-1"),
        ("budget", {"line-1": "operating/services", "fund-1": "OBEC", "amount-1": "ห้าร้อย"}, 422, "amount-1"),
        ("budget", {"line-1": "operating/services", "fund-1": "OBEC", "amount-1": "-5"}, 422, "amount-1"),
        ("budget", {"line-1": "operating/x", "fund-1": "OBEC", "amount-1": "5"}, 422, ""),
        ("budget", {"line-1": "operating/services", "fund-1": "X", "amount-1": "5"}, 422, ""),
        (
            "budget",
            {"line-1": "operating/services", "fund-1": "OBEC", "amount-1": "5", "quarter-1": "4"},
            422,
            "quarter-1",
        ),
    ],
)
def test_a_refused_section_comes_back_as_typed_with_a_link_to_the_field(
    proposals, section, typed, status, anchor
):
    before = proposals.read()
    page = proposals.section(OWNER, section, typed, status)
    assert 'role="alert"' in page
    if anchor:
        assert f'<a href="#{anchor}">' in page
        assert f'id="{anchor}"' in page
    for name, text in typed.items():
        assert text in page or name == "goal"  # a goal that there is not has no box
    assert "Traceback" not in page
    assert proposals.read() == before


def test_three_hundred_activities_are_kept_as_a_draft_though_not_saved(proposals):
    many = {f"activity-{n}": f"กิจกรรม {n}" for n in range(1, 301)}
    many |= {f"months-{n}": [str(month) for month in range(1, 13)] for n in range(1, 301)}
    assert proposals.keep(OWNER, "activities", many).status_code == 303
    page = proposals.page(OWNER, f"{ROOT}/activities?draft=use")
    assert "กิจกรรม 300</textarea>" in page
    assert proposals.read()["activities"] == []


def test_more_rows_keep_what_is_typed(proposals):
    there = proposals.section(OWNER, "activities", {"activity-1": "อบรม", "months-1": "3", "then": "rows"})
    assert there == f"{ROOT}/activities?draft=use&rows=5"
    page = proposals.page(OWNER, there)
    assert ">อบรม</textarea>" in page
    assert page.count('<fieldset class="propose-row') == 6


@pytest.mark.parametrize(("who", "status"), [(OTHER, 403), (CLERK, 403), (SCHOOL, 404)])
def test_only_those_who_may_write_it_change_a_section(proposals, who, status):
    proposals.send(who, f"{ROOT}/reason", REASON, status)
    assert proposals.read()["rationale"] == ""
    if status == 403:
        assert f'href="{ROOT}/reason"' not in proposals.page(who, ROOT)
        assert proposals.client(who).get(f"{ROOT}/reason", follow_redirects=False).headers["location"] == (
            f"{ROOT}#reason"
        )


def test_a_section_saved_by_somebody_else_is_not_overwritten_unseen(proposals):
    stale = proposals.hidden(proposals.page(OWNER, f"{ROOT}/reason"), f"{ROOT}/reason")
    proposals.section(OFFICER, "reason", {"rationale": "ของแผน", "objectives": ""})
    page = proposals.send(OWNER, f"{ROOT}/reason", stale | REASON, 409)
    assert REASON["rationale"] in page  # hers, as typed
    assert "ของแผน" in page  # beside what stands there now
    assert "plan_officer" in page
    assert proposals.read()["rationale"] == "ของแผน"
    again = proposals.hidden(page, f"{ROOT}/reason") | REASON
    assert proposals.send(OWNER, f"{ROOT}/reason", again) == f"{ROOT}/targets?saved=reason"
    assert proposals.read()["rationale"] == REASON["rationale"]


def test_another_section_saved_meanwhile_stands_in_nobodys_way(proposals):
    stale = proposals.hidden(proposals.page(OWNER, f"{ROOT}/reason"), f"{ROOT}/reason")
    proposals.section(OFFICER, "results", {"risks": "ฝนตก", "evaluation": "", "expected": ""})
    proposals.send(OWNER, f"{ROOT}/reason", stale | REASON)
    assert (proposals.read()["risks"], proposals.read()["rationale"]) == ("ฝนตก", REASON["rationale"])


def test_a_section_sent_twice_is_saved_once(proposals):
    form = proposals.hidden(proposals.page(OWNER, f"{ROOT}/reason"), f"{ROOT}/reason") | REASON
    assert proposals.send(OWNER, f"{ROOT}/reason", form) == proposals.send(OWNER, f"{ROOT}/reason", form)
    with proposals.desk.database.read() as session:
        assert len(session.exec(select(Entry).where(Entry.kind == "proposal")).all()) == 1


def test_hostile_text_is_shown_as_text(proposals):
    hostile = '<script>alert(1)</script>" onload="x'
    proposals.section(OWNER, "reason", {"rationale": hostile, "objectives": "x"})
    for address in (ROOT, f"{ROOT}/reason", "/proposals"):
        answer = proposals.client(OWNER).get(address)
        assert (answer.status_code, "<script>alert" in answer.text) == (200, False)
    assert proposals.read()["rationale"] == hostile
    proposals.section(OWNER, "reason", {"rationale": "a\x00b"}, 422)


def test_the_gaps_of_a_section_link_to_it(proposals):
    page = proposals.page(OWNER, ROOT)
    assert f'<a href="{ROOT}/budget">ข้อ ๑๓ งบประมาณ' in page
    assert "ยังขาด ๙ อย่างก่อนเสนอได้" in page
    assert 'data-trigger="submit"' not in page  # the step comes once nothing is missing
    assert "“เสนอโครงการ” ทำได้เมื่อกรอกครบ ยังขาด ๙ อย่าง" in page


def test_a_project_begun_from_last_years_takes_its_form_and_money(proposals):
    proposals.section(OWNER, "reason", REASON)
    proposals.section(OWNER, "budget", FILLED["budget"])
    proposals.section(OWNER, "alignment", FILLED["alignment"])
    page = proposals.page(OWNER, "/proposals/new?from=P001")
    assert re.search(r'<option value="P001" selected', page)
    group = str(proposals.desk.office.groups["PLN"])
    form = {"title": "ปีต่อไป", "group": group, "year": "2562", "from": "P001"}
    assert proposals.send(OWNER, "/proposals/new", form) == "/proposals/PLN62-01/frame"
    kept = proposals.read("PLN62-01")
    assert (kept["rationale"], kept["nature"], kept["goals"]) == (REASON["rationale"], "continuing", [])
    lines = proposals.client(OWNER).get("/api/v1/items/PLN62-01/lines").json()
    assert [line["requested"] for line in lines["lines"]] == ["20000.50"]
    assert lines["quarters"][1] == "20000.50"
    item = proposals.client(OWNER).get("/api/v1/items/PLN62-01").json()
    assert (item["starts_on"], item["ends_on"]) == ("2018-12-01", "2019-09-30")


@pytest.mark.parametrize(
    ("change", "status", "anchor"),
    [
        ({"title": " "}, 422, "title"),
        ({"title": "ก" * 501}, 413, "title"),
        ({"year": "2017"}, 422, "year"),
        ({"year": "x"}, 422, "year"),
        ({"group": "99"}, 422, "group"),
        ({"from": "NONE"}, 404, ""),
    ],
)
def test_a_proposal_that_cannot_be_opened_comes_back_as_typed(proposals, change, status, anchor):
    form = {"title": "ค่าย", "group": str(proposals.desk.office.groups["PLN"]), "year": "2561"} | change
    page = proposals.send(OWNER, "/proposals/new", form, status)
    assert 'role="alert"' in page
    assert form["title"] in page
    assert not anchor or f'<a href="#{anchor}">' in page


def test_a_title_is_compared_with_the_years_others(proposals):
    page = proposals.page(OWNER, "/proposals/new?title=อบรมครูสอนอ่านขั้นสูง&year=2561")
    assert "มีโครงการคล้ายกัน" in page
    assert 'href="/proposals/P001"' in page
    assert "propose-alike" not in proposals.page(OWNER, "/proposals/new?title=ก่อสร้างอาคาร&year=2561")


def test_the_committees_secretary_joins_similar_projects_and_others_may_not(proposals):
    desk = proposals.desk
    with desk.database.read() as session:
        parent = find(session, desk.office.id, "P001").parent_id
    desk.open("project", "P002", title="อบรมครูสอนอ่าน ป.1", parent_id=parent)
    assert f"{ROOT}/merge" not in proposals.page(OFFICER, f"{ROOT}/similar")
    desk.stand("P001", "under_screening")
    assert f"{ROOT}/merge" not in proposals.page(OWNER, f"{ROOT}/similar")
    page = proposals.page("committee_secretary", f"{ROOT}/similar")
    assert 'name="into" value="P002"' in page
    refused = proposals.send("committee_secretary", f"{ROOT}/merge", {"into": "P002", "reason": ""}, 422)
    assert 'value="P002" checked' in refused
    proposals.send(OWNER, f"{ROOT}/merge", {"into": "P002", "reason": "ซ้ำ"}, 403)
    there = proposals.send("committee_secretary", f"{ROOT}/merge", {"into": "P002", "reason": "ซ้ำ"})
    assert there == f"{ROOT}?saved=merge"
    assert 'href="/proposals/P002"' in proposals.page(OWNER, ROOT)
    assert 'href="/proposals/P001"' in proposals.page(OWNER, "/proposals/P002")


def test_a_merger_that_is_resolved_but_not_carried_out_is_told_as_such(proposals):
    desk = proposals.desk
    with desk.database.read() as session:
        parent = find(session, desk.office.id, "P001").parent_id
    desk.open("project", "P002", title="อบรมครูสอนอ่าน ป.1", parent_id=parent)
    desk.stand("P001", "under_screening")
    proposals.send("committee_secretary", f"{ROOT}/merge", {"into": "P002", "reason": "ซ้ำ"})
    assert "มีมติให้รวมเข้ากับ (ยังไม่ได้รวม)" in proposals.page(OWNER, ROOT)
    assert "ยังไม่ได้รวม" in proposals.page(OWNER, "/proposals/P002")
    assert "/items/P001" not in proposals.page(OFFICER, "/items/P002")
    desk.stand("P001", "merged")
    for page in (ROOT, "/proposals/P002"):
        assert "ยังไม่ได้รวม" not in proposals.page(OWNER, page)
    assert "/items/P001" in proposals.page(OFFICER, "/items/P002")
    assert "/items/P002" in proposals.page(OFFICER, "/items/P001")


def test_the_printed_form_is_one_click_away(proposals):
    answer = proposals.client(OWNER).get(f"{ROOT}/paper", follow_redirects=False)
    assert answer.headers["location"] == "/items/P001/papers/proposal_form"
    page = proposals.page(OWNER, ROOT)
    for ending in ("pdf", "docx"):
        assert f'href="/items/P001/papers/proposal_form.{ending}"' in page


def test_what_is_no_project_has_no_proposal(proposals):
    proposals.page(OWNER, "/proposals/AP2561", 422)
    proposals.page(OWNER, "/proposals/AP2561/reason", 404)
    proposals.page(OWNER, f"{ROOT}/colour", 404)
    proposals.page(OWNER, "/proposals/NONE", 404)
