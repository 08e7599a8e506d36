"""The stamp at the foot of an issued paper, by which anybody can ask whether history still holds it."""

from sqlmodel import Session

from papers.ready import Stamp
from states.buddhist import digits
from states.thai import medium_date
from workflow.moments import bangkok_date
from workflow.papers.witness import withdrawn, witness_of

PATH = "/verify/"


def stamp_of(session: Session, item_id: int, base_url: str, thai_digits: bool) -> Stamp | None:
    """The stamp of an issued paper, None of any other: nor of one whose issue was taken back.

    `base_url` is how people reach the installation, without a slash at the end; where it is not known the
    code alone is printed. Codes and addresses keep their digits whatever `thai_digits` says.
    """
    found = witness_of(session, item_id)
    if found is None or withdrawn(session, found) == "undone":
        return None
    entry = digits(str(found.entry_seq), thai=thai_digits)
    day = medium_date(bangkok_date(found.made_at), thai=thai_digits)
    line = f"ลงในประวัติของสำนักงานแล้ว รายการที่ {entry} วันที่ {day} ตรวจสอบได้ด้วยรหัส"
    return Stamp(found.code, f"{base_url}{PATH}{found.code}" if base_url else found.code, line)
