"""A log beyond reason is refused, one that says little is read as far as it goes."""

import datetime

import pytest
from arriving_desk import (
    MAPPING,
    WRITTEN,
    event,
    sequences_in,
    take,
    take_declarations,
    trace,
    write_csv,
    xes,
)
from conftest import SmallOffice, make_office
from sqlmodel import Session, select

from states.load import Unreadable
from workflow import history
from workflow.arriving import csv_log, importing, rules
from workflow.arriving import mapping as mapping_module
from workflow.arriving import xes as xes_module
from workflow.arriving.bounded import fingerprint
from workflow.arriving.csv_log import CsvLog
from workflow.arriving.importing import source
from workflow.arriving.mapping import Columns, Written, kept_mapping, read_mapping
from workflow.arriving.persons import mapped
from workflow.arriving.quarantine import event_again, kept, logs, retry
from workflow.arriving.tenants import read_lists
from workflow.arriving.times import Clock
from workflow.arriving.xes import XesLog
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.models import Entry, Item

AT = datetime.datetime(2026, 1, 5, 3, tzinfo=datetime.UTC)
HEADINGS = "case:concept:name,concept:name,time:timestamp"
COLUMNS = Columns().model_dump()
T = "2018-01-{:02}T09:00:00.000+07:00"


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["system_admin"], AT)


def refused(act, *args, **more):
    with pytest.raises(BadInput) as caught:
        list(act(*args, **more))
    return caught.value.name, caught.value.problem, caught.value.detail


def csv_of(path, text):
    path.write_text(text, encoding="utf-8")
    return list(CsvLog(path, COLUMNS, Clock()).cases())


def test_a_file_that_is_not_there_is_missing_however_it_is_asked_for(tmp_path):
    for name, log in (("a.xes", XesLog), ("a.csv", lambda path, clock: CsvLog(path, COLUMNS, clock))):
        path = tmp_path / name
        assert refused(lambda path=path: fingerprint(path)) == ("file", "log_missing", name)
        assert refused(log(path, Clock()).cases) == ("file", "log_missing", name)


def test_a_file_of_another_sort_is_not_guessed_at(tmp_path):
    (tmp_path / "log.mxml").write_text("<WorkflowLog/>", encoding="utf-8")
    assert refused(source, tmp_path / "log.mxml", WRITTEN, at=AT) == ("file", "log_ending", "log.mxml")


def test_a_log_in_which_nothing_happened_is_refused(tmp_path):
    empty = tmp_path / "empty.xes"
    empty.write_text(xes(trace("1"), trace("2")), encoding="utf-8")
    assert refused(source, empty, WRITTEN, at=AT)[1] == "log_nothing"
    ahead = tmp_path / "ahead.xes"
    ahead.write_text(xes(trace("1", event("A", "2030-01-01T00:00:00Z"))), encoding="utf-8")
    assert refused(source, ahead, WRITTEN, at=AT) == ("file", "log_nothing", "old_receipts")


def test_more_cases_events_columns_or_activities_than_any_office_has_are_refused(tmp_path, monkeypatch):
    rows = "".join(
        f"{case},{what},2018-01-0{day}\n" for day, case, what in ((1, 1, "A"), (2, 1, "B"), (3, 2, "C"))
    )
    text = f"{HEADINGS}\n{rows}"
    monkeypatch.setattr(csv_log, "MOST_EVENTS_OF_A_CASE", 1)
    assert refused(csv_of, tmp_path / "a.csv", text) == ("file", "log_too_many", "3")
    monkeypatch.setattr(csv_log, "MOST_EVENTS_OF_A_CASE", 10)
    monkeypatch.setattr(csv_log, "MOST_CASES", 1)
    assert refused(csv_of, tmp_path / "a.csv", text) == ("file", "log_too_many", "4")
    monkeypatch.setattr(csv_log, "MOST_ATTRIBUTES", 2)
    assert refused(csv_of, tmp_path / "a.csv", text) == ("file", "log_too_many", "1")
    monkeypatch.undo()
    monkeypatch.setattr(rules, "MOST_ACTIVITIES", 2)
    assert refused(source, tmp_path / "a.csv", WRITTEN, at=AT)[1:] == ("log_too_many_activities", "3")
    monkeypatch.setattr(xes_module, "MOST_CASES", 1)
    (tmp_path / "a.xes").write_text(xes(trace("1", event("A", T.format(1))), trace("2")), encoding="utf-8")
    assert refused(XesLog(tmp_path / "a.xes", Clock()).cases)[1] == "log_too_many"


def test_empty_lines_between_rows_are_no_events(tmp_path):
    (case,) = csv_of(tmp_path / "a.csv", f"{HEADINGS}\n\n1,A,2018-01-01\n\n1,B,2018-01-02\n\n")
    assert [each.activity for each in case.events] == ["A", "B"]


def test_an_event_with_which_something_is_wrong_makes_no_rule(tmp_path):
    path = tmp_path / "a.xes"
    first, twice = event("A", T.format(1), "x"), event("A", T.format(1), "x")
    path.write_text(
        xes(trace("1", first, twice, event("", T.format(2)), event("B", T.format(3)))), encoding="utf-8"
    )
    found = source(path, WRITTEN, at=AT)
    assert (found.cases, found.events) == (1, 4)
    assert sorted(move.label.th for move in found.rules.past.transitions) == ["A", "B"]


def test_whoever_waits_is_told_how_far_it_is(database, office, hand, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_TOGETHER", 2)
    path = write_csv(tmp_path / "log.csv", [(str(n), "A", "2018-03-01", "ann", "") for n in range(5)])
    told = []
    found = source(path, WRITTEN, at=AT, moving=lambda *seen: told.append(seen))
    doing = importing.Importing(found, office.id, hand)
    with database.write() as session:
        doing.begin(session)
        doing.go_on(session, None, moving=lambda *seen: told.append(seen))
    assert told[:2] == [(2, 0), (4, 0)]
    assert told[-1] == (5, 5)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("kind: a\nactivities: [1, 2]\n", "activities"), ("kind: a\nactivities: all\n", "activities")],
)
def test_a_mapping_of_another_shape_is_unreadable(tmp_path, text, problem):
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=problem):
        read_mapping(tmp_path / "m.yaml")


def test_a_mapping_is_read_with_its_own_words_and_not_beyond_a_size(tmp_path, monkeypatch):
    path = tmp_path / "m.yaml"
    path.write_text("kind: old_receipts\n", encoding="utf-8")
    written, text = read_mapping(path)
    assert (written.kind, text) == ("old_receipts", "kind: old_receipts\n")
    monkeypatch.setattr(mapping_module, "LARGEST", 5)
    with pytest.raises(BadInput) as caught:
        read_mapping(path)
    assert (caught.value.problem, caught.value.detail) == ("log_too_large", "m.yaml")
    with pytest.raises(Unreadable):
        read_mapping(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("text", ["2018-01-12 09:00", "31/02/2561 09.00", "yesterday", ""])
def test_a_time_that_is_not_written_as_it_was_said_is_none(text):
    assert Clock(written="%d/%m/%Y %H.%M").read(text) is None


def test_people_of_another_office_are_nobody_here(session: Session, office: SmallOffice):
    other = make_office(session, "T2")
    written = Written(kind="a", people={"Ann": "clerk.t2"})
    assert refused(lambda: mapped(session, office.id, written)) == ("person", "other_office", "clerk.t2")
    assert mapped(session, other.id, written) == {"Ann": other.people["clerk"]}


def test_the_money_of_a_case_and_its_title_are_kept_with_its_opening(database, office, hand, tmp_path):
    path = tmp_path / "log.xes"
    case = '<string key="ชื่อ" value="ซื้อโต๊ะ"/><float key="วงเงิน" value="1200.50"/>'
    path.write_text(
        xes(
            trace("1", event("A", T.format(1)), more=case),
            trace("2", event("A", T.format(1), more='<string key="วงเงิน" value="มาก"/>')),
        ),
        encoding="utf-8",
    )
    written = WRITTEN.model_copy(update={"title": "ชื่อ", "amount": "วงเงิน"})
    take(database, office, hand, path, written)
    with database.read() as session:
        rows = session.exec(
            select(Item.title, Entry.details).join(Entry).where(Entry.kind == "imported")
        ).all()
        told = sorted((title, '"satang":120050' in details, '"satang"' in details) for title, details in rows)
    assert told == [("2", False, False), ("ซื้อโต๊ะ", True, True)]


@pytest.fixture
def taken(database, office, hand, tmp_path):
    return take_declarations(database, office, hand, tmp_path)


def test_the_events_of_one_file_are_listed_alone(taken, database, office, hand, tmp_path):
    bad = write_csv(
        tmp_path / "bad.csv", [("9", "A", "no time", "ann", ""), ("9", "A", "2018-03-01", "ann", "")]
    )
    take(database, office, hand, bad)
    with database.read() as session:
        newest, first = logs(session, office.id)
        assert [each.activity for _, each in kept(session, office.id, newest.id)] == ["A"]
        assert len(kept(session, office.id, first.id)) == 4
        assert len(kept(session, office.id)) == 5


def test_a_better_mapping_must_name_steps_of_the_same_path(taken, database, office, hand):
    better = kept_mapping(MAPPING.replace("{Submit:", '{"Money asked": ask_for_money, Submit:'))
    with pytest.raises(BadInput) as caught, database.write() as session:
        retry(session, office.id, logs(session, office.id)[0].id, better, hand)
    assert (caught.value.problem, caught.value.detail) == ("unknown", "ask_for_money")


def test_a_log_that_was_its_own_rule_is_tried_again_by_what_it_showed(database, office, hand, tmp_path):
    """Its times were read by the wrong clock; by the right one they fit, and nobody judges who did it."""
    rows = [("1", "A", "2018-01-12 09:00", "ann", ""), ("2", "A", "13/01/2561 09.00", "ann", "")]
    rows += [("3", "A", "2018-01-12 09:00", "ann", ""), ("3", "A", "14/01/2561 09.00", "ann", "")]
    path = write_csv(tmp_path / "log.csv", rows)
    take(database, office, hand, path)
    better = kept_mapping("kind: old_receipts\ntimes: {written: '%d/%m/%Y %H.%M'}\n")
    with database.write() as session:
        (log,) = logs(session, office.id)
        assert [each.case for _, each in kept(session, office.id)] == ["2", "3"]
        told = retry(session, office.id, log.id, better, hand)
        assert (told.events, told.accepted) == (2, 1)
        assert [(each.case, str(each.reason)) for _, each in kept(session, office.id)] == [("3", "after_end")]
        assert sequences_in(session, office.id, "old_receipts") == {"1": ["A"], "2": ["A"], "3": ["A"]}
        assert history.verify(session, office.id).holds


def test_an_event_whose_time_still_cannot_be_read_keeps_its_own_words():
    text = '{"time": "soon", "activity": "A", "resource": "ann", "attributes": {"n": ["int", "1"]}}'
    again = event_again(4, text, Clock())
    assert (again.number, again.time, again.at, again.activity) == (4, "", None, "A")
    assert dict(again.attributes) == {"n": ("int", "1")}
    assert again.told()["time"] == "soon"


def test_a_second_file_of_one_kind_joins_the_first(database, office, hand, tmp_path):
    for name in ("first", "second"):
        path = write_csv(tmp_path / f"{name}.csv", [(name, "A", "2018-01-12 09:00", "ann", "")])
        take(database, office, hand, path)
    with database.read() as session:
        assert sequences_in(session, office.id, "old_receipts") == {"first": ["A"], "second": ["A"]}


OFFICES = "office_code,office_name\n"
SCHOOLS = "school_code,office_code,school_name\n"


@pytest.mark.parametrize(
    ("offices", "schools", "problem"),
    [
        ("x y,ก\n", "", ("code", "list_code", "2")),
        (",ก\n", "", ("code", "list_code", "2")),
        ("A1,ก\nA1,ข\n", "", ("code", "list_code", "3")),
        ("A1,ก\n", "1,A1\n", ("file", "log_ragged", "2")),
        ("A1,ก\n", '1,A1,"ก\n', ("file", "log_unreadable", "2")),
    ],
)
def test_a_list_of_offices_or_schools_names_its_first_wrong_line(tmp_path, offices, schools, problem):
    (tmp_path / "o.csv").write_text(OFFICES + offices, encoding="utf-8")
    (tmp_path / "s.csv").write_text(SCHOOLS + schools, encoding="utf-8")
    told = refused(lambda: read_lists(tmp_path / "o.csv", tmp_path / "s.csv", prefix="ESA").tenants)
    assert told == problem


def test_an_office_that_is_written_out_keeps_its_name(tmp_path):
    (tmp_path / "o.csv").write_text(f"{OFFICES}A1,สำนักงานเขตตัวอย่าง\n", encoding="utf-8")
    (tenant,) = read_lists(tmp_path / "o.csv", None, prefix="ESA").tenants
    assert (tenant.code, tenant.name_th) == ("A1", "สำนักงานเขตตัวอย่าง")
