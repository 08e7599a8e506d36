"""Reads event logs by the standards' own words, without the code that wrote them."""

import csv
import datetime
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from sqlmodel import Session

from states.model import Label
from workflow.eventlogs.event import Case, Event
from workflow.eventlogs.events import Log
from workflow.eventlogs.formats import Format, write_log
from workflow.eventlogs.narrowing import narrowed
from workflow.queries import Viewer

ON = datetime.date(2018, 12, 5)
XES = "{http://www.xes-standard.org/}"
ATTRIBUTES = {f"{XES}{name}" for name in ("string", "date", "int", "float", "boolean", "id")}


@dataclass(frozen=True)
class Seen:
    """What every form tells of an event: its case, what was done, by whom, and when."""

    case: str
    activity: str
    resource: str
    at: datetime.datetime


def entry_name(kind: str, step: Label) -> Label:
    return Label(f"{kind} {step.th}".strip(), f"{kind} {step.en}".strip())


def log_of(session: Session, office_id: int, who: Viewer | None = None, **narrowing: Any) -> Log:
    return Log(session, narrowed(session, office_id, who, **narrowing), entry_name, ON)


def written(folder: Path, log: Log, form: Format) -> Path:
    path = folder / f"{len(list(folder.iterdir()))}-{form.value}"
    write_log(path, log, form, "สำนักงาน")
    return path


def read(path: Path, form: Format) -> dict[str, list[Seen]]:
    """The events of each case, in the order of the file; of OCEL's in that of their entries."""
    readers = {
        Format.XES: _xes,
        Format.CSV: _csv,
        Format.JSONL: _jsonl,
        Format.XLSX: _xlsx,
        Format.OCEL_JSON: _ocel_json,
        Format.OCEL_SQLITE: _ocel_sqlite,
    }
    found: dict[str, list[Seen]] = {}
    for seen in readers[form](path):
        found.setdefault(seen.case, []).append(seen)
    return found


def values(element: ET.Element) -> dict[str, str]:
    """The attributes of a log, trace or event; a key that stands twice would be lost, so it must not."""
    told = [(each.attrib["key"], each.attrib["value"]) for each in element if each.tag in ATTRIBUTES]
    assert len(told) == len(dict(told)), told
    return dict(told)


def xes_root(path: Path) -> ET.Element:
    root: ET.Element = fromstring(path.read_bytes())
    return root


def unguarded(text: str) -> str:
    """Text without the apostrophe before what a spreadsheet would take for a formula."""
    plain = text.lstrip("'")
    return text[1:] if text != plain and plain[:1] in set("=+-@\t\r＝＋－＠") else text


def case_of(name: str, code: str = "C1", **more: Any) -> Case:
    return Case(
        item_id=1,
        name=name,
        code=code,
        kind="project",
        kind_th="โครงการ",
        kind_en="Project",
        title=name,
        fiscal_year=2561,
        state="draft",
        state_th="ร่าง",
        **more,
    )


def event_of(case: Case, seq: int, activity: str, **more: Any) -> Event:
    at = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC) + datetime.timedelta(seconds=seq)
    return Event(
        seq=seq,
        case=case,
        kind="step",
        time=more.pop("time", at.isoformat()),
        at=at,
        effective_on=at.date(),
        activity=activity,
        activity_en="Step",
        **more,
    )


def _xes(path: Path) -> Iterable[Seen]:
    for trace in xes_root(path).iter(f"{XES}trace"):
        name = values(trace)["concept:name"]
        for event in trace.iter(f"{XES}event"):
            told = values(event)
            at = _utc(told["time:timestamp"])
            yield Seen(name, told["concept:name"], told.get("org:resource", ""), at)


def _csv(path: Path) -> Iterable[Seen]:
    text = path.read_bytes().decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
        told = {name: unguarded(row[name]) for name in ("case", "activity", "resource", "time")}
        yield Seen(told["case"], told["activity"], told["resource"], _utc(told["time"]))


def _jsonl(path: Path) -> Iterable[Seen]:
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        told = json.loads(line)
        yield Seen(told["case"]["name"], told["activity"], told["resource"], _utc(told["time"]))


def _xlsx(path: Path) -> Iterable[Seen]:
    with path.open("rb") as file:
        rows = load_workbook(file, read_only=True).worksheets[0].iter_rows(values_only=True)
        heads = [str(head) for head in next(rows)]
        places = [heads.index(h) for h in ("เรื่อง", "กิจกรรม", "บัญชีผู้ทำ", "เวลาที่บันทึก (ISO 8601)")]
        for row in rows:
            case, activity, resource, time = (unguarded(str(row[place] or "")) for place in places)
            yield Seen(case, activity, resource, _utc(time))


def _ocel_json(path: Path) -> Iterable[Seen]:
    told = json.loads(path.read_text(encoding="utf-8"))
    names = {each["id"]: _named(each["attributes"])["name"] for each in told["objects"]}
    for event in sorted(told["events"], key=lambda each: int(each["id"].partition(":")[2])):
        [about] = [each["objectId"] for each in event["relationships"] if each["qualifier"] == "item"]
        resource = _named(event["attributes"]).get("resource", "")
        yield Seen(names[about], event["type"], resource, _utc(event["time"]))


def _named(attributes: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in attributes}


def _ocel_sqlite(path: Path) -> Iterable[Seen]:
    with closing(sqlite3.connect(path)) as file:
        maps = dict(file.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"))
        kinds = dict(file.execute("SELECT ocel_type, ocel_type_map FROM object_map_type"))
        of, names = {}, {}
        for table in maps.values():
            columns = [row[1] for row in file.execute(f'PRAGMA table_info("event_{table}")')]
            resource = "resource" if "resource" in columns else "NULL"
            query = f'SELECT ocel_id, ocel_time, {resource} FROM "event_{table}"'  # noqa: S608
            of |= {row[0]: row[1:] for row in file.execute(query)}
        for table in kinds.values():
            query = f'SELECT ocel_id, name FROM "object_{table}" WHERE ocel_changed_field IS NULL'  # noqa: S608
            names |= dict(file.execute(query).fetchall())
        query = """SELECT e.ocel_id, e.ocel_type, r.ocel_object_id FROM event e
                   JOIN event_object r ON r.ocel_event_id = e.ocel_id AND r.ocel_qualifier = 'item'"""
        rows = sorted(file.execute(query), key=lambda row: int(row[0].partition(":")[2]))
    for event, activity, about in rows:
        time, resource = of[event]
        yield Seen(names[about], activity, resource or "", _utc(time))


def _utc(text: str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(text)
    assert found.tzinfo is not None, text
    return found.astimezone(datetime.UTC)
