"""What is said of a paper that could not be made, in Thai and English, and what to do."""

from collections.abc import Mapping
from typing import Final

_INSTALL: Final = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
RENDERING_TH: Mapping[str, tuple[str, str, str]] = {
    "bad_markup": (
        "ข้อความของหนังสือใช้รูปแบบที่ไม่มี",
        "หนังสือใช้ “{name}” ไม่ได้",
        "นำส่วนนี้ออกจากแบบหนังสือ หรือใช้รูปแบบที่คู่มือแบบหนังสือแสดงไว้ แล้วทำใหม่",
    ),
    "render_too_slow": (
        "จัดทำหนังสือไม่ทันเวลา",
        "หนังสือฉบับนี้ใช้เวลาจัดทำนานเกินกำหนด จึงหยุดไว้",
        "ย่อหนังสือหรือตาราง ตรวจการวนซ้ำในแบบหนังสือ แล้วทำใหม่",
    ),
    "render_too_large": (
        "หนังสือยาวเกินไป",
        "หนังสือฉบับนี้ยาวเกินที่กำหนด ({detail})",
        "แบ่งเป็นหลายฉบับ หรือย่อข้อความและตาราง แล้วทำใหม่",
    ),
    "render_out_of_memory": (
        "หนังสือใหญ่เกินหน่วยความจำ",
        "การจัดทำหนังสือฉบับนี้ใช้หน่วยความจำเกินกำหนด จึงหยุดไว้",
        "ย่อหนังสือ ตรวจแบบหนังสือว่ามีข้อความที่ยาวผิดปกติหรือไม่ แล้วทำใหม่",
    ),
    "render_bad_template": (
        "แบบหนังสือยังใช้ไม่ได้",
        "แบบหนังสือมีข้อผิดพลาด: {detail}",
        "แก้แบบหนังสือตามที่ระบุ ดูตัวอย่างก่อนบันทึก หรือกลับไปใช้แบบที่มากับระบบ",
    ),
    "pdf_unavailable": (
        "เครื่องนี้ยังทำ PDF ไม่ได้",
        "เครื่องนี้ไม่มี Pango ซึ่งใช้จัดหน้า PDF หนังสือเป็นหน้าเว็บและไฟล์ Word ยังทำได้ตามปกติ",
        f"แจ้งผู้ดูแลระบบให้ติดตั้ง Pango เช่น Debian หรือ Ubuntu: {_INSTALL} แล้วเปิดระบบใหม่",
    ),
}
RENDERING_EN: Mapping[str, tuple[str, str, str]] = {
    "bad_markup": (
        "The paper's text uses what papers do not have",
        "A paper cannot use “{name}”",
        "Take it out of the template, or use what the guide to templates lists, and try again",
    ),
    "render_too_slow": (
        "The paper was not made in time",
        "Making this paper took longer than allowed, so it was stopped",
        "Shorten the paper or its tables, look for loops in the template, and try again",
    ),
    "render_too_large": (
        "The paper is too long",
        "This paper is longer than allowed ({detail})",
        "Divide it into several papers, or shorten its text and tables, and try again",
    ),
    "render_out_of_memory": (
        "The paper needs too much memory",
        "Making this paper took more memory than allowed, so it was stopped",
        "Shorten the paper, look for an extraordinarily long text in the template, and try again",
    ),
    "render_bad_template": (
        "The template cannot be used yet",
        "The template has a mistake: {detail}",
        "Correct the template as told, look at the preview before saving, or return to the shipped template",
    ),
    "pdf_unavailable": (
        "This computer cannot make PDF yet",
        "This computer has no Pango, which lays out PDF; papers as web pages and Word files work as always",
        f"Ask the administrator to install Pango (Debian, Ubuntu: {_INSTALL}) and to start the system again",
    ),
}
