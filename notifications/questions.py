"""The ten questions an auditor asks of an office's record, each with what it understands."""

from typing import Final

from notifications.missed import reminded_before
from states.model import Label
from workflow.audit import totals
from workflow.audit.answers import Question
from workflow.audit.approving import approvals
from workflow.audit.lateness import DIMENSIONS, lateness
from workflow.audit.powers import powers_on
from workflow.audit.recorded import exceptions, one_person, who_did_what
from workflow.audit.separation import same_person
from workflow.audit.stays import stays
from workflow.errors import BadInput

_PERIOD: Final = ("since", "until")
_PAPERS: Final = ("kind", "group", "item")

QUESTIONS: Final = (
    Question(
        "entries",
        Label("ใครทำอะไร เมื่อใด", "Who did what, and when"),
        Label(
            "ทุกรายการในประวัติ พร้อมฐานะที่ทำและเลขที่คำสั่ง",
            "Every entry of the record, with the capacity acted in and the order it was on",
        ),
        (
            *_PERIOD,
            "person",
            *_PAPERS,
            "trigger",
            "entry",
            "effective_since",
            "effective_until",
            "least",
            "most",
        ),
        who_did_what,
    ),
    Question(
        "person",
        Label("คนหนึ่งทำอะไรบ้าง", "What one person did"),
        Label(
            "ทุกฐานะที่ทำ รวมทั้งเมื่อมีผู้ทำการแทนตำแหน่งของผู้นั้น",
            "In every capacity, and what others did in that person's place",
        ),
        ("person", *_PERIOD, *_PAPERS, "trigger"),
        one_person,
    ),
    Question(
        "stays",
        Label("แต่ละเรื่องอยู่ขั้นใดกี่วัน ส่งกลับกี่รอบ", "Days in each state, and rounds of return"),
        Label(
            "นับตามเวลาที่บันทึก ขั้นที่ค้างอยู่นับถึงขณะนี้",
            "By the time of recording; the state an item is in counts until now",
        ),
        (*_PERIOD, *_PAPERS),
        stays,
    ),
    Question(
        "late",
        Label("ล่าช้าเท่าใด", "Late by how much"),
        Label(
            "งานที่เสร็จหลังกำหนด และงานที่เลยกำหนดแล้วยังไม่เสร็จ",
            "What was done after its day, and what is past its day and still open",
        ),
        (*_PERIOD, *_PAPERS, "duty", "by"),
        lateness,
        DIMENSIONS,
    ),
    Question(
        "approvals",
        Label("ใครอนุมัติเกินวงเงินที่กำหนด", "Who approved above an amount"),
        Label(
            "ขั้นที่เห็นชอบหรืออนุมัติ กับวงเงินตามที่บันทึกไว้ในขณะนั้น",
            "Steps that endorse or approve, with the money as the record had it then",
        ),
        ("least", "most", *_PERIOD, "person", *_PAPERS, "trigger"),
        approvals,
    ),
    Question(
        "separation",
        Label("คนเดียวกันทำสองขั้นที่ต้องแยกคน", "The same person at two steps to be kept apart"),
        Label(
            "นับทั้งผู้ลงมือและผู้ครองตำแหน่งที่มีคนทำแทน",
            "By whoever acted and whoever holds the post that was acted for",
        ),
        (*_PERIOD, "person", *_PAPERS, "every_pair"),
        same_person,
    ),
    Question(
        "powers",
        Label("คนหนึ่งมีอำนาจทำอะไรในวันหนึ่ง", "What a person was authorised to do on a day"),
        Label(
            "ตำแหน่งและคำสั่งที่มีผลวันนั้น กับทุกขั้นตอนที่ทำได้",
            "Posts and orders in force that day, and every step they reach",
        ),
        ("person", "on", "kind"),
        powers_on,
    ),
    Question(
        "reminders",
        Label("ก่อนเลยกำหนดได้เตือนใครแล้วบ้าง", "Reminders before a missed deadline"),
        Label(
            "ใครได้รับแจ้ง เมื่อใด ทางใด เปิดอ่านหรือไม่ งานที่ไม่ได้เตือนใครจะไม่มีชื่อ",
            "Who was told, when, by what way, whether it was read; nobody where there is no name",
        ),
        (*_PERIOD, *_PAPERS, "duty"),
        reminded_before,
    ),
    Question(
        "totals",
        Label("จำนวนขั้นตอนและการส่งกลับ", "How many steps, how many returns"),
        Label(
            "แยกตามขั้นตอน ประเภทเรื่อง กลุ่ม เดือน หรือบุคคล",
            "By step, kind of paper, group, month or person",
        ),
        ("by", *_PERIOD, "person", *_PAPERS, "trigger"),
        totals.totals,
        totals.DIMENSIONS,
    ),
    Question(
        "exceptions",
        Label("แก้ไข ย้อนคืน นำเข้า และเหตุผลที่ใช้ผ่าน", "Corrections, undoing, imports, justifications"),
        Label(
            "รายการที่ผู้ตรวจสอบดูก่อน รวมถึงเงื่อนไขที่ผ่านด้วยคำชี้แจง",
            "What an auditor looks at first, with what was passed on somebody's written word",
        ),
        (*_PERIOD, "person", *_PAPERS, "trigger", "entry"),
        exceptions,
    ),
)
_BY_NAME: Final = {each.name: each for each in QUESTIONS}


def question_named(name: str) -> Question:
    """The question of this name; raises BadInput."""
    if name not in _BY_NAME:
        raise BadInput("question", "unknown", name[:80])
    return _BY_NAME[name]
