"""Logs are read as they stand, in whatever encoding and era; hostile files are refused with their line."""

import datetime
import gzip

import pytest
from arriving_desk import event, trace, write_csv, xes
from hypothesis import given
from hypothesis import strategies as st

from workflow.arriving import bounded, csv_log
from workflow.arriving import xes as xes_module
from workflow.arriving.bounded import fingerprint
from workflow.arriving.csv_log import CsvLog
from workflow.arriving.mapping import Columns
from workflow.arriving.times import Clock
from workflow.arriving.xes import XesLog
from workflow.errors import BadInput

COLUMNS = Columns().model_dump()
T = "2018-01-12T09:00:00.000+07:00"


def xes_of(path, text):
    path.write_text(text, encoding="utf-8")
    return list(XesLog(path, Clock()).cases())


def csv_of(path, **columns):
    return list(CsvLog(path, {**COLUMNS, **columns}, Clock()).cases())


def refused(read, *args):
    with pytest.raises(BadInput) as caught:
        list(read(*args))
    return caught.value.problem, caught.value.detail


def test_a_trace_is_read_word_for_word_with_types_and_what_is_nested(tmp_path):
    more = '<int key="n" value="3"/><string key="a" value="x"><float key="b" value="1.5"/></string>'
    listed = '<list key="l"><values><boolean key="ok" value="true"/></values></list><id key="n" value="u"/>'
    (case,) = xes_of(
        tmp_path / "a.xes",
        xes(trace("ก/๑", event("รับ", T, "ส.", listed), more=more), '<string key="z" value="1"/>'),
    )
    assert (case.place, case.name) == (1, "ก/๑")
    assert dict(case.attributes) == {"n": ("int", "3"), "a": ("string", "x"), "a/b": ("float", "1.5")}
    (one,) = case.events
    assert (one.activity, one.resource, one.time) == ("รับ", "ส.", T)
    assert one.at == datetime.datetime(2018, 1, 12, 2, tzinfo=datetime.UTC)
    assert dict(one.attributes) == {"l/ok": ("boolean", "true"), "n": ("id", "u")}
    assert one.told()["attributes"] == {"l/ok": ["boolean", "true"], "n": ["id", "u"]}


def test_a_key_that_stands_twice_is_kept_twice(tmp_path):
    (case,) = xes_of(
        tmp_path / "a.xes", xes(trace("1", more='<string key="k" value="a"/><string key="k" value="b"/>'))
    )
    assert dict(case.attributes) == {"k": ("string", "a"), "k#2": ("string", "b")}


BOMB = '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (BOMB + xes(trace("&b;"))[38:], "log_document_type"),
        ('<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "log_document_type"),
        ("<log>" + "<a>" * 24, "log_too_deep"),
        ("<log><trace>", "log_not_xes"),
        ("no xml at all", "log_not_xes"),
        ("<html/>", "log_not_xes"),
        ("", "log_not_xes"),
        (xes(trace("1", more=f'<string key="k" value="{"x" * 10_001}"/>')), "log_too_long"),
        (xes(trace("1", more="".join(f'<int key="{n}" value="1"/>' for n in range(301)))), "log_too_many"),
    ],
)
def test_hostile_xes_is_refused(tmp_path, text, problem):
    assert refused(lambda: xes_of(tmp_path / "a.xes", text))[0] == problem


def test_a_packed_file_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "bomb.xes.gz"
    with gzip.open(path, "wb") as file:
        file.write(b"<log>" + b" " * 3_000_000)
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(bounded, "LARGEST_UNPACKED", 1_000_000)
    assert refused(XesLog(path, Clock()).cases)[0] == "log_too_large"
    monkeypatch.setattr(csv_log, "LARGEST", 1000)
    monkeypatch.setattr(bounded, "LARGEST_UNPACKED", 2**30)
    assert refused(CsvLog(path, COLUMNS, Clock()).cases)[0] == "log_too_large"
    monkeypatch.setattr(bounded, "LARGEST_FILE", 100)
    assert refused(lambda: fingerprint(path))[0] == "log_too_large"


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path):
    whole = gzip.compress(xes(*(trace(str(n), event("A", T, str(n))) for n in range(300))).encode())
    for cut in (12, len(whole) // 2, len(whole) - 4):
        path = tmp_path / f"{cut}.xes.gz"
        path.write_bytes(whole[:cut])
        assert refused(XesLog(path, Clock()).cases)[0] == "log_broken"


def test_too_many_events_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(xes_module, "MOST_EVENTS", 3)
    text = xes(*(trace(str(n), event("A", T)) for n in range(4)))
    assert refused(lambda: xes_of(tmp_path / "a.xes", text))[0] == "log_too_many"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_csv_is_read_in_the_encodings_of_thai_offices(tmp_path, encoding):
    path = write_csv(
        tmp_path / "a.csv", [("เรื่อง ๑", "รับเรื่อง", "2018-01-12 09:00", "สมมุติ", "ธุรการ")], encoding
    )
    (case,) = csv_of(path)
    (one,) = case.events
    assert (case.name, one.activity, one.resource) == ("เรื่อง ๑", "รับเรื่อง", "สมมุติ")
    assert (one.time, dict(one.attributes)) == (
        "2018-01-12T09:00:00+07:00",
        {"org:role": ("string", "ธุรการ")},
    )


def test_rows_of_a_case_may_stand_apart_and_columns_be_called_otherwise(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "ที่;ทำ;เมื่อ;case:วงเงิน\n1;A;2018-01-01;5\n2;A;2018-01-01;6\n1;B;2018-01-02;5\n", encoding="utf-8"
    )
    cases = csv_of(path, case="ที่", activity="ทำ", time="เมื่อ")
    assert [(c.name, [e.activity for e in c.events]) for c in cases] == [("1", ["A", "B"]), ("2", ["A"])]
    assert dict(cases[1].attributes) == {"วงเงิน": ("string", "6")}


@pytest.mark.parametrize(
    ("data", "problem", "detail"),
    [
        (b"", "log_nothing", "a.csv"),
        (b"a,b\n1,2\n", "log_headings", "case:concept:name, concept:name, time:timestamp"),
        (b"case:concept:name,concept:name,time:timestamp\n1,A\n", "log_ragged", "2"),
        (b'case:concept:name,concept:name,time:timestamp\n1,"A,2\n', "log_unreadable", "2"),
        (b"case:concept:name,concept:name,time:timestamp\n1,A\0,2\n", "log_encoding", "a.csv"),
        (b"case:concept:name,concept:name,time:timestamp\n1,\xdb\xff,2\n", "log_encoding", "a.csv"),
        (b"case:concept:name,concept:name,time:timestamp\n1," + b"x" * 10_001 + b",2\n", "log_too_long", "2"),
    ],
)
def test_csv_that_cannot_be_read_is_refused_with_its_line(tmp_path, data, problem, detail):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert refused(CsvLog(path, COLUMNS, Clock()).cases) == (problem, detail)


UTC = datetime.UTC


@pytest.mark.parametrize(
    ("clock", "text", "kept", "moment"),
    [
        (
            Clock(),
            "2018-01-12T09:00:00.123456789+07:00",
            "2018-01-12T09:00:00.123456789+07:00",
            (2018, 1, 12, 2),
        ),
        (Clock(), "2018-01-12 09:00", "2018-01-12T09:00:00+07:00", (2018, 1, 12, 2)),
        (Clock(), "๒๕๖๑-๐๑-๑๒ ๐๙:๐๐", "2018-01-12T09:00:00+07:00", (2018, 1, 12, 2)),
        (Clock(), "2563-02-29T07:00:00Z", "2020-02-29T07:00:00+00:00", (2020, 2, 29, 7)),
        (Clock("Europe/Amsterdam"), "2018-07-01 12:00", "2018-07-01T12:00:00+02:00", (2018, 7, 1, 10)),
        (Clock(written="%d/%m/%Y %H.%M"), "12/01/2561 09.00", "2018-01-12T09:00:00+07:00", (2018, 1, 12, 2)),
    ],
)
def test_times_are_read_with_their_offset_zone_and_era(clock, text, kept, moment):
    read = clock.read(text)
    assert read is not None
    assert (read[0], read[1].replace(microsecond=0)) == (kept, datetime.datetime(*moment, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["", "soon", "2018-13-01", "2018-02-30", "9999-12-31T23:59:59-12:00", "29/02/2562"]
)
def test_what_is_no_time_is_none(text):
    assert Clock().read(text) is None


def test_a_time_zone_nobody_knows_is_refused():
    assert refused(lambda: [Clock("Mars/Olympus")]) == ("unknown", "Mars/Olympus")


SPAN = (datetime.datetime(1900, 1, 1), datetime.datetime(2300, 1, 1))  # noqa: DTZ001  hypothesis adds the zone


@given(st.datetimes(*SPAN, timezones=st.timezones()))
def test_any_time_with_an_offset_is_the_same_moment(at):
    text = at.isoformat()
    meant = datetime.datetime.fromisoformat(text)  # in the hour that a clock leaves out the zone says another
    read = Clock().read(text)
    assert read is not None
    assert (read[1], datetime.datetime.fromisoformat(read[0])) == (meant, meant)
