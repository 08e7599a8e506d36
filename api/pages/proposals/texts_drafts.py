"""The words around forms that are kept while somebody types."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "draft_offer": ("มีร่างที่ยังไม่บันทึก เมื่อ {moment}", "There is an unsaved draft of {moment}"),
    "draft_offer_lead": (
        "ร่างนี้เห็นได้เฉพาะท่าน ใช้ต่อเพื่อตรวจแล้วบันทึก หรือทิ้งเพื่อใช้ข้อมูลที่บันทึกไว้",
        "Only you can see it. Go on with it and save, or discard it and keep what is saved.",
    ),
    "draft_stale": (
        "หลังจากเริ่มร่างนี้ มีผู้บันทึกข้อมูลส่วนนี้แล้ว เทียบทั้งสองฉบับก่อนเลือก ร่างของท่านไม่เขียนทับจนกว่าท่านจะกดบันทึก",
        "Somebody saved this part since you began. Compare both: nothing is replaced until you save.",
    ),
    "draft_compare": ("เทียบส่วนที่ต่างกัน {count} ช่อง", "Compare the {count} fields that differ"),
    "draft_mine": ("ในร่างของท่าน", "In your draft"),
    "draft_kept_now": ("ที่บันทึกไว้ขณะนี้", "As saved now"),
    "draft_nothing": ("(ว่าง)", "(empty)"),
    "draft_use": ("ใช้ร่างนี้ต่อ", "Go on with the draft"),
    "draft_discard": ("ทิ้งร่าง", "Discard the draft"),
    "draft_keep": ("พักที่พิมพ์ไว้ก่อน", "Set aside what is typed"),
    "draft_kept_at": ("เก็บร่างแล้ว {moment}", "Draft kept {moment}"),
    "draft_failed": (
        "ยังเก็บร่างไม่ได้ ตรวจสัญญาณอินเทอร์เน็ต หรือกดบันทึก",
        "The draft could not be kept. Check your connection, or save.",
    ),
    "draft_was_kept": (
        "เก็บร่างแล้ว ยังไม่ได้บันทึกลงแบบ กดบันทึกเมื่อเสร็จ",
        "The draft is kept. Nothing is saved in the form until you press save.",
    ),
    "draft_in_use": (
        "กำลังใช้ร่างเมื่อ {moment} ยังไม่ได้บันทึก",
        "The draft of {moment}, not saved yet",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}
