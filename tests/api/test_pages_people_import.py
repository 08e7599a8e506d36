"""People from Excel by page: what is previewed is what the administrator saves, whole or not at all."""

import io
import re
from html import unescape

import pytest
from admin_pages import Admin, administrator, plain  # noqa: F401  fixtures
from conftest import NOW, make_office
from openpyxl import Workbook, load_workbook
from sqlmodel import col, func, select
from test_pages_import_files import FILES
from year_pages import browser_of_the_small_office  # noqa: F401  fixtures

import api.words_people_cells
import api.words_sheets
from workflow.changes import Hand
from workflow.models import Entry, Occupancy, Person, Position, StoredFile
from workflow.people import NewPosition, add_positions
from workflow.sheets.people import ACCOUNT, COLUMNS, FIRST, LAST, NAME, ORDER, POST, SHEET

HERE = "/settings/people/import/file"
SAVE = "/settings/people/import/save"
TEMPLATE = "/settings/people/import/template.xlsx"
HEADINGS = [column.heading for column in COLUMNS]


def book(*rows, headings=HEADINGS, sheet=SHEET):
    """A workbook of people, each row a dict by heading."""
    made = Workbook()
    made.worksheets[0].title = sheet
    made.worksheets[0].append(list(headings))
    for row in rows:
        made.worksheets[0].append([row.get(heading) for heading in headings])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def preview(admin, data, status=200, name="คน.xlsx"):
    answer = admin.client.post(HERE, files={"file": (name, data)})
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def hidden(page):
    form = page.split(f'action="{SAVE}"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def mistakes(page):
    table = page.split('class="stack list mistakes"')[1].split("</table>")[0]
    return re.findall(r'data-label="แถว">(\d+)</td>.*?lang="th">(\w) .*?</td><td>([^<]*)<', table)


@pytest.fixture(name="vacant")
def vacant_posts(database, office):
    """Two posts of the clerks that wait for somebody."""
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW)
        wanted = [NewPosition(f"v{n}", "clerk", f"ธุรการคนที่ {n}") for n in (2, 3)]
        return add_positions(session, office.id, wanted, hand)


def counts(database):
    with database.read() as session:
        return [
            session.exec(select(func.count()).select_from(of)).one()
            for of in (Person, Occupancy, Entry, StoredFile)
        ]


def test_the_template_names_the_vacant_posts_and_empty_changes_nothing(admin, vacant):
    answer = admin.client.get(TEMPLATE)
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    column = HEADINGS.index(POST) + 1
    posts = [sheet.cell(row=row, column=column).value for row in range(5, sheet.max_row + 1)]
    assert posts == ["ธุรการคนที่ 2", "ธุรการคนที่ 3"]
    page = preview(admin, answer.content)
    assert "ไฟล์ตรงกับข้อมูลในระบบแล้ว" in page
    assert SAVE not in page


def test_people_are_previewed_then_saved_with_their_posts(admin, database, office, vacant):
    before = counts(database)
    rows = (
        {
            NAME: "คนหนึ่ง  (บัญชีสมมติ)",
            ACCOUNT: "One.New",
            POST: "ธุรการคนที่ ๒",
            FIRST: "15 ม.ค. 2561",
            ORDER: "7/2561",
        },
        {NAME: "คนสอง (บัญชีสมมติ)", ACCOUNT: "two.new", LAST: "30 ก.ย. 2561"},
    )
    page = preview(admin, book(*rows))
    assert "จะเพิ่มบัญชี 2 คน และแต่งตั้ง 1 ตำแหน่ง" in plain(page)
    assert counts(database) == [*before[:3], before[3] + 1]  # the file itself, for the button
    told = hidden(page)
    assert "บันทึกแล้ว 2 คน" in plain(admin.send(SAVE, **told))
    assert "บันทึกแล้ว 2 คน" in plain(admin.send(SAVE, **told))  # once
    assert counts(database) == [before[0] + 2, before[1] + 1, before[2] + 2, before[3] + 1]
    with database.read() as session:
        people = {each.username: each for each in session.exec(select(Person))}
        held = session.exec(select(Occupancy).where(Occupancy.order_no == "7/2561")).one()
        last = session.exec(select(Entry).order_by(col(Entry.seq).desc()).limit(2)).all()
    assert people["one.new"].name_th == "คนหนึ่ง (บัญชีสมมติ)"
    assert held.person_id == people["one.new"].id
    assert held.position_id == vacant["v2"]
    assert held.valid_from.isoformat() == people["one.new"].active_from.isoformat() == "2018-01-15"
    assert people["two.new"].active_to.isoformat() == "2018-09-30"
    assert [entry.kind for entry in last] == ["occupancy", "person"]
    assert {entry.actor_id for entry in last} == {office.people["system_admin"]}
    again = preview(admin, book(*rows))
    assert "ไฟล์ตรงกับข้อมูลในระบบแล้ว" in again


def test_a_known_person_takes_a_post_without_a_second_account(admin, database, office, vacant):
    with database.read() as session:
        clerk = session.get_one(Person, office.people["clerk"])
    before = counts(database)
    page = preview(admin, book({NAME: clerk.name_th, ACCOUNT: clerk.username, POST: "v3"}))
    admin.send(SAVE, **hidden(page))
    assert counts(database)[:2] == [before[0], before[1] + 1]
    with database.read() as session:
        held = session.exec(select(Occupancy).where(Occupancy.position_id == vacant["v3"])).one()
    assert held.person_id == clerk.id


def test_every_mistake_is_told_where_it_stands_and_nothing_is_kept(admin, database, office, vacant):
    with database.write() as session:
        make_office(session, "T2")
        taken = session.exec(
            select(Position.title_th)
            .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
            .where(Position.office_id == office.id)
            .order_by(col(Position.id))
        ).first()
        hand = Hand(office.people["system_admin"], NOW)
        add_positions(session, office.id, [NewPosition("v9", "clerk", "ธุรการคนที่ 3")], hand)
    before = counts(database)
    new = {NAME: "คนใหม่"}
    rows = (
        {ACCOUNT: "no.name"},
        {NAME: "ไม่มีบัญชี"},
        {**new, ACCOUNT: "ไทย"},
        {**new, ACCOUNT: "clerk.t1"},
        {**new, ACCOUNT: "clerk.t2"},
        {**new, ACCOUNT: "system.t1"},
        {**new, ACCOUNT: "a.post", POST: "ไม่มีตำแหน่งนี้"},
        {**new, ACCOUNT: "a.held", POST: taken},
        {**new, ACCOUNT: "two.posts", POST: "ธุรการคนที่ 3"},
        {**new, ACCOUNT: "right", POST: "v2"},
        {**new, ACCOUNT: "Right", POST: "v2"},
        {**new, ACCOUNT: "b.day", FIRST: "15/1/2018x"},
        {**new, ACCOUNT: "b.span", FIRST: "2 ก.พ. 2561", LAST: "1 ก.พ. 2561"},
        {**new, ACCOUNT: "=1+1"},
        {NAME: "ย" * 400, ACCOUNT: "too.long"},
        {**new, ACCOUNT: "no.post", ORDER: "8/2561"},
    )
    page = preview(admin, book(*rows), 422)
    assert SAVE not in page
    found = [(int(row), letter) for row, letter, _ in mistakes(page)]
    assert found == [
        *((2, "A"), (3, "B"), (4, "B"), (5, "B"), (6, "B"), (7, "B"), (8, "C"), (9, "C"), (10, "C")),
        *((12, "B"), (12, "C"), (13, "D"), (14, "E"), (15, "B"), (16, "A"), (17, "C")),
    ]
    assert counts(database) == before


@pytest.mark.parametrize("kind", sorted(FILES))
def test_what_is_no_workbook_of_people_is_refused_on_the_page(admin, database, kind):
    made, status, said = FILES[kind]
    before = counts(database)
    page = preview(admin, made(), status)
    assert said in page
    assert counts(database) == before


def test_headings_and_the_sheet_are_asked_for(admin):
    assert ACCOUNT in preview(admin, book(headings=[NAME, POST]), 422)
    assert SHEET in preview(admin, book(sheet="อื่น"), 422)


def test_names_are_shown_as_text(admin):
    page = admin.client.post(
        HERE, files={"file": ("<b>.xlsx", book({NAME: "<b>1</b>", ACCOUNT: "bold.one"}))}
    )
    assert page.status_code == 200
    assert "<b>" not in page.text


def test_what_changed_since_is_shown_anew_and_not_saved(admin, database, vacant):
    told = hidden(preview(admin, book({NAME: "คนใหม่", ACCOUNT: "late.one", POST: "v2"})))
    other = hidden(preview(admin, book({NAME: "คนก่อน", ACCOUNT: "first.one", POST: "v2"})))
    admin.send(SAVE, **other)
    before = counts(database)
    page = admin.send(SAVE, 422, **told)
    assert "มีผู้ดำรงอยู่" in page
    assert counts(database) == before


def test_a_file_that_was_never_previewed_is_not_saved(admin, database):
    before = counts(database)
    admin.send(SAVE, 422, filename="คน.xlsx", sha256="", seen="", key="k")
    assert counts(database) == before


@pytest.mark.parametrize("role", ["clerk", "area_director", "plan_officer", "school_officer"])
def test_only_the_administrator_comes_here(admin: Admin, database, role):
    told = hidden(preview(admin, book({NAME: "คนใหม่", ACCOUNT: "some.one"})))
    before = counts(database)
    admin.as_(role)
    before[2] += 1  # her signing in
    admin.page(HERE, 403)
    admin.page(TEMPLATE, 403)
    preview(admin, book({NAME: "คนใหม่", ACCOUNT: "some.one"}), 403)
    admin.send(SAVE, 403, **told)
    assert counts(database) == before


def test_every_complaint_has_words_in_both_languages():
    words = api.words_people_cells
    assert set(words.PEOPLE_CELLS_TH) == set(words.PEOPLE_CELLS_EN)
    assert not set(words.PEOPLE_CELLS_TH) & set(api.words_sheets.CELLS_TH)


@pytest.mark.one_database
def test_the_page_takes_the_same_statements_for_any_number_of_rows(admin, vacant):
    assert admin.statements(HERE) <= 25
