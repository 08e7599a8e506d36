"""The words of the page that tells where papers will wait in vain, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "help_staffing": (
        "ระบบลองเดินทุกเส้นทางของทุกกลุ่มและทุกโรงเรียนด้วยคนที่มีอยู่วันนี้ แล้วบอกขั้นที่จะไม่มีใครทำได้ ตรวจเองทุกวัน",
        "Every path is walked for every group and school with the people of today; anew each day.",
    ),
    "staffing_title": ("คนพอสำหรับทุกขั้นหรือไม่", "Enough people for every step?"),
    "staffing_lead": (
        "ขั้นที่เรื่องจะค้างเพราะตำแหน่งว่าง หรือเพราะผู้ที่เหลือทำขั้นก่อนหน้าไปแล้ว (ผู้เสนอกับผู้อนุมัติต้องเป็นคนละคน)",
        "Where papers will wait: a post is vacant, or all who are left took a step that bars them.",
    ),
    "staffing_go": ("คนพอสำหรับทุกขั้นหรือไม่", "Enough people for every step?"),
    "staffing_sound": ("ทุกขั้นมีผู้ทำได้", "Somebody can take every step"),
    "staffing_found": ("พบ {count} จุดที่งานจะค้าง", "Places at which papers will wait: {count}"),
    "staffing_proved": (
        "ตรวจ {paths} เส้นทาง {places} หน่วย เดินต่างกัน {walks} แบบ ด้วยผู้ดำรงตำแหน่งและคำสั่งที่มีผลวันนี้",
        "{paths} paths at {places} places, walked in {walks} ways, with the posts and orders of today.",
    ),
    "staffing_at": ("ค้างที่ “{state}”", "waits at “{state}”"),
    "staffing_always": ("ค้างแน่นอน", "always"),
    "staffing_sometimes": ("อาจค้าง", "may happen"),
    "staffing_nobody": (
        "ไม่มีผู้ใดทำขั้น “{steps}” ได้ ผู้มีอำนาจคือ {roles}",
        "Nobody can take “{steps}”. Whose step it is: {roles}.",
    ),
    "staffing_separated": (
        "ผู้ที่ทำขั้น “{steps}” ได้ ({roles}) ทำขั้นก่อนหน้าไปแล้วทุกคน",
        "Everybody who could take “{steps}” ({roles}) took an earlier step.",
    ),
    "staffing_places": ("กระทบ {count} หน่วย:", "At {count} places:"),
    "staffing_items": ("เรื่องที่ค้างอยู่ตอนนี้:", "Waiting now:"),
    "staffing_secret": ("เรื่องลับ", "a secret paper"),
    "staffing_more": ("และอีก {count}", "and {count} more"),
    "staffing_walk": ("เกิดเมื่อ:", "When:"),
    "staffing_help_nobody": (
        "แต่งตั้งผู้ดำรงตำแหน่ง หรือออกคำสั่งรักษาราชการแทน",
        "Fill the post, or order somebody to act for it.",
    ),
    "staffing_help_separated": (
        "ให้ผู้อื่นเป็นผู้เสนอ หรือออกคำสั่งให้อีกคนทำหน้าที่แทนในขั้นนี้",
        "Let somebody else propose, or order another person to act at this step.",
    ),
    "staffing_since": ("พบตั้งแต่ {on}", "Found since {on}."),
    "staffing_no_body": ("สำนักงานยังไม่มีคณะกรรมการนี้", "the office does not have it"),
    "staffing_no_members": ("ยังไม่มีกรรมการ", "has no members"),
    "staffing_no_chair": ("ไม่มีประธานหรือรองประธานที่ยังปฏิบัติงาน", "has no chair or vice chair in service"),
    "staffing_no_quorum": (
        "กรรมการที่มาได้ ({count}) ไม่ครบองค์ประชุม",
        "those who could come ({count}) are no quorum",
    ),
    "staffing_waits": ("เรื่องที่รอ: {kinds}", "What waits for it: {kinds}"),
    "staffing_help_body": (
        "ตั้งกรรมการตามคำสั่งแต่งตั้งที่หน้าคณะกรรมการ",
        "Appoint its members by an order, on the page of committees.",
    ),
    "staffing_unsure": (
        "คนทับซ้อนกันมากเกินกว่าจะตรวจได้ครบทุกแบบ: {kinds}",
        "Too many people hold several posts to go through every way: {kinds}.",
    ),
    "staffing_before": (
        "ถ้าประกาศใช้ เรื่องที่เปิดใหม่จะค้างที่ขั้นต่อไปนี้ ประกาศใช้ได้ แต่ควรหาคนก่อน",
        "Published, new items would wait at these steps. It can be published; find somebody first.",
    ),
    "staffing_before_sound": (
        "คนที่มีอยู่วันนี้ทำได้ทุกขั้นของเส้นทางนี้",
        "The people of today can take every step of this path.",
    ),
}

TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}
