"""The paper of one agenda item (เอกสารประกอบวาระ): background, facts, law, what is asked, opinion, resolution."""

import datetime
from collections.abc import Callable, Sequence
from typing import Final

from sqlmodel import Session, col, select

from papers.content import year
from papers.content.meeting import resolved
from papers.content.plan_book import direction
from papers.content.shown import Told, category_names, funds, group_of, groups, holder, office, paper
from states.thai import baht_text, money, month_name
from workflow import definitions
from workflow.amendments.comparison import before_after
from workflow.meetings.agenda import HEADING
from workflow.models import AgendaItem, Body, Item, Meeting
from workflow.money.amounts import line_amounts
from workflow.money.figures import sum_of
from workflow.proposals.form import read_form

# The decree on good governance asks for a plan before the work and for measuring its results.
_GOOD_GOVERNANCE: Final = (
    "พระราชกฤษฎีกาว่าด้วยหลักเกณฑ์และวิธีการบริหารกิจการบ้านเมืองที่ดี พ.ศ. 2546 มาตรา 9 (1) และ (2) "
    "กำหนดให้ส่วนราชการจัดทำแผนปฏิบัติราชการไว้เป็นการล่วงหน้าก่อนดำเนินการตามภารกิจ โดยมีรายละเอียดของขั้นตอน "
    "ระยะเวลา งบประมาณ เป้าหมาย ผลสัมฤทธิ์ และตัวชี้วัดความสำเร็จ"
)


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """What the item's paper says; the resolution once a body has resolved on it."""
    told = _KINDS.get(item.kind, _other)(session, item, on)
    return paper(
        session,
        item,
        on,
        **{"background": [], "facts": [], "law": [], "asked": [], "tables": [], **told},
        **_entry(session, item),
        secretary=holder(session, item.office_id, "plan_director", on),
    )


def _entry(session: Session, item: Item) -> Told:
    """The latest agenda on which the item stands, and what was resolved there."""
    row = session.exec(
        select(AgendaItem, Meeting, Body)
        .join(Meeting, col(Meeting.item_id) == col(AgendaItem.meeting_id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .where(AgendaItem.item_id == item.id, AgendaItem.position != HEADING)
        .order_by(col(Meeting.held_on).desc(), col(AgendaItem.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return {"number": "", "body": "", "meeting": "", "held_on": "", "resolution": None}
    entry, meeting, body = row
    return {
        "number": f"{entry.section}.{entry.position}",
        "body": body.name_th,
        "meeting": f"{meeting.number}/{meeting.year}",
        "held_on": meeting.held_on.isoformat(),
        "resolution": resolved(session, meeting.item_id).get(entry.id),
    }


def _plan(session: Session, item: Item, on: datetime.date) -> Told:
    told = year.told(session, item.office_id, item.fiscal_year, on)
    total = told["total"]["in_force"]
    settings = definitions.by_hash(session, item.definition_hash).settings
    asked = [f"เพื่อโปรดพิจารณาให้ความเห็นชอบ{item.title}"]
    if settings.get("flexible_amendment"):
        asked.append(
            "ขออนุมัติเป็นหลักการให้สำนักงานเขตพื้นที่การศึกษาปรับเปลี่ยนโครงการ/กิจกรรมได้ระหว่างปี "
            "ตามความจำเป็นและงบประมาณที่ได้รับ แล้วนำเสนอให้ทราบในภายหลัง"
        )
    return {
        "background": [
            f"{_office(session, item)}ได้จัดทำ{item.title} แบบบูรณาการ โดยนำผลการดำเนินงานในรอบปีที่ผ่านมา "
            "นโยบาย กลยุทธ์ จุดเน้น และความต้องการของกลุ่มงานและสถานศึกษามาเป็นข้อมูลในการจัดทำ",
        ],
        "facts": [
            f"แผนประกอบด้วยโครงการ/กิจกรรม จำนวน {told['projects_count']} โครงการ "
            f"วงเงินงบประมาณรวม {money(total)} บาท ({baht_text(total)}) จำแนกตามแหล่งงบประมาณและตามกลุ่มดังตาราง",
        ]
        if told["projects_count"]
        else ["ยังไม่มีโครงการ/กิจกรรมบรรจุในแผน"],
        "law": [_GOOD_GOVERNANCE],
        "asked": asked,
        "tables": [
            _parts("จำแนกตามแหล่งงบประมาณ", "แหล่งงบประมาณ", told["by_fund"]),
            _parts("จำแนกตามกลุ่ม", "กลุ่ม/หน่วย", told["by_group"]),
        ]
        if told["projects_count"]
        else [],
    }


def _report(session: Session, item: Item, on: datetime.date) -> Told:
    told = year.told(session, item.office_id, item.fiscal_year, on)
    total = told["total"]
    share = f" คิดเป็นร้อยละ {money(total['hundredths'])}" if total["hundredths"] is not None else ""
    return {
        "background": [
            f"{_office(session, item)}ได้ดำเนินงานตามแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {item.fiscal_year} "
            "และได้สรุปรวบรวมผลการดำเนินงานของทุกกลุ่มเป็นรูปเล่มรายงานแล้ว",
        ],
        "facts": [
            f"โครงการ/กิจกรรมตามแผน จำนวน {told['projects_count']} โครงการ งบประมาณ {money(total['in_force'])} บาท "
            f"เบิกจ่ายแล้ว {money(total['disbursed'])} บาท{share} คงเหลือ {money(total['left'])} บาท",
        ],
        "law": [_GOOD_GOVERNANCE],
        "asked": [f"เพื่อโปรดทราบ{item.title}"],
        "tables": [_paid("ผลการเบิกจ่ายจำแนกตามกลุ่ม", "กลุ่ม/หน่วย", told["by_group"])] if told["by_group"] else [],
    }


def _amendment(session: Session, item: Item, _on: datetime.date) -> Told:
    found = before_after(session, item)
    names, kept, words = groups(session, item.office_id), funds(session, item.office_id), category_names()
    net = f" และวงเงินรวมเปลี่ยนแปลง {money(found.net)} บาท" if found.net else " โดยวงเงินรวมของแผนไม่เปลี่ยนแปลง"
    rows = [
        [
            f"{line.project} {line.title}",
            f"{kept.get(line.fund, line.fund)} / {words.get(line.category, line.category)}",
            money(line.before),
            money(line.change),
            money(line.after),
        ]
        for line in found.lines
    ]
    by_group = [
        [names.get(each.code, each.code), money(each.before), money(each.change), money(each.after)]
        for each in found.by_group
    ]
    return {
        "background": [
            f"ตามที่{_office(session, item)}ได้ดำเนินงานตามแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {item.fiscal_year} นั้น "
            "กลุ่มงานได้เสนอขอปรับแผนเพื่อให้การใช้จ่ายงบประมาณมีประสิทธิภาพและเกิดประโยชน์สูงสุด",
        ],
        "facts": [f"{item.title} ปรับรายการงบประมาณ จำนวน {len(rows)} รายการ{net} รายละเอียดตามตาราง"]
        if rows
        else ["ยังไม่มีรายการที่ขอปรับ"],
        "asked": [f"เพื่อโปรดพิจารณา{item.title}"],
        "tables": [
            _table(
                "บัญชีปรับแผน (บาท)",
                (("โครงการ/กิจกรรม", 34), ("แหล่งงบ / งบรายจ่าย", 24), *_BEFORE_AFTER),
                rows,
            ),
            _table("สรุปรายกลุ่ม (บาท)", (("กลุ่ม/หน่วย", 46), *_WIDER), by_group),
        ]
        if rows
        else [],
    }


def _development(session: Session, item: Item, _on: datetime.date) -> Told:
    told = direction(session, item.office_id, item.fiscal_year)
    texts = [f"{each['title']}: {each['text']}" for each in told["sections"]]
    return {
        "background": [
            f"{_office(session, item)}ได้ทบทวนภารกิจ วิเคราะห์สภาพแวดล้อม และจัดทำ{item.title}เพื่อเป็นทิศทาง"
            "ในการพัฒนาการศึกษาของเขตพื้นที่"
        ],
        "facts": texts or ["ยังไม่มีข้อมูลทิศทางของแผน"],
        "asked": [f"เพื่อโปรดพิจารณาให้ความเห็นชอบ{item.title}"],
    }


def _project(session: Session, item: Item, on: datetime.date) -> Told:
    found = line_amounts(session, item.office_id, item.fiscal_year, on, proposals=True, item_id=item.id)
    form = read_form(session, item.id)
    in_plan = any(line.in_plan for line in found)
    amount = sum_of(found).in_force if in_plan else sum(line.requested or 0 for line in found)
    of_group = group_of(session, item)
    return {
        "background": [text for text in (form.rationale,) if text],
        "facts": [
            f"{item.title} เสนอโดย{of_group or _office(session, item)} "
            f"งบประมาณ {money(amount)} บาท ({baht_text(amount)}){_span(item)}",
            *(f"{title}: {text}" for title, text in _said(form.objectives, form.quantity, form.quality)),
        ],
        "asked": [f"เพื่อโปรดพิจารณา{item.title}"],
    }


def _said(*texts: str) -> list[tuple[str, str]]:
    titles = ("วัตถุประสงค์", "เป้าหมายเชิงปริมาณ", "เป้าหมายเชิงคุณภาพ")
    return [(title, text) for title, text in zip(titles, texts, strict=True) if text]


def _span(item: Item) -> str:
    if item.starts_on is None or item.ends_on is None:
        return ""
    return f" ระยะเวลาดำเนินการ {_month(item.starts_on)} - {_month(item.ends_on)}"


def _month(day: datetime.date) -> str:
    return f"{month_name(day.month)} {day.year + 543}"


def _other(_session: Session, item: Item, _on: datetime.date) -> Told:
    return {"asked": [f"เพื่อโปรดพิจารณา{item.title}"]}


def _office(session: Session, item: Item) -> str:
    return str(office(session, item.office_id)["name"])


_BEFORE_AFTER: Final = (("เดิม", 14), ("เพิ่ม/ลด", 14), ("ปรับเป็น", 14))
_WIDER: Final = (("เดิม", 18), ("เพิ่ม/ลด", 18), ("ปรับเป็น", 18))


def _table(caption: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> Told:
    """A table whose first columns are words and whose last three are amounts as printed."""
    words = len(columns) - 3
    return {
        "caption": caption,
        "columns": [
            {"title": title, "width": width, "num": number >= words}
            for number, (title, width) in enumerate(columns)
        ],
        "rows": [list(row) for row in rows],
        "total": [],
    }


def _parts(caption: str, heading: str, parts: Sequence[Told]) -> Told:
    rows = [[each["name"], str(each["projects"]), money(each["in_force"])] for each in parts]
    return {
        "caption": caption,
        "columns": [
            {"title": heading, "width": 56, "num": False},
            {"title": "จำนวนโครงการ", "width": 18, "num": True},
            {"title": "งบประมาณ (บาท)", "width": 26, "num": True},
        ],
        "rows": rows,
        "total": ["รวม", "", money(sum(each["in_force"] for each in parts))],
    }


def _paid(caption: str, heading: str, parts: Sequence[Told]) -> Told:
    told = _table(
        caption,
        ((heading, 46), ("งบประมาณ (บาท)", 19), ("เบิกจ่าย (บาท)", 19), ("ร้อยละ", 16)),
        [
            [each["name"], money(each["in_force"]), money(each["disbursed"]), _share(each["hundredths"])]
            for each in parts
        ],
    )
    in_force, paid = (sum(each[name] for each in parts) for name in ("in_force", "disbursed"))
    return {**told, "total": ["รวม", money(in_force), money(paid), ""]}


def _share(hundredths: int | None) -> str:
    return "-" if hundredths is None else money(hundredths)


_KINDS: Final[dict[str, Callable[[Session, Item, datetime.date], Told]]] = {
    "annual_plan": _plan,
    "annual_report": _report,
    "plan_amendment": _amendment,
    "development_plan": _development,
    "project": _project,
}
