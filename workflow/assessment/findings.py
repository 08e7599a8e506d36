"""What was found of a criterion: met, not met, not yet due, or not for the record to know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from states.model import Label
from states.thai import long_date, long_date_en
from workflow.assessment.record import Duty, Paper, YearRecord


class Status(StrEnum):
    """`unknown` asks for a person's word with evidence; `attested` has it."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    ATTESTED = "attested"

    @property
    def holds(self) -> bool:
        return self in (Status.MET, Status.ATTESTED)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, why, and the entries of the office's history and papers that justify it."""

    status: Status
    why: Label
    entries: tuple[int, ...] = ()
    papers: tuple[Paper, ...] = ()


Judge = Callable[[YearRecord], Finding]
JUDGES: dict[str, Judge] = {}


def judges(code: str) -> Callable[[Judge], Judge]:
    """Registers how the criterion `code` of the catalogue is judged."""

    def register(judge: Judge) -> Judge:
        JUDGES[code] = judge
        return judge

    return register


def met(record: YearRecord, th: str, en: str, entries: Iterable[int]) -> Finding:
    """The record shows it, by these entries and what was put forward with them."""
    shown = tuple(sorted(set(entries)))
    return Finding(Status.MET, Label(th, en), shown, record.papers_of(shown))


def not_met(th: str, en: str, entries: Iterable[int] = ()) -> Finding:
    return Finding(Status.NOT_MET, Label(th, en), tuple(sorted(set(entries))))


def unknown(th: str, en: str) -> Finding:
    """The record cannot tell; `th` and `en` say why not."""
    return Finding(Status.UNKNOWN, Label(th, en))


def kept_in_time(record: YearRecord, code: str) -> Finding:
    """Every deadline of this code was met on or before its day."""
    duties = record.due(code)
    if not duties:
        return unknown("ยังไม่มีงานที่มีกำหนดนี้ในระบบ", "Nothing with this deadline is kept here")
    late = [each for each in duties if overdue(each, record)]
    seqs = [each.closed_seq for each in duties if each.closed_seq is not None]
    if late:
        return not_met(f"ไม่ทันกำหนด: {_dues(late).th}", f"Not in time: {_dues(late).en}", seqs)
    waiting = [each for each in duties if each.met_on is None]
    if waiting:
        told = _dues(waiting)
        return Finding(Status.NOT_YET, Label(f"ยังไม่ถึงกำหนด: {told.th}", f"Not yet due: {told.en}"))
    return met(record, f"ทันกำหนด {_dues(duties).th}", f"In time for {_dues(duties).en}", seqs)


def overdue(duty: Duty, record: YearRecord) -> bool:
    """It was met too late, or its day has passed without it."""
    return not duty.in_time and (duty.met_on is not None or duty.due_on < record.on)


def due_told(duty: Duty) -> Label:
    """Which paper, due when; where only the date that its step bears is in time, when it was recorded."""
    due = Label(f"{duty.item} {long_date(duty.due_on)}", f"{duty.item} {long_date_en(duty.due_on)}")
    dated, recorded = duty.dated, duty.met_on
    if dated is None or recorded is None or not dated <= duty.due_on < recorded:
        return due
    return Label(
        f"{due.th} (ลงวันที่ {long_date(dated)} บันทึกเมื่อ {long_date(recorded)})",
        f"{due.en} (dated {long_date_en(dated)}, recorded {long_date_en(recorded)})",
    )


def _dues(duties: Iterable[Duty]) -> Label:
    told = [due_told(each) for each in duties]
    return Label(", ".join(each.th for each in told), ", ".join(each.en for each in told))
