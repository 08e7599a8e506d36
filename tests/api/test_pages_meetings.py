"""A committee's year through its pages: planned, drawn, held, resolved, closed, and its minutes read."""

import re

import pytest
from json_desk import Statements
from meeting_desk import TODAY
from meeting_pages import HOSTILE, MEETING, NEW, OFFICER, SECRETARY, committee_before_its_pages, state_of  # noqa: F401
from sqlmodel import select
from year_pages import HASH, TEXTS, browser_of_the_small_office, sign_in  # noqa: F401  fixtures

from tests.conftest import make_office
from workflow.accounts import set_password
from workflow.models import (
    AgendaItem,
    Body,
    Dissent,
    Entry,
    Item,
    Meeting,
    Member,
    Merger,
    Recusal,
    Resolution,
)


def test_a_meeting_is_planned_by_a_form_that_says_who_leads_it(room):
    page = room.page("/meetings/new?body=plan_committee")
    assert "ประธาน: <" in page
    assert "ประธาน ตัวอย่าง" in page
    assert "(ปี 2561 คือครั้งที่ 1)" in page
    page = room.send("/meetings/new", NEW)
    assert TEXTS["meetings_done_planned"] in page
    assert "ครั้งที่ 1/2561" in page
    assert "ห้องประชุม 1" in room.page("/meetings")


def test_a_refused_new_meeting_comes_back_as_typed(room):
    page = room.send("/meetings/new", NEW | {"held_on": "ไม่ทราบ", "place": HOSTILE}, status=422)
    assert '<a href="#new-held_on">' in page
    assert 'value="ไม่ทราบ"' in page
    assert HOSTILE in page  # unescaped here once: it came escaped
    page = room.send("/meetings/new", NEW | {"number": "เก้า"}, status=422)
    assert '<a href="#new-number">' in page
    room.send("/meetings/new", NEW, who="clerk", status=403)


def test_the_same_form_sent_twice_plans_one_meeting(room, database):
    room.send("/meetings/new", NEW | {"key": "k1"})
    room.send("/meetings/new", NEW | {"key": "k1"})
    with database.read() as session:
        assert session.exec(select(Meeting.number)).all() == [1]
    page = room.send("/meetings/new", NEW | {"number": "1"}, status=409)
    assert '<a href="#new-number">' in page


def test_the_agenda_is_drawn_ordered_worded_and_thinned_by_plain_forms(room):
    room.planned()
    page = room.page(MEETING, OFFICER)
    assert "ดึงทั้งหมดเข้าวาระ (4 เรื่อง)" in page
    room.send(f"{MEETING}/agenda/add", {"item": "P003", "section": "4"}, who=OFFICER)
    room.send(f"{MEETING}/agenda/draw", {}, who=OFFICER)
    assert list(room.entries()) == ["P003", "P001", "P002", "PLAN"]
    entries = room.entries()
    room.send(f"{MEETING}/agenda/move", {"entry": entries["P003"], "position": "2"})
    room.send(f"{MEETING}/agenda/move", {"entry": entries["P002"], "section": "3", "position": "1"})
    room.send(f"{MEETING}/agenda/word", {"entry": entries["P001"], "title": HOSTILE})
    page = room.send(f"{MEETING}/agenda/add", {"title": "การจัดงานวันครู", "section": "1"})
    assert list(room.entries()) == ["การจัดงานวันครู", "P002", "P001", "P003", "PLAN"]
    assert HOSTILE in page
    room.send(f"{MEETING}/agenda/remove", {"entry": entries["PLAN"]})
    assert "ดึงทั้งหมดเข้าวาระ (1 เรื่อง)" in room.page(MEETING)


def test_a_hostile_title_stays_text(room):
    room.planned()
    room.send(f"{MEETING}/agenda/add", {"title": HOSTILE, "section": "1"})
    assert "<script>alert" not in room.client.get(MEETING).text


def test_refused_changes_of_the_agenda_keep_what_was_typed(room):
    room.drawn()
    page = room.send(f"{MEETING}/agenda/add", {"title": "ก" * 600, "section": "1"}, status=413)
    assert "ก" * 600 in page
    assert '<a href="#add-title">' in page
    room.send(f"{MEETING}/agenda/add", {"item": "P001", "section": "4"}, status=409)
    room.send(f"{MEETING}/agenda/add", {"item": "NONE", "section": "4"}, status=404)
    room.send(f"{MEETING}/agenda/move", {"entry": room.entries()["P001"], "position": "99"}, status=422)
    room.send(f"{MEETING}/agenda/move", {"entry": "12345", "position": "1"}, status=422)
    room.send(f"{MEETING}/agenda/draw", {}, who="clerk", status=403)
    assert list(room.entries()) == ["P001", "P002", "P003", "PLAN"]


def test_attendance_says_the_quorum_in_words(room):
    room.invited()
    page = room.attend(present=3)
    assert "ไม่ครบองค์ประชุม มา 3 จาก 8 คน" in page
    page = room.send(f"{MEETING}/steps/hold", {"paper:attendance_list": "ใบลงชื่อ"}, status=422)
    assert "มาประชุม 3/8 คน" in page
    members = room.members()
    told = {f"was:{m}": "absent\n\n" for m in members[3:]} | {f"came:{m}": "present" for m in members[3:]}
    assert "ครบองค์ประชุม มา 8 จาก 8 คน" in room.send(f"{MEETING}/attendance", told)


def test_a_substitute_needs_a_name(room):
    room.invited()
    member = room.members()[0]
    told = {f"was:{member}": "", f"came:{member}": "substitute", f"why:{member}": "ติดราชการที่อื่น"}
    page = room.send(f"{MEETING}/attendance", told, status=422)
    assert "ติดราชการที่อื่น" in page
    page = room.send(f"{MEETING}/attendance", told | {f"sub:{member}": "รองผู้อำนวยการ"})
    assert "รองผู้อำนวยการ" in page


def test_two_who_record_attendance_at_once_lose_nothing(room):
    """The second saves an older screen: what she did not touch stays; what both told is asked."""
    room.invited()
    first, second, *_ = room.members()
    blank = {f"was:{first}": "", f"was:{second}": ""}
    room.send(f"{MEETING}/attendance", blank | {f"came:{first}": "present"})
    page = room.send(f"{MEETING}/attendance", blank | {f"came:{second}": "absent", f"why:{second}": "ลาป่วย"})
    assert "มา 1 จาก 8 คน" in page
    page = room.send(
        f"{MEETING}/attendance", blank | {f"came:{first}": "absent", f"why:{first}": "ลากิจ"}, status=409
    )
    assert "ลากิจ" in page
    assert "แก้ไขเรื่อง" in page


def test_a_resolution_with_votes_dissent_and_recusal_is_read_back(room, database):
    room.held()
    members = room.members()
    more = {
        f"recused_at_{members[2]}": "yes",
        f"recused-why_at_{members[2]}": "เป็นเจ้าของโครงการ",
        f"dissent_at_{members[3]}": HOSTILE,
        "votes_for": "6",
        "votes_against": "๑",
    }
    page = room.decide("P001", "include:include", **more)
    assert "ครบองค์ประชุม มา 7 จาก 7 คน" in page
    assert 'name="votes_against" inputmode="numeric" autocomplete="off" value="1"' in page
    with database.read() as session:
        assert session.exec(select(Dissent.opinion)).all() == [HOSTILE]
        assert session.exec(select(Recusal.member_id)).all() == [members[2]]
        assert session.exec(select(Resolution.votes_for, Resolution.votes_against)).all() == [(6, 1)]
    assert "ไม่ร่วมพิจารณา 1 คน" in room.page(MEETING)


def test_refused_resolutions_come_back_as_typed_and_change_nothing(room, database):
    room.held()
    page = room.decide("P001", "include:include", text="ถ้อยคำ", status=422, votes_for="3", votes_against="5")
    assert '<a href="#votes">' in page
    assert ">ถ้อยคำ</textarea>" in page
    assert '<a href="#text">' in room.decide("P001", "include:include", text="", status=422)
    assert '<a href="#choice">' in room.decide("P001", "", text="ถ้อยคำ", status=422)
    assert '<a href="#reason">' in room.decide("P003", "reject:reject", status=422)
    assert '<a href="#merge_into">' in room.decide("P002", "merge:merge", reason="รวม", status=422)
    with database.read() as session:
        assert session.exec(select(Resolution)).all() == []


def test_an_amount_is_read_in_baht_and_a_wrong_one_is_refused(room, database):
    room.held()
    page = room.page(f"{MEETING}/entries/{room.entries()['P001']}")
    field = re.search(r'name="(approved:\d+)"', page)[1].replace(":", "_at_")
    assert '<a href="#amounts">' in room.decide("P001", "include:include", status=422, **{field: "8,0x0"})
    room.decide("P001", "include:include", **{field: "๘๐๐.๕๐"})
    page = room.page(f"{MEETING}/entries/{room.entries()['P001']}")
    assert 'value="800.50"' in page


def test_whoever_saves_second_sees_the_first_and_keeps_what_she_typed(room, database):
    room.held()
    address = f"{MEETING}/entries/{room.entries()['P001']}"
    seen = room.hidden(room.page(address))
    room.send(address, seen | {"choice": "include:include", "text": "ของคนแรก"})
    page = room.send(address, seen | {"choice": "defer:", "text": "ของคนที่สอง"}, status=409)
    assert TEXTS["meetings_now_recorded"] in page
    assert "ของคนแรก" in page
    assert ">ของคนที่สอง</textarea>" in page
    fresh = room.hidden(page)
    room.send(address, fresh | {"choice": "defer:", "text": "ของคนที่สอง"})
    with database.read() as session:
        assert session.exec(select(Resolution.text)).all() == ["ของคนที่สอง"]


def test_saving_goes_on_to_the_next_entry(room):
    room.held()
    entries = room.entries()
    page = room.decide("P001", "include:include", then="next")
    assert f'action="{MEETING}/entries/{entries["P002"]}"' in page
    assert TEXTS["meetings_done_next"] in page


def test_what_is_missing_before_closing_leads_to_its_fields(room):
    room.held()
    page = room.page(MEETING)
    entries = room.entries()
    assert "ก่อนปิดการประชุมยังขาด 4 อย่าง" in page
    for code in ("P001", "PLAN"):
        assert f'href="{MEETING}/entries/{entries[code]}#decision"' in page
    page = room.page(f"{MEETING}/close")
    assert TEXTS["meetings_cannot_close"] in page
    assert TEXTS["meetings_close_now"] not in page
    room.send(f"{MEETING}/close", {}, status=422)


def test_closing_is_shown_first_then_done_once(room, database):
    room.decided()
    page = room.page(f"{MEETING}/close")
    assert "เดินหน้า 4 เรื่อง ส่งกลับ 0 เรื่อง อยู่ที่เดิม 0 เรื่อง" in page
    with database.read() as session:
        assert state_of(session, "P001") == "under_screening"
        assert session.exec(select(Resolution.number)).all() == [None] * 4
        before = len(entries_of(session))
    page = room.send(f"{MEETING}/close", {})
    assert TEXTS["meetings_done_closed"] in page
    assert "มติที่ 1/2561" in page
    with database.read() as session:
        assert [state_of(session, code) for code in ("P001", "P002", "P003", "PLAN")] == [
            *("in_plan", "merged", "not_selected", "drafting"),
        ]
        assert len(session.exec(select(Merger)).all()) == 1
        after = len(entries_of(session))
    assert after > before
    assert "มติที่ 1/2561" in room.send(f"{MEETING}/close", {})
    with database.read() as session:
        assert len(entries_of(session)) == after


def entries_of(session):
    """What was recorded, signing in left out."""
    return session.exec(select(Entry).where(Entry.kind != "sign_in")).all()


def test_a_paper_that_cannot_follow_is_named_before_anything_closes(room, database):
    room.held()
    room.decide("P001", "include:include")
    room.decide("P002", "include:include")
    room.decide("P003", "include:include")
    room.decide("PLAN", "endorse:record_committee_resolution")
    page = room.page(f"{MEETING}/close")
    assert re.search(rf'href="{MEETING}/entries/{room.entries()["PLAN"]}[^"]*">PLAN: ', page)
    room.send(f"{MEETING}/close", {}, status=422)
    with database.read() as session:
        assert state_of(session, "P001") == "under_screening"
    entry = f"{MEETING}/entries/{room.entries()['PLAN']}"
    assert f'href="{entry}?ask=total_within_ceiling#fact-total_within_ceiling"' in page
    assert 'id="fact-total_within_ceiling"' in room.page(f"{entry}?ask=total_within_ceiling")
    told = room.hidden(room.page(entry)) | {"choice": "endorse:record_committee_resolution", "text": "เห็นชอบ"}
    room.send(entry, told | {"fact:total_within_ceiling": "ไม่เกินกรอบ"})
    assert TEXTS["meetings_close_now"] in room.page(f"{MEETING}/close")


def test_only_the_secretary_records_and_closes(room):
    room.decided()
    assert TEXTS["meetings_close_now"] not in room.page(f"{MEETING}/close", "project_owner")
    room.send(f"{MEETING}/close", {}, who="project_owner", status=403)
    room.send(f"{MEETING}/attendance", {}, who="plan_officer")  # nothing told, nothing changed
    entry = room.entries()["P001"]
    page = room.page(f"{MEETING}/entries/{entry}", "project_owner")
    assert 'name="choice"' not in page
    told = room.hidden(room.page(f"{MEETING}/entries/{entry}")) | {"choice": "defer:", "text": "x"}
    room.send(f"{MEETING}/entries/{entry}", told, who="project_owner", status=403)


def test_minutes_are_circulated_read_and_counted(room, database):
    room.decided()
    room.send(f"{MEETING}/close", {})
    room.send(f"{MEETING}/steps/draft_minutes", {"paper:minutes": "รายงานการประชุม"})
    told = {"paper:minutes": "รายงานการประชุม", "fact:signed_scan_or_esign": "ลงนามแล้ว"}
    page = room.send(f"{MEETING}/steps/circulate_minutes", told)
    asked = int(re.search(r"อ่านแล้ว 0 จาก (\d+) คน", page)[1])
    assert asked > 5
    assert TEXTS["meetings_i_read"] in room.page(MEETING, "clerk")
    room.send(f"{MEETING}/read", {}, who="clerk")
    room.send(f"{MEETING}/read", {}, who="clerk")
    page = room.page(MEETING)
    assert f"อ่านแล้ว 1 จาก {asked} คน" in page
    room.send(f"{MEETING}/circulate", {})
    assert f"อ่านแล้ว 1 จาก {asked} คน" in room.page(MEETING)


def test_a_member_sees_the_agenda_and_her_own_part_only(room, database):
    room.held()
    members = room.members()
    with database.write() as session:
        session.get_one(Member, members[2]).person_id = room.office.people["project_owner"]
    more = {f"recused_at_{members[2]}": "yes", f"recused-why_at_{members[2]}": "เจ้าของโครงการ"}
    more |= {f"recused_at_{members[3]}": "yes", f"recused-why_at_{members[3]}": "ญาติของผู้เสนอ"}
    room.decide("P001", "include:include", text="ลับจนกว่าจะปิด", **more)
    page = room.page(MEETING, "project_owner")
    assert "เจ้าของโครงการ" in page
    assert "ญาติของผู้เสนอ" not in page
    assert "ลับจนกว่าจะปิด" not in page
    assert 'id="attendance"' not in page
    page = room.page(f"{MEETING}/entries/{room.entries()['P001']}", "project_owner")
    assert "ลับจนกว่าจะปิด" not in page


def test_the_view_for_the_room_goes_through_the_agenda(room):
    room.held()
    page = room.page(f"{MEETING}/show/1")
    assert f'href="{MEETING}/show/2"' in page
    assert "ครบองค์ประชุม มา 8 จาก 8 คน" in page
    room.page(f"{MEETING}/show/99", status=404)


def test_the_body_shows_terms_and_attendance(room):
    room.held(present=5)
    page = room.page("/meetings/bodies/plan_committee")
    assert page.count("มา 1 จาก 1 ครั้ง") == 5
    assert "ครั้งที่ 1/2561" in page
    room.page("/meetings/bodies/nothing", status=404)


def statements(room, address):
    """Of one request; the application's own work beside it, now and then, is not the page's."""
    found = []
    for _ in range(4):
        with Statements(room.client.app.state.database) as counted:
            room.client.get(address)
        found.append(counted.count)
    return min(found)


@pytest.mark.one_database
def test_the_pages_take_the_same_statements_for_any_number_of_rows(room, database, office):
    """One entry or forty on the agenda, one meeting or many in the list: nothing is read row by row."""
    room.held()
    room.decide("P001", "include:include")
    pages = ("/meetings", MEETING, f"{MEETING}/show/1", "/meetings/bodies/plan_committee")
    few = {page: statements(room, page) for page in pages}
    with database.write() as session:
        meeting = session.exec(select(Meeting)).one()
        body, first = meeting.body_id, meeting.item_id
        plan = session.exec(select(Item).where(Item.code == "PLAN")).one()
        for number in range(2, 40):
            paper = office.open(session, "project", f"Q{number:03}", parent_id=plan.id)
            paper.state = "under_screening"
            entry = AgendaItem(
                meeting_id=first, section=4, position=number + 10, title=f"เรื่อง {number}", item_id=paper.id
            )
            session.add(entry)
            session.flush()
            session.add(Resolution(agenda_item_id=entry.id, body_id=body, kind="defer", text="เลื่อน"))
            waits = office.open(session, "project", f"W{number:03}", parent_id=plan.id)
            waits.state = "under_screening"
            other = office.open(session, "meeting", f"X{number}")
            other.state = "minutes_adopted" if number % 2 else "planned"
            session.add(Meeting(item_id=other.id, body_id=body, number=number, year=2561, held_on=TODAY))
    many = {page: statements(room, page) for page in pages}
    assert many == few
    assert many.pop(f"{MEETING}/show/1") <= 45  # it composes the paper that stands beside the entry
    assert max(many.values()) <= 31


def test_past_meetings_come_a_page_at_a_time(room, database, office):
    with database.write() as session:
        body = session.exec(select(Body)).one()
        for number in range(1, 36):
            item = office.open(session, "meeting", f"X{number:02}", title=f"ครั้งที่ {number:02}.")
            item.state = "minutes_adopted"
            session.add(Meeting(item_id=item.id, body_id=body.id, number=number, year=2561, held_on=TODAY))
    page = room.page("/meetings")
    assert "(35)" in page
    first = re.findall(r"ครั้งที่ (\d\d)\.", page)
    following = re.search(r'rel="next" href="([^"]*)"', page)[1]
    second = re.findall(r"ครั้งที่ (\d\d)\.", room.page(following))
    assert first + second == [f"{number:02}" for number in range(35, 0, -1)]
    assert "ยังไม่มีการประชุมในช่วงนี้" in room.page("/meetings?year=2555")
    assert "(35)" in room.page("/meetings?body=plan_committee&year=2561")


def test_other_offices_and_unknown_meetings_answer_404(room, database):
    room.planned()
    for address in ("/meetings/NONE", "/meetings/P001", f"{MEETING}/entries/1", f"{MEETING}/close2"):
        room.page(address, status=404)
    with database.write() as session:
        other = make_office(session, "T2")
        set_password(session, other.people[SECRETARY], HASH)
    sign_in(room.client, f"{SECRETARY}.t2")
    for address in (MEETING, f"{MEETING}/close", f"{MEETING}/show/1", "/meetings/bodies/plan_committee"):
        assert room.client.get(address).status_code == 404
    for address in ("agenda/draw", "attendance", "close", "read"):
        assert room.client.post(f"{MEETING}/{address}", data={}).status_code == 404


def test_one_resolution_is_recorded_for_several_entries_at_once(room, database):
    room.held()
    entries = room.entries()
    page = room.page(f"{MEETING}/many")
    assert page.count('name="entry"') == 3
    told = {"choice": "include:include", "text": "บรรจุตามที่เสนอ"}
    page = room.send(f"{MEETING}/many", told, status=422)
    assert '<a href="#entries">' in page
    assert ">บรรจุตามที่เสนอ</textarea>" in page
    chosen = [str(entries["P001"]), str(entries["P002"])]
    room.send(f"{MEETING}/many", told | {"entry": chosen})
    room.send(f"{MEETING}/many", told | {"entry": [*chosen, str(entries["P003"])]}, status=409)
    with database.read() as session:
        assert (
            session.exec(select(Resolution.kind, Resolution.text)).all() == [("include", "บรรจุตามที่เสนอ")] * 2
        )
