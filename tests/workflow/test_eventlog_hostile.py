"""Whatever stands in a name, a reason or a log brought in, every form stays readable and does nothing."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from event_readers import XES, case_of, event_of, unguarded, values
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from states.legible import cell, printable, well_formed, xml
from workflow.errors_eventlogs import TooManyRows
from workflow.eventlogs.columns import COLUMNS
from workflow.eventlogs.csv_file import csv_rows
from workflow.eventlogs.event import Attribute, Event
from workflow.eventlogs.json_lines import json_lines
from workflow.eventlogs.ocel_json import said_of
from workflow.eventlogs.ocel_types import Shape, Shapes, value_of
from workflow.eventlogs.workbook import LONGEST_CELL, workbook_file
from workflow.eventlogs.xes import xes

TEXTS = (
    *("]]>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;", "<event/>", "&lt;", "&#0;"),
    *("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "'=already", "''=twice"),
    *('"quoted"', "a,b;c", "line\nbreak", "line\r\nbreak", "tab\there", "trailing ", " leading"),
    *(
        "\U0001f600 ไทย",
        "\ud800 lone",
        "lone \udfff",
        "\x00nul",
        "bell\x07",
        "\x1b[31m",
        "\ufffe\uffff",
        "\x0b",
    ),
    *("#N/A", "#REF!", "{{7*7}}", "%s%n", "'; DROP TABLE event; --", '"; DROP TABLE event; --', "\u202eevil"),
)
any_text = st.text(alphabet=st.characters(), max_size=40)  # lone surrogates included
each_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:40])


def hostile(text: str) -> Event:
    """An event that says it everywhere it can."""
    case = case_of(text or "C", group="G", group_th=text, school="S", school_th=text, parent=text)
    return event_of(
        case,
        1,
        text or "A",
        resource=text,
        person=text,
        position=text,
        reason=text,
        order_no=text,
        principal=text,
    )


def root_of(events: list[Event], name: str = "log") -> Any:
    return fromstring(b"".join(xes(name, events)))


@each_text
def test_xes_gives_back_what_xml_can_say(text: str) -> None:
    event = hostile(text)
    root = root_of([event], text)
    [trace] = root.iter(f"{XES}trace")
    [told] = [values(each) for each in trace.iter(f"{XES}event")]
    wanted = printable(text)
    assert told["concept:name"] == printable(event.activity)
    assert (told["org:resource"], told["reason"], told["person"]) == (wanted, wanted, wanted)
    assert values(trace)["concept:name"] == printable(event.case.name)
    assert values(root)["concept:name"] == wanted
    assert [each.tag for each in root.iter() if each.tag.endswith("}event")] == [f"{XES}event"]


@given(any_text)
def test_xml_loses_nothing_that_it_can_say(text: str) -> None:
    element = fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
    assert (element.attrib["b"], element.text or "") == (printable(text), printable(text))


@given(any_text)
def test_only_what_cannot_be_said_is_replaced(text: str) -> None:
    assert len(printable(text)) == len(well_formed(text)) == len(text)
    assert printable(printable(text)) == printable(text)
    assert well_formed(text).encode().decode() == well_formed(text)
    assert [a for a, b in zip(text, well_formed(text), strict=True) if a != b] == [
        sign for sign in text if 0xD800 <= ord(sign) <= 0xDFFF
    ]


@given(any_text)
def test_a_cell_is_never_a_formula_and_gives_its_text_back(text: str) -> None:
    written = cell(text)
    assert written[:1] not in set("=+-@\t\r＝＋－＠")
    assert unguarded(written) == printable(text)


@each_text
def test_csv_gives_it_back_and_starts_no_formula(text: str) -> None:
    data = b"".join(csv_rows([hostile(text)])).decode("utf-8-sig")
    [_, row] = csv.reader(io.StringIO(data, newline=""), strict=True)
    told = dict(zip((column.name for column in COLUMNS), row, strict=True))
    assert unguarded(told["reason"]) == printable(text)
    assert {field[:1] for field in row} & set("=+@\t\r＝＋－＠") == set()
    assert told["reason"][:1] != "-"


@each_text
def test_json_lines_are_one_line_each_and_give_it_back(text: str) -> None:
    data = b"".join(json_lines([hostile(text), hostile(text)]))
    lines = data.decode().split("\n")
    assert [bool(line) for line in lines] == [True, True, False]
    assert json.loads(lines[0])["reason"] == well_formed(text)


@each_text
def test_a_workbook_gives_it_back_as_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    workbook_file(path, [hostile(text)])
    [heads, row] = load_workbook(path).worksheets[0].iter_rows()
    reason = next(c for h, c in zip(heads, row, strict=True) if h.value == "เหตุผล")
    assert reason.data_type == "s"
    assert reason.value == cell(text).replace("\r\n", "\n").replace("\r", "\n")  # XML knows one end of a line


def test_what_no_cell_holds_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    workbook_file(path, [event_of(case_of("C"), 1, "A", reason="ก" * 40_000)])
    values_ = [cell.value for cell in list(load_workbook(path).worksheets[0].iter_rows())[1]]
    assert max(len(str(value)) for value in values_) == LONGEST_CELL


def test_more_events_than_a_sheet_has_rows_are_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(beside))
    events = [event_of(case_of("C"), number, "A") for number in range(1, 6)]
    workbook_file(tmp_path / "fits.xlsx", events, most=6)
    with pytest.raises(TooManyRows) as refused:
        workbook_file(tmp_path / "log.xlsx", events, most=5)
    assert refused.value.most == 4
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["fits.xlsx"]
    assert list(beside.iterdir()) == []


def test_a_workbook_says_the_day_in_both_eras(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    workbook_file(path, [event_of(case_of("C"), 1, "A")])
    heads, row = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    told = dict(zip(heads, row, strict=True))
    assert (told["วันที่มีผล (ISO 8601)"], told["วันที่มีผล"]) == ("2018-01-12", "12 ม.ค. 2561")
    assert told["เวลาที่บันทึก"] == "12 ม.ค. 2561 09.00 น."


def test_attributes_that_sqlite_would_take_for_one_get_a_column_each() -> None:
    shape = Shape("X")
    told = [
        *(Attribute("Amount", "string", "1"), Attribute("amount", "string", "1")),
        *(Attribute("amount", "int", "1"), Attribute("ocel_id", "string", "1"), Attribute("", "string", "1")),
        *(Attribute('"', "string", "1"), Attribute("Amount", "string", "2")),
    ]
    names = [shape.name_of(each)[0] for each in told]
    assert names[0] == names[-1] == "Amount"
    assert len({name.casefold() for name in names[:-1]}) == len(told) - 1
    assert "ocel_id" not in names
    with closing(sqlite3.connect(":memory:")) as file:
        quoted = ", ".join('"{}"'.format(name.replace('"', '""')) for name in names[:-1])
        file.execute(f"CREATE TABLE t (ocel_id, ocel_time, {quoted})")


def test_types_whose_tables_would_be_one_get_a_table_each() -> None:
    shapes = Shapes()
    names = ["อนุมัติ", "อ่าน", "Object", "object", "A b", "AB", "a-b"]
    tables = [shapes.of(name, name)[0].table.casefold() for name in names]
    assert len(set(tables)) == len(names)
    assert "object" not in tables
    assert shapes.of("AB", "AB")[1] is False


@pytest.mark.parametrize(
    ("attribute", "wanted"),
    [
        (Attribute("a", "int", "12"), 12),
        (Attribute("a", "int", "12.5"), "12.5"),
        (Attribute("a", "float", "1e3"), 1000.0),
        (Attribute("a", "float", "nan"), "nan"),
        (Attribute("a", "float", "-inf"), "-inf"),
        (Attribute("a", "boolean", "TRUE"), True),
        (Attribute("a", "boolean", "no"), False),
        (Attribute("a", "id", "\x00"), "\ufffd"),
    ],
)
def test_a_value_is_of_its_kind_or_stays_text(attribute: Attribute, wanted: object) -> None:
    assert (value_of(attribute), type(value_of(attribute))) == (wanted, type(wanted))


def test_a_log_brought_in_is_not_given_what_it_did_not_say() -> None:
    """No lifecycle, role or amount of ours: a log that is brought in and taken away again says the same."""
    own = (
        Attribute("(case)_Amount", "string", "12.5"),
        Attribute("deadline", "date", "2011-10-11T13:42:22+02:00"),
    )
    case = case_of("case-1", attributes=(Attribute("variant-index", "int", "3"),), satang=100)
    event = event_of(
        case,
        1,
        "T02 Check",
        time="2011-10-11T13:42:22.688+02:00",
        resource="R1",
        position="x",
        attributes=own,
    )
    [trace] = root_of([event]).iter(f"{XES}trace")
    assert values(trace) == {"concept:name": "case-1", "variant-index": "3"}
    [told] = [values(each) for each in trace.iter(f"{XES}event")]
    assert told == {
        "concept:name": "T02 Check",
        "time:timestamp": "2011-10-11T13:42:22.688+02:00",
        "org:resource": "R1",
        "(case)_Amount": "12.5",
        "deadline": "2011-10-11T13:42:22+02:00",
    }
    assert [(each.name, each.text) for each in said_of(event)] == [
        *((each.name, each.text) for each in own),
        ("resource", "R1"),
    ]


def test_an_empty_log_is_a_log_in_every_form(tmp_path: Path) -> None:
    nothing: Iterator[Event] = iter(())
    assert list(root_of(list(nothing)).iter(f"{XES}trace")) == []
    assert len(b"".join(csv_rows(())).splitlines()) == 1
    assert b"".join(json_lines(())) == b""
    workbook_file(tmp_path / "log.xlsx", ())
    assert load_workbook(tmp_path / "log.xlsx").worksheets[0].max_row == 1
