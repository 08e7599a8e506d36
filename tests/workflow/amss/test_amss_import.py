"""Taking in a planning export of AMSS++: what becomes of each row, and that a spoilt file saves nothing."""

import json

import pytest
from amss_files import ACTIVITIES, GROUPS, PROJECTS, STRATEGIES, files
from conftest import NOW, SmallOffice
from sqlmodel import Session, SQLModel, func, select

from workflow import history
from workflow.amss.found import STATES, AmssPreview
from workflow.amss.reading import read_amss
from workflow.amss.saving import LineFor, save_amss
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed
from workflow.models import Activity, Entry, Fund, Goal, Item, Person, ProjectLine, ProjectReport
from workflow.proposals.form import FormActivity, read_form
from workflow.proposals.goals import add_goal

LINE = LineFor("OFFICE", "operating", "services")


def read(session: Session, office: SmallOffice, given: dict[str, bytes] | None = None) -> AmssPreview:
    return read_amss(session, office.id, 2561, given or files(), groups=GROUPS)


def hand(office: SmallOffice, role: str = "plan_officer") -> Hand:
    return Hand(office.people[role], NOW)


def with_fund(session: Session, office: SmallOffice) -> None:
    session.add(Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน"))
    session.flush()


def faults(preview: AmssPreview) -> list[tuple[str, int, str, str, str]]:
    return [(each.sheet, each.row, each.column, each.code, each.shown) for each in preview.errors]


def how_many(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_the_year_is_read_the_same_in_every_encoding(
    session: Session, office: SmallOffice, encoding: str
) -> None:
    found = read(session, office, files(encoding))
    assert found.errors == ()
    assert [(goal.code, goal.name) for goal in found.goals] == [
        ("1", "พัฒนาคุณภาพผู้เรียน"),
        ("2", "พัฒนาครู"),
    ]
    first, second = found.projects
    assert (first.code, first.title, first.asked, first.approved, first.strategy) == (
        *("AMSS61-1-001", 'โครงการอ่านคล่อง "ทุกคน"', 120_000_50, 100_000_00),
        "1",
    )
    assert (str(first.starts_on), str(first.ends_on)) == ("2017-10-01", "2018-09-30")
    assert (first.results, first.obstacles) == ("อ่านคล่องร้อยละ 85", "ฝนตก")
    assert first.kept == {"owner_proj": "สมชาย ใจดี", "file_detail": "a.doc", "allow_edit": "1"}
    assert [(each.title, each.months) for each in first.activities] == [("ประชุม", (1, 2, 3)), ("อบรมครู", ())]
    assert [(each.title, each.months) for each in second.activities] == [("จ้างเหมา", (4,))]
    assert (second.strategy, str(second.starts_on), second.group_id) == (
        "",
        "2018-01-12",
        office.groups["ADM"],
    )
    assert found.other_years == {"plan_proj 2560": 1, "plan_stregic 2560": 1}
    assert (found.asked, found.approved, found.activities) == (120_000_50, 100_000_00, 3)


def test_drafts_have_lines_activities_and_goals(session: Session, office: SmallOffice) -> None:
    with_fund(session, office)
    plan = office.open(session, "annual_plan", "AP2561", group_id=None)
    preview = read(session, office)
    done = save_amss(session, office.id, preview, hand(office), line=LINE)
    item = session.exec(select(Item).where(Item.code == "AMSS61-1-001")).one()
    assert (item.state, item.parent_id, item.group_id) == ("draft", plan.id, office.groups["PLN"])
    form = read_form(session, item.id)
    assert form.activities == (FormActivity("ประชุม", (1, 2, 3)), FormActivity("อบรมครู"))
    assert form.goals == (("strategy", "1"),)
    line = session.exec(select(ProjectLine)).one()
    assert (line.requested, line.original, line.category, line.sub) == (
        *(120_000_50, 120_000_50, "operating", "services"),
    )
    assert done.satang == preview.asked == sum(session.exec(select(ProjectLine.original)).all())
    assert how_many(session, ProjectReport) == 0
    assert (done.goals, done.projects, done.activities) == (
        ("1", "2"),
        ("AMSS61-1-001", "AMSS61-2-001"),
        3,
    )
    assert history.verify(session, office.id).holds


def test_projects_belong_to_the_plan_that_took_the_place_of_a_cancelled_one(
    session: Session, office: SmallOffice
) -> None:
    office.open(session, "annual_plan", "AP2561", group_id=None).state = "cancelled"
    plan = office.open(session, "annual_plan", "AP2561-2", group_id=None)
    office.open(session, "annual_plan", "AP2561-3", group_id=None)  # opened by mistake, not yet cancelled
    save_amss(session, office.id, read(session, office), hand(office))
    assert set(session.exec(select(Item.parent_id).where(Item.kind == "project"))) == {plan.id}


APPROVED = ("approved", "published", "in_execution", "year_end_summary", "closed")


@pytest.mark.parametrize("plan_state", [*APPROVED, "preparing", "director_review", "cancelled"])
@pytest.mark.parametrize("state", STATES)
def test_nothing_comes_into_an_approved_plan_but_as_a_draft(
    session: Session, office: SmallOffice, state: str, plan_state: str
) -> None:
    """What joins an approved plan goes through the committee and an amendment."""
    with_fund(session, office)
    office.open(session, "annual_plan", "AP2561", group_id=None).state = plan_state
    before = how_many(session, Item), how_many(session, Entry), how_many(session, Goal)
    preview = read(session, office)
    if state == "draft" or plan_state not in APPROVED:
        assert len(save_amss(session, office.id, preview, hand(office), state=state, line=LINE).projects) == 2
        return
    with pytest.raises(BadInput) as refused:
        save_amss(session, office.id, preview, hand(office), state=state, line=LINE)
    assert (refused.value.name, refused.value.problem) == ("state", "plan_approved")
    assert refused.value.detail == "AP2561"
    assert (how_many(session, Item), how_many(session, Entry), how_many(session, Goal)) == before


def test_a_past_year_is_recorded_as_it_ended(session: Session, office: SmallOffice) -> None:
    with_fund(session, office)
    save_amss(session, office.id, read(session, office), hand(office), state="closed", line=LINE)
    item = session.exec(select(Item).where(Item.code == "AMSS61-1-001")).one()
    kinds = session.exec(select(Entry.kind).where(Entry.item_id == item.id).order_by(Entry.seq)).all()  # type: ignore[arg-type]
    assert (item.state, kinds) == ("closed", ["imported", "amss"])
    line = session.exec(select(ProjectLine)).one()
    assert (line.requested, line.original) == (120_000_50, 100_000_00)  # asked for, and approved
    report = session.exec(select(ProjectReport)).one()
    assert (report.item_id, report.results, report.obstacles) == (item.id, "อ่านคล่องร้อยละ 85", "ฝนตก")


def test_what_has_no_place_is_kept_in_the_entries(session: Session, office: SmallOffice) -> None:
    """Amounts without a fund, columns nobody knew, the evaluation of a draft; never an identity number."""
    changed = PROJECTS.replace("allow_edit\n", "allow_edit,สีปก\n").replace("30,1\n", "30,1,ฟ้า\n")
    changed = changed.replace("31,0\n", "31,0,1-2345-67890-12-3\n").replace("09-30,0\n", "09-30,0,\n")
    preview = read(session, office, files(plan_proj=changed))
    assert (preview.errors, preview.unlisted, preview.left_out) == ((), ("plan_proj.สีปก",), 1)
    done = save_amss(session, office.id, preview, hand(office))
    item = session.exec(select(Item).where(Item.code == "AMSS61-1-001")).one()
    entry = session.exec(select(Entry).where(Entry.item_id == item.id, Entry.kind == "amss")).one()
    assert json.loads(entry.details) == {
        "fiscal_year": 2561,
        "row": 2,
        "lines": 0,
        "not_in_a_line": {"budget_proj": 120_000_50, "budget_approve": 100_000_00},
        "activities": [
            {"row": 2, "budget_acti": "20000.00"},
            {"row": 3, "budget_acti": "80000.00", "stop": "1"},
        ],
        "kept": {
            "owner_proj": "สมชาย ใจดี",
            "file_detail": "a.doc",
            "allow_edit": "1",
            "สีปก": "ฟ้า",
            "eval_result": "อ่านคล่องร้อยละ 85",
            "eval_obstacle": "ฝนตก",
        },
    }
    assert done.satang == how_many(session, ProjectLine) == 0
    everything = "".join(session.exec(select(Entry.details)).all())
    assert "1234567890123" not in everything
    assert "67890" not in everything


def test_the_owner_is_the_person_of_that_name(session: Session, office: SmallOffice) -> None:
    person = session.get_one(Person, office.people["project_owner"])
    person.name_th = "สมชาย  ใจดี"
    session.flush()
    first, second = read(session, office).projects
    assert (first.owner_id, second.owner_id) == (person.id, None)
    assert "owner_proj" not in first.kept


SPOILT = [
    ("plan_proj", "120000.50", "หนึ่งแสน", [("plan_proj", 2, "F", "not_amount", "หนึ่งแสน")]),
    ("plan_proj", "120000.50", "-5", [("plan_proj", 2, "F", "negative", "-5")]),
    ("plan_proj", "120000.50", "1.005", [("plan_proj", 2, "F", "too_precise", "1.005")]),
    ("plan_proj", "2561-09-30", "30 ฟฟ 61", [("plan_proj", 2, "N", "not_date", "30 ฟฟ 61")]),
    ("plan_proj", "2561-09-30", "2562-10-01", [("plan_proj", 2, "N", "outside_year", "1 ต.ค. 2562")]),
    (
        *("plan_proj", "2018-03-31", "2018-01-02"),
        [("plan_proj", 3, "N", "ends_before_start", "2 ม.ค. 2561")],
    ),
    ("plan_proj", "โครงการธุรการ", "", [("plan_proj", 3, "H", "empty", "")]),
    ("plan_proj", "โครงการธุรการ", "ก" * 501, [("plan_proj", 3, "H", "too_long", "501 > 500")]),
    ("plan_proj", "2,2561,2", "2,2561,9", [("plan_proj", 3, "C", "unknown_group", "9")]),
    ("plan_proj", "2,2561,2,0", "2,2018,2,0", [("plan_proj", 3, "B", "wrong_era", "2018")]),
    ("plan_proj", "2,2561,2,0", "2,2561,2,7", [("plan_proj", 3, "D", "unknown_strategy", "7")]),
    ("plan_proj", "2,2561,2,0", "2,2561,1,0", [("plan_proj", 3, "E", "twice", "2")]),
    ("plan_proj", "1,1,001,120", "1,1,0/1,120", [("plan_proj", 2, "E", "not_code", "0/1")]),
    ("plan_proj", "โครงการธุรการ", "ธุร,การ", [("plan_proj", 3, "", "wrong_width", "16 ≠ 15")]),
    ("plan_stregic", "พัฒนาครู", "\\N", [("plan_stregic", 3, "D", "empty", "")]),
    ("plan_acti", "1;001;001002", "1;009;001002", [("plan_acti", 3, "D", "no_such_project", "009")]),
    ("plan_acti", "001002", "001001", [("plan_acti", 3, "E", "twice", "2")]),
    ("plan_acti", "จ้างเหมา", "\\N", [("plan_acti", 4, "G", "empty", "")]),
    ("plan_proj", "2,2561,2,0,001", "2,2561,2,0,", [("plan_proj", 3, "E", "empty", "")]),
    ("plan_proj", "2,2561,2,0", "2,,2,0", [("plan_proj", 3, "B", "empty", "")]),
    ("plan_proj", "2,2561,2,0", "2,ปีนี้,2,0", [("plan_proj", 3, "B", "not_whole", "ปีนี้")]),
    ("plan_proj", "a.doc", "ก" * 40_000, [("plan_proj", 2, "J", "too_long", "40,000 > 20,000")]),
]
TABLES = {"plan_proj": PROJECTS, "plan_acti": ACTIVITIES, "plan_stregic": STRATEGIES}


@pytest.mark.parametrize(("table", "old", "new", "expected"), SPOILT)
def test_a_spoilt_row_is_told_with_row_and_column_and_nothing_is_saved(
    session: Session,
    office: SmallOffice,
    table: str,
    old: str,
    new: str,
    expected: list[tuple[str, int, str, str, str]],
) -> None:
    assert TABLES[table].count(old) == 1
    preview = read(session, office, files(**{table: TABLES[table].replace(old, new)}))
    # The activities of a project that cannot be read have no project.
    assert [each for each in faults(preview) if each[3] != "no_such_project" or each in expected] == expected
    entries = how_many(session, Entry)
    with pytest.raises(BadInput, match="csv_mistakes"):
        save_amss(session, office.id, preview, hand(office))
    assert [how_many(session, each) for each in (Item, Goal, Activity)] == [0, 0, 0]
    assert how_many(session, Entry) == entries


def test_a_second_import_is_refused_row_by_row(session: Session, office: SmallOffice) -> None:
    save_amss(session, office.id, read(session, office), hand(office))
    again = read(session, office)
    assert [(row, code, shown) for _, row, _, code, shown in faults(again)] == [
        (2, "already_taken_in", "AMSS61-1-001"),
        (3, "already_taken_in", "AMSS61-2-001"),
    ]
    assert [goal.kept for goal in again.goals] == [True, True]


def test_a_goal_of_another_name_is_no_goal_of_theirs(session: Session, office: SmallOffice) -> None:
    add_goal(session, office.id, 2561, "strategy", "2", "พัฒนาครู", hand(office))
    add_goal(session, office.id, 2561, "strategy", "1", "อีกเรื่อง", hand(office))
    found = faults(read(session, office))
    assert found == [("plan_stregic", 2, "D", "goal_differs", "อีกเรื่อง")]


def test_only_projects_are_needed(session: Session, office: SmallOffice) -> None:
    with pytest.raises(BadInput, match="csv_missing"):
        read(session, office, files(plan_proj=""))
    changed = PROJECTS.replace("2561,1,1,", "2561,1,,")
    preview = read(session, office, files(plan_proj=changed, plan_acti="", plan_stregic=""))
    assert (preview.errors, preview.goals, preview.activities, len(preview.projects)) == ((), (), 0, 2)


def test_a_file_without_headings_and_a_year_without_rows_are_refused(
    session: Session, office: SmallOffice
) -> None:
    headless = PROJECTS.partition("\n")[2]
    with pytest.raises(BadInput, match="csv_headings") as refused:
        read(session, office, files(plan_proj=headless))
    assert refused.value.detail == "plan_proj: budget_year, code_proj, name_proj"
    preview = read_amss(session, office.id, 2599, files(), groups=GROUPS)
    with pytest.raises(BadInput, match="csv_other_year"):
        save_amss(session, office.id, preview, hand(office))


@pytest.mark.parametrize("role", ["finance_officer", "project_owner", "group_director", "system_admin"])
def test_only_the_plan_group_takes_it_in(session: Session, office: SmallOffice, role: str) -> None:
    with pytest.raises(NotAllowed):
        save_amss(session, office.id, read(session, office), hand(office, role))
    assert how_many(session, Item) == 0


@pytest.mark.parametrize("state", STATES)
def test_every_state_offered_is_one_of_a_project(session: Session, office: SmallOffice, state: str) -> None:
    save_amss(session, office.id, read(session, office), hand(office), state=state)
    assert set(session.exec(select(Item.state)).all()) == {state}


@pytest.mark.parametrize(
    ("state", "line", "field"),
    [
        ("merged", None, "state"),
        ("draft", LineFor("NONE", "operating", "services"), "fund"),
        ("draft", LineFor("OFFICE", "operating", "salaries"), "sub"),
    ],
)
def test_a_state_or_line_that_is_none_is_refused(
    session: Session, office: SmallOffice, state: str, line: LineFor | None, field: str
) -> None:
    with_fund(session, office)
    with pytest.raises(BadInput) as refused:
        save_amss(session, office.id, read(session, office), hand(office), state=state, line=line)
    assert (refused.value.name, refused.value.problem) == (field, "unknown")
    assert how_many(session, Item) == 0


def test_an_export_of_before_there_were_groups_finds_a_project_by_its_code_alone(
    session: Session, office: SmallOffice
) -> None:
    """Where two projects have one code, nobody can tell whose the activity is."""
    headings, first, *_ = PROJECTS.split("\n")
    alone = "\n".join(line.replace(",1,1,001,", ",1,001,") for line in (headings, first))
    alone = alone.replace("code_clus,", "") + "\n"
    one = ACTIVITIES.split("\n")
    preview = read(session, office, files(plan_proj=alone, plan_acti="\n".join([*one[:2], ""])))
    assert preview.errors == ()
    (project,) = preview.projects
    assert (project.group_id, project.code) == (None, "AMSS61-0-001")
    assert [each.title for each in project.activities] == ["ประชุม"]
    unknown = read(
        session,
        office,
        files(plan_proj=alone, plan_acti="\n".join([one[0], one[1].replace(";001;", ";002;"), ""])),
    )
    assert faults(unknown) == [("plan_acti", 2, "D", "no_such_project", "002")]


def test_an_activity_without_a_number_is_taken_as_often_as_it_stands(
    session: Session, office: SmallOffice
) -> None:
    changed = ACTIVITIES.replace("001001;20000.00", ";20000.00").replace("001002;80000.00", ";80000.00")
    first, _ = read(session, office, files(plan_acti=changed)).projects
    assert [each.title for each in first.activities] == ["ประชุม", "อบรมครู"]


def test_whoever_waits_is_told_which_project_is_being_saved(session: Session, office: SmallOffice) -> None:
    told: list[tuple[int, int]] = []
    save_amss(session, office.id, read(session, office), hand(office), progress=lambda *at: told.append(at))
    assert told == [(0, 2), (1, 2)]
