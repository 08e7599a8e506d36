"""The pages of paths: list, one path, its versions, choosing, publishing, a file, moving items."""

import re
from html import unescape

import pytest
from conftest import NOW
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlalchemy import event
from sqlmodel import select

from states.compile import shipped_definition
from states.source import DEFINITIONS
from workflow import definitions
from workflow.items import NewItem, import_item
from workflow.models import Entry, Item

PAGE = "/settings/definitions"
PLAN = f"{PAGE}/annual_plan"
ONE_BODY = {"look": "1", "body:0": "provincial_board", "action:0": "endorse"}
WHY = "คำสั่งสำนักงานที่ 1/2561"
_INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def hidden(text: str) -> dict[str, str]:
    return {unescape(name): unescape(value) for name, value in _INPUT.findall(text)}


def in_force(desk: Desk, kind: str = "annual_plan") -> str:
    with desk.database.read() as session:
        return definitions.in_force(session, desk.office.id, kind, desk.at)


def publish(desk: Desk, profile: str = "phayao2") -> None:
    with desk.database.write() as session:
        new = shipped_definition("annual_plan", profile)
        definitions.publish(session, desk.office.id, new, by=desk.office.people["system"], at=desk.at)


def plan(desk: Desk, state: str, code: str = "AP2561") -> None:
    with desk.database.write() as session:
        new = NewItem("annual_plan", code, "แผนตัวอย่าง", 2561)
        import_item(session, desk.office.id, new, state=state, by=desk.office.people["plan_director"], at=NOW)


def statements(desk: Desk, address: str) -> int:
    ran: list[str] = []

    def note(*args: object) -> None:
        ran.append(str(args[2]))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    try:
        assert desk.person("plan_director").get(address).status_code == 200
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", note)
    return len(ran)


def test_every_kind_stands_with_its_version_and_what_is_open_on_it(desk: Desk) -> None:
    plan(desk, "drafting")
    plan(desk, "cancelled", "AP2560")
    publish(desk)
    text = desk.person("system_admin").get(PAGE).text
    assert "แผนปฏิบัติการ" in text
    assert "ฉบับที่ ๒" in text
    assert "ฉบับที่ ๑: ๑ เรื่อง" in text  # the cancelled one is not open
    assert "มีเรื่องที่ยังใช้เส้นทางฉบับก่อน ๑ เรื่อง" in text


def test_one_path_is_shown_as_picture_list_and_table_without_code_words(desk: Desk) -> None:
    text = desk.person("plan_director").get(PLAN).text
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="path"' in text
    shown = re.sub(r"<[^>]+>", " ", text)
    for code in (
        "subcommittee_review",
        "record_board_endorsed",
        "area_director",
        "resolution_evidence",
        "D-AP",
    ):
        assert code not in shown
    assert "คณะอนุกรรมการพิจารณา" in shown
    assert "ชี้แจงได้" in shown
    assert "ภายใน ๓๑ ธ.ค." in shown


@pytest.mark.parametrize("kind", ["meeting", "memo", "project", "quarterly_report", "school_plan"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_kind_has_its_pages(desk: Desk, kind: str, language: str) -> None:
    client = desk.person("plan_director")
    client.cookies.set("khanton_language", language)
    for address in (
        f"{PAGE}/{kind}",
        f"{PAGE}/{kind}/route",
        f"{PAGE}/{kind}/move",
        f"{PAGE}/{kind}/difference",
    ):
        assert client.get(address).status_code == 200, address


def test_an_unknown_kind_and_somebody_else_are_refused(desk: Desk) -> None:
    assert desk.person("plan_director").get(f"{PAGE}/nothing").status_code == 404
    for page in (PAGE, PLAN, f"{PLAN}/route", f"{PLAN}/move", f"{PLAN}/moved", f"{PAGE}/file"):
        assert desk.person("clerk").get(page).status_code == 403, page


def test_choosing_the_bodies_shows_what_changes_and_publishes_nothing_yet(desk: Desk) -> None:
    before = in_force(desk)
    client = desk.person("plan_director")
    text = client.get(f"{PLAN}/route", params=ONE_BODY).text
    assert "ตัดสถานะ" in text
    assert "คณะอนุกรรมการพิจารณา" in text
    assert in_force(desk) == before
    form = hidden(text)
    refused = client.post(f"{PLAN}/route", data=form)
    assert refused.status_code == 422
    assert in_force(desk) == before
    done = client.post(f"{PLAN}/route", data={**form, "reason": WHY}, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"{PLAN}?done=published")
    assert in_force(desk) != before
    shown = client.get(done.headers["location"]).text
    assert "ประกาศใช้เส้นทางใหม่แล้ว" in shown
    assert WHY in shown
    with desk.database.read() as session:
        entry = session.exec(select(Entry).where(Entry.kind == "definition", Entry.reason == WHY)).one()
        assert entry.actor_id == desk.office.people["plan_director"]
        assert entry.position_id == desk.office.positions["plan_director"]
        route = definitions.by_hash(session, entry.definition_hash).route
        assert [(step.slot, step.body, step.action) for step in route] == [
            ("board", "provincial_board", "endorse")
        ]


def test_a_choice_that_cannot_be_is_told_in_words_with_the_form_as_it_was(desk: Desk) -> None:
    before = in_force(desk)
    client = desk.person("plan_director")
    twice = {**ONE_BODY, "body:1": "provincial_board", "action:1": "endorse"}
    text = client.get(f"{PLAN}/route", params=twice).text
    assert 'role="alert"' in text
    assert client.post(f"{PLAN}/route", data={**twice, "reason": WHY}).status_code == 422
    nobody = {**ONE_BODY, "body:0": "nobody"}
    assert "ประกาศใช้ไม่ได้" in client.get(f"{PLAN}/route", params=nobody).text
    assert client.post(f"{PLAN}/route", data={**nobody, "reason": WHY}).status_code == 422
    many = {**ONE_BODY, "setting:min_midyear_meetings": "99"}
    assert "จำนวนครั้งประชุมกลางปี" in client.get(f"{PLAN}/route", params=many).text
    assert in_force(desk) == before


def test_a_deadline_and_a_count_are_changed(desk: Desk) -> None:
    client = desk.person("plan_director")
    wish = {
        "look": "1",
        "body:0": "quality_subcommittee",
        "action:0": "consider",
        "body:1": "provincial_board",
        "action:1": "endorse",
        "day:D-AP-03:0": "๒๐",
        "month:D-AP-03:0": "12",
        "setting:min_midyear_meetings": "3",
        "setting:flexible_amendment": "yes",
    }
    text = client.get(f"{PLAN}/route", params=wish).text
    assert "ภายใน ๒๐ ธ.ค." in text
    assert text.count("<ins>") == 2  # the date and the count, nothing else
    client.post(f"{PLAN}/route", data={**hidden(text), "reason": WHY})
    with desk.database.read() as session:
        now = definitions.by_hash(
            session, definitions.in_force(session, desk.office.id, "annual_plan", desk.at)
        )
    assert now.duty["D-AP-03"].rule["by"] == "20 Dec"
    assert now.settings["min_midyear_meetings"] == 3
    bad = client.get(f"{PLAN}/route", params={**wish, "day:D-AP-03:0": "31", "month:D-AP-03:0": "2"}).text
    assert 'role="alert"' in bad


def test_a_file_is_checked_as_strictly_and_shows_the_way_to_its_fault(desk: Desk) -> None:
    client, before = desk.person("system_admin"), in_force(desk)
    good = client.get(f"{PAGE}/file", params={"kind": "annual_plan"})
    source = (DEFINITIONS / "annual_plan.yaml").read_text(encoding="utf-8")
    assert "must_pass" in good.text
    assert "เหมือนกับเส้นทางที่ใช้อยู่ทุกประการ" in client.post(f"{PAGE}/file", data={"text": source}).text
    bypass = source.replace(
        "to: drafting, by: [committee_secretary", "to: approved, by: [committee_secretary"
    )
    assert bypass != source
    refused = client.post(f"{PAGE}/file", data={"text": bypass, "publish": "1", "reason": WHY})
    assert refused.status_code == 422
    assert "สิ้นสุดได้โดยไม่ผ่าน" in refused.text
    assert 'class="way marked"' in refused.text
    assert "ตัวอย่างทางที่พบ" in refused.text
    broken = client.post(f"{PAGE}/file", data={"text": "kind: [", "publish": "1", "reason": WHY})
    assert broken.status_code == 422
    assert "kind: [" in broken.text
    assert in_force(desk) == before


def test_a_good_file_is_published_with_a_reason(desk: Desk) -> None:
    client, before = desk.person("system_admin"), in_force(desk)
    source = (DEFINITIONS / "annual_plan.yaml").read_text(encoding="utf-8")
    renamed = source.replace("th: ได้รับความเห็นชอบ", "th: ได้รับความเห็นชอบแล้ว")
    assert renamed != source
    sent = {"file": ("path.yaml", renamed.encode(), "application/yaml")}
    looked = client.post(f"{PAGE}/file", files=sent)
    assert (looked.status_code, in_force(desk)) == (200, before)
    assert "ได้รับความเห็นชอบแล้ว" in looked.text
    done = client.post(
        f"{PAGE}/file", data={"text": renamed, "publish": "1", "reason": WHY}, follow_redirects=False
    )
    assert done.status_code == 303
    assert in_force(desk) != before


def test_items_are_looked_at_moved_and_moved_back(desk: Desk) -> None:
    client = desk.person("plan_director")
    plan(desk, "subcommittee_review")
    plan(desk, "drafting", "AP2562")
    publish(desk)
    text = client.get(f"{PLAN}/move").text
    assert "ต้องเลือกสถานะ" in text
    text = client.get(f"{PLAN}/move", params={"to:subcommittee_review": "director_review"}).text
    assert "ย้าย ๒ เรื่อง" in text
    form = hidden(text)
    assert form["to:subcommittee_review"] == "director_review"
    refused = client.post(f"{PLAN}/move", data={**form, "reason": " "})
    assert refused.status_code == 422
    done = client.post(f"{PLAN}/move", data={**form, "reason": WHY}, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"{PLAN}/moved?count=2")
    shown = client.get(done.headers["location"]).text
    assert "ย้ายแล้ว ๒ เรื่อง" in shown
    story = client.get("/items/AP2561").text
    assert "ย้ายมาใช้เส้นทางฉบับใหม่" in story
    assert "subcommittee_review" not in story
    back = client.post(f"{PLAN}/moved/AP2561/back", data={"reason": "ผิด"}, follow_redirects=False)
    assert back.status_code == 303
    assert "ย้าย AP2561 กลับแล้ว" in client.get(back.headers["location"]).text
    with desk.database.read() as session:
        states = dict(session.exec(select(Item.code, Item.state)).all())
    assert states == {"AP2561": "subcommittee_review", "AP2562": "drafting"}
    assert client.post(f"{PLAN}/moved/AP2561/back", data={}).status_code == 422
    assert client.post(f"{PLAN}/moved/NONE/back", data={}).status_code == 404


def test_what_went_on_after_the_look_stays(desk: Desk) -> None:
    client = desk.person("plan_director")
    plan(desk, "drafting")
    publish(desk)
    form = hidden(client.get(f"{PLAN}/move").text)
    seen = next(name for name in form if name.startswith("seen:"))
    done = client.post(f"{PLAN}/move", data={**form, seen: "7", "reason": WHY}, follow_redirects=False)
    assert done.headers["location"] == f"{PLAN}/moved?count=0"


@pytest.mark.parametrize("page", [PAGE, f"{PLAN}/move", f"{PLAN}/moved"])
@pytest.mark.one_database
def test_the_lists_take_the_same_statements_for_any_number_of_rows(desk: Desk, page: str) -> None:
    plan(desk, "drafting", "A1")
    publish(desk)
    if page.endswith("moved"):
        _move(desk)
    desk.person("plan_director").get(page)
    one = statements(desk, page)
    with desk.database.write() as session:
        by = desk.office.people["plan_director"]
        old = shipped_definition("annual_plan", "uttaradit2_fy2561")
        definitions.publish(session, desk.office.id, old, by=by, at=desk.at)
        for number in range(12):
            state = ("drafting", "director_review", "proposals_open")[number % 3]
            new = NewItem("annual_plan", f"B{number}", "แผน", 2561)
            import_item(session, desk.office.id, new, state=state, by=by, at=desk.at)
    publish(desk)
    if page.endswith("moved"):
        _move(desk)
    assert statements(desk, page) == one
    assert one < 25


def _move(desk: Desk) -> None:
    client = desk.person("plan_director")
    form = hidden(client.get(f"{PLAN}/move").text)
    client.post(f"{PLAN}/move", data={**form, "reason": WHY})
