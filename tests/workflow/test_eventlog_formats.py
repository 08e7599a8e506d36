"""The sample office's history says the same in all six forms, and what its entries say."""

import csv
import datetime
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from event_readers import ATTRIBUTES, ON, XES, log_of, read, values, written, xes_root
from msgspec import structs
from sqlalchemy import text
from sqlmodel import Session, select

from workflow.eventlogs import xes
from workflow.eventlogs.columns import COLUMNS
from workflow.eventlogs.formats import Format
from workflow.models import Item, Office
from workflow.money.amounts import line_amounts

STANDARD = {"concept", "time", "org", "lifecycle", "cost"}


@pytest.fixture(scope="module", name="logs")
def all_forms(year: Session, tmp_path_factory: pytest.TempPathFactory) -> dict[Format, Path]:
    """The sample office in every form."""
    folder = tmp_path_factory.mktemp("logs")
    office = year.exec(select(Office.id).where(Office.code == "UTD2")).one()
    return {form: written(folder, log_of(year, office), form) for form in Format}


def recorded(year: Session) -> dict[str, list[tuple[str, str, datetime.datetime]]]:
    """What the entries about items say, read without anything of the export: trigger, account, moment."""
    rows = year.execute(
        text(
            """SELECT i.code, e.trigger, p.username, e.at FROM history_entry e
               JOIN item i ON i.id = e.item_id JOIN person p ON p.id = e.actor_id
               JOIN office o ON o.id = e.office_id WHERE o.code = 'UTD2' ORDER BY e.seq"""
        )
    )
    found: dict[str, list[tuple[str, str, datetime.datetime]]] = {}
    for code, trigger, username, at in rows:
        moment = datetime.datetime.fromisoformat(at) if isinstance(at, str) else at
        found.setdefault(code, []).append((trigger, username, moment.astimezone(datetime.UTC)))
    return found


def test_all_forms_tell_the_same_events_of_the_same_cases_in_the_same_order(
    logs: dict[Format, Path],
) -> None:
    told = {form: read(path, form) for form, path in logs.items()}
    first = told[Format.JSONL]
    assert sum(map(len, first.values())) > 1_000
    for form, each in told.items():
        assert each == first, form


def test_they_are_the_entries_about_items_no_more_and_no_less(
    year: Session, logs: dict[Format, Path]
) -> None:
    told = read(logs[Format.XES], Format.XES)
    wanted = recorded(year)
    assert {case: [(e.resource, e.at) for e in events] for case, events in told.items()} == {
        case: [(username, at) for _, username, at in entries] for case, entries in wanted.items()
    }
    triggers: dict[str, list[str]] = {}
    for line in logs[Format.JSONL].read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        triggers.setdefault(event["case"]["code"], []).append(event["trigger"])
    assert triggers == {case: [trigger for trigger, _, _ in each] for case, each in wanted.items()}


def test_a_step_is_told_by_its_name_its_states_and_who_took_it_in_which_capacity(
    logs: dict[Format, Path],
) -> None:
    lines = logs[Format.JSONL].read_text(encoding="utf-8").splitlines()
    event = next(e for e in map(json.loads, lines) if e["trigger"] == "open_proposals")
    assert (event["activity"], event["activity_en"]) == ("เปิดรับข้อเสนอโครงการ", "Open the call for proposals")
    assert (event["from_state"], event["from_th"]) == ("preparing", "เตรียมข้อมูลและวิเคราะห์")
    assert (event["to_state"], event["to_th"]) == ("proposals_open", "เปิดรับข้อเสนอโครงการ/กิจกรรม")
    assert (event["resource"], event["capacity"]) == ("plandir", "own")
    assert event["person"].startswith("ผอ.กลุ่มนโยบายและแผน")
    assert (event["time"], event["effective_on"]) == ("2017-10-09T09:00:00.000000+07:00", "2017-10-09")
    assert event["case"]["kind"] == "annual_plan"


def test_an_amount_is_told_with_the_entry_that_tells_it_and_with_the_item(
    year: Session, logs: dict[Format, Path]
) -> None:
    lines = [json.loads(line) for line in logs[Format.JSONL].read_text(encoding="utf-8").splitlines()]
    office = year.exec(select(Office.id).where(Office.code == "UTD2")).one()
    code = "P001"  # whose money an amendment changed
    money = [each for each in line_amounts(year, office, 2561, ON) if each.code == code]
    own = [event for event in lines if event["case"]["code"] == code]
    satang = sum(each.in_force for each in money)
    assert {event["case"]["satang"] for event in own} == {satang}
    told = [event["satang"] for event in own if event["kind"] == "lines"]
    assert told
    assert told[-1] == sum(each.original for each in money) != satang
    trace = _trace(logs[Format.XES], code)
    assert values(trace)["cost:total"] == f"{satang / 100:.2f}"
    assert values(trace)["cost:currency"] == "THB"


def _trace(path: Path, name: str) -> Any:
    root = xes_root(path)
    return next(t for t in root.iter(f"{XES}trace") if values(t)["concept:name"] == name)


def test_xes_has_the_structure_of_the_standard(logs: dict[Format, Path]) -> None:
    """Parts in the order of the XES schema, values in their form, extensions declared, globals kept."""
    root = xes_root(logs[Format.XES])
    assert (root.tag, root.attrib["xes.version"]) == (f"{XES}log", "1849-2016")
    order = [f"{XES}extension", f"{XES}global", f"{XES}classifier", "attribute", f"{XES}trace"]
    places = [order.index("attribute" if each.tag in ATTRIBUTES else each.tag) for each in root]
    assert places == sorted(places)
    assert {each.attrib["prefix"] for each in root.iter(f"{XES}extension")} == STANDARD
    assert all(each.attrib["uri"].endswith(".xesext") for each in root.iter(f"{XES}extension"))
    glob = {each.attrib["scope"]: set(values(each)) for each in root.iter(f"{XES}global")}
    for trace in root.iter(f"{XES}trace"):
        assert glob["trace"] <= set(values(trace))
        kinds = [each.tag in ATTRIBUTES for each in trace]
        assert kinds == sorted(kinds, reverse=True)  # attributes, then events
        for event in trace.iter(f"{XES}event"):
            assert glob["event"] <= set(values(event))
            assert {each.tag for each in event} <= ATTRIBUTES
    for each in root.iter():
        if each.tag in ATTRIBUTES:
            _in_its_form(each.tag.removeprefix(XES), each.attrib["value"])
            prefix, colon, _ = each.attrib["key"].partition(":")
            assert not colon or prefix in STANDARD, each.attrib


def _in_its_form(kind: str, value: str) -> None:
    if kind == "date" and value:
        assert datetime.datetime.fromisoformat(value).tzinfo is not None
    elif kind == "int":
        int(value)
    elif kind == "float":
        float(value)


def test_ocel_refers_to_nothing_that_is_not_in_it(logs: dict[Format, Path]) -> None:
    told = json.loads(logs[Format.OCEL_JSON].read_text(encoding="utf-8"))
    objects = [each["id"] for each in told["objects"]]
    assert len(objects) == len(set(objects))
    events = [each["id"] for each in told["events"]]
    assert len(events) == len(set(events))
    assert _named_by(told["objects"]) | _named_by(told["events"]) <= set(objects)
    for family in ("object", "event"):
        types = {t["name"]: {a["name"]: a["type"] for a in t["attributes"]} for t in told[f"{family}Types"]}
        assert len(types) == len(told[f"{family}Types"])
        for each in told[f"{family}s"]:
            for attribute in each["attributes"]:
                kind = types[each["type"]][attribute["name"]]
                expected = {"integer": int, "float": float, "boolean": bool}.get(kind, str)
                assert type(attribute["value"]) is expected, attribute


def _named_by(things: list[dict[str, Any]], how: str = "") -> set[str]:
    """The objects that these objects or events are related to, in whatever way or in one."""
    related = [each for thing in things for each in thing["relationships"]]
    return {each["objectId"] for each in related if not how or each["qualifier"] == how}


def test_ocel_knows_plans_projects_meetings_groups_and_money_and_how_they_hang_together(
    logs: dict[Format, Path],
) -> None:
    told = json.loads(logs[Format.OCEL_JSON].read_text(encoding="utf-8"))
    types = {each["name"] for each in told["objectTypes"]}
    assert {"annual_plan", "project", "meeting", "group", "fund"} <= types
    [project] = [each for each in told["objects"] if each["id"] == "item:P001"]
    related = {(each["qualifier"], each["objectId"]) for each in project["relationships"]}
    assert {("part_of", "item:AP2561"), ("of_group", "group:ADM")} <= related
    assert "paid_from" in {how for how, _ in related}
    states = [(a["time"], a["value"]) for a in project["attributes"] if a["name"] == "state"]
    steps = read(logs[Format.JSONL], Format.JSONL)["P001"]
    assert states == sorted(states)
    assert (states[0][1], states[-1][1]) == ("draft", "closed")
    assert {datetime.datetime.fromisoformat(time) for time, _ in states} <= {step.at for step in steps}
    meetings = [each for each in told["objects"] if each["type"] == "meeting"]
    assert _named_by(meetings, "discusses") >= {"item:P001"}


def test_the_ocel_database_has_exactly_the_tables_and_keys_of_the_specification(
    logs: dict[Format, Path],
) -> None:
    with closing(sqlite3.connect(logs[Format.OCEL_SQLITE])) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        wanted = {"event", "object", "event_object", "object_object", "event_map_type", "object_map_type"}
        for family in ("event", "object"):
            maps = file.execute(f"SELECT ocel_type_map FROM {family}_map_type").fetchall()  # noqa: S608
            wanted |= {f"{family}_{name}" for (name,) in maps}
            used = file.execute(f"SELECT DISTINCT ocel_type FROM {family} ORDER BY 1").fetchall()  # noqa: S608
            types = f"SELECT ocel_type FROM {family}_map_type ORDER BY 1"  # noqa: S608
            assert used == file.execute(types).fetchall()
            for (name,) in maps:
                columns = [row[1] for row in file.execute(f'PRAGMA table_info("{family}_{name}")')]
                assert columns[:2] == ["ocel_id", "ocel_time"]
                assert (columns[2] == "ocel_changed_field") is (family == "object")
                [key] = file.execute(f'PRAGMA foreign_key_list("{family}_{name}")').fetchall()
                assert key[2:5] == (family, "ocel_id", "ocel_id")
        assert tables == wanted


def test_csv_is_what_rfc_4180_says_and_begins_with_the_mark_excel_needs(logs: dict[Format, Path]) -> None:
    data = logs[Format.CSV].read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert rows[0] == [column.name for column in COLUMNS]


@pytest.mark.parametrize(
    ("narrowing", "wanted"),
    [
        ({"kind": "project"}, "i.kind = 'project'"),
        ({"item": "P001"}, "i.code = 'P001'"),
        ({"fiscal_year": 2561}, "i.fiscal_year = 2561"),
        ({"since": datetime.date(2018, 1, 12)}, "e.effective_on >= '2018-01-12'"),
        ({"until": datetime.date(2018, 1, 12)}, "e.effective_on <= '2018-01-12'"),
        (
            {"kind": "meeting", "since": datetime.date(2018, 1, 1), "until": datetime.date(2018, 3, 31)},
            "i.kind = 'meeting' AND e.effective_on BETWEEN '2018-01-01' AND '2018-03-31'",
        ),
    ],
    ids=["kind", "item", "year", "since", "until", "all of them"],
)
def test_narrowed_it_holds_what_was_asked_for(year: Session, narrowing: dict[str, Any], wanted: str) -> None:
    office = year.exec(select(Office.id).where(Office.code == "UTD2")).one()
    entries = "SELECT e.seq FROM history_entry e JOIN item i ON i.id = e.item_id"
    query = f"{entries} WHERE e.office_id = :office AND {wanted} ORDER BY e.seq"
    seqs = [row[0] for row in year.execute(text(query), {"office": office})]
    log = log_of(year, office, **narrowing)
    assert [event.seq for event in log.in_order()] == seqs
    assert sorted(event.seq for event in log.by_case()) == seqs
    assert log.total() == len(seqs) > 0


def test_of_what_is_asked_for_ocel_holds_also_what_it_is_part_of(year: Session, tmp_path: Path) -> None:
    office = year.exec(select(Office.id).where(Office.code == "UTD2")).one()
    path = written(tmp_path, log_of(year, office, item="P001"), Format.OCEL_JSON)
    told = json.loads(path.read_text(encoding="utf-8"))
    items = {each["id"] for each in told["objects"] if each["id"].startswith("item:")}
    assert items == {"item:P001", "item:AP2561"}
    assert _named_by(told["events"]) <= {each["id"] for each in told["objects"]}


def test_how_far_it_is_is_told_to_the_end(year: Session) -> None:
    office = year.exec(select(Office.id).where(Office.code == "UTD2")).one()
    heard: list[tuple[int, int]] = []
    log = log_of(year, office)
    object.__setattr__(log, "tell", lambda done, total: heard.append((done, total)))
    events = sum(1 for _ in log.in_order())
    assert heard[0] == (0, events)
    assert heard[-1] == (events, events)
    assert heard == sorted(heard)
    assert len(heard) > 3


def test_who_acted_by_no_post_has_no_role_in_the_standards_words(year: Session) -> None:
    """As the system does: the extension for organisations says nothing then."""
    office = year.exec(select(Office.id).where(Office.code == "UTD2")).one()
    items = year.exec(select(Item.id).where(Item.office_id == office, Item.kind == "annual_plan")).all()
    told = list(log_of(year, office).of_items(items))
    event = next(each for each in told if each.position)
    assert 'key="org:role"' in xes._event(event)
    assert 'key="org:role"' not in xes._event(structs.replace(event, position="", group=""))
