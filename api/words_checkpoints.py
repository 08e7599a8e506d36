"""What is said about checkpoints, anchors, proofs and the erasure of personal data."""

from collections.abc import Mapping
from typing import Final

Words = tuple[str, str, str]
# code: (Thai title, sentence, what to do next), the same in English
_BOTH: Final[dict[str, tuple[Words, Words]]] = {
    "checkpoint_key_missing": (
        (
            "ไม่พบกุญแจลงนามจุดตรวจสอบ",
            "เคยลงนามจุดตรวจสอบด้วยกุญแจ {key_id} แต่ไม่พบแฟ้ม {path} จึงไม่สร้างกุญแจใหม่แทนโดยพลการ",
            "นำแฟ้มกุญแจกลับมาจากชุดสำรอง หากหายจริงให้สั่ง khanton history new-key --lost และแจ้งผู้ถือหลักฐานภายนอก",
        ),
        (
            "The key that signs checkpoints is not there",
            (
                "Checkpoints were signed with key {key_id}, but there is no file {path}."
                " No other key is made in silence."
            ),
            (
                "Bring the file back from the backup. If it is lost, run khanton history new-key --lost"
                " and tell those who keep the anchors."
            ),
        ),
    ),
    "checkpoint_key_strange": (
        (
            "กุญแจลงนามจุดตรวจสอบไม่ใช่กุญแจเดิม",
            "แฟ้ม {path} ไม่มีกุญแจ {expected} ที่ใช้ลงนามอยู่ หรืออ่านเป็นกุญแจไม่ได้",
            "นำแฟ้มกุญแจเดิมกลับมาจากชุดสำรอง หรือสั่ง khanton history new-key --lost หากกุญแจเดิมหาย",
        ),
        (
            "The key that signs checkpoints is another one",
            "The file {path} does not hold key {expected}, which signs here, or holds no key at all.",
            "Bring the right file back from the backup, or run khanton history new-key --lost if it is lost.",
        ),
    ),
    "history_broken": (
        (
            "ประวัติไม่ถูกต้อง จึงไม่ลงนามรับรอง",
            "ประวัติของสำนักงาน {office} ไม่ถูกต้องตั้งแต่รายการที่ {seq} ({problem})",
            "สั่ง khanton history verify เพื่อดูรายละเอียด เก็บฐานข้อมูลไว้ตามเดิม และเทียบกับชุดสำรองกับหลักฐานภายนอก",
        ),
        (
            "The history does not hold, and is not signed",
            "The history of {office} does not hold from entry {seq} on ({problem}).",
            (
                "Run khanton history verify for the details, keep the database as it is, and compare it"
                " with a backup and with the anchors."
            ),
        ),
    ),
    "not_checkpointed": (
        (
            "ยังไม่มีจุดตรวจสอบที่ครอบคลุมรายการนี้",
            "รายการที่ {seq} ของสำนักงาน {office} อยู่หลังจุดตรวจสอบล่าสุด (รายการที่ {upto})",
            "สั่ง khanton history checkpoint แล้วขอหลักฐานอีกครั้ง หรือรอจุดตรวจสอบประจำวัน",
        ),
        (
            "No checkpoint covers this entry yet",
            "Entry {seq} of {office} comes after the last checkpoint (entry {upto}).",
            "Run khanton history checkpoint and ask again, or wait for the day’s checkpoint.",
        ),
    ),
    "pack_too_large": (
        (
            "ชุดหลักฐานใหญ่เกินไป",
            "ชุดหลักฐานของ {item} จะมีมากกว่า {most} ({what})",
            "ขอเฉพาะเรื่องนี้ (ไม่รวมเรื่องย่อย) หรือขอทีละเรื่อง",
        ),
        (
            "The evidence pack would be too large",
            "The pack of {item} would hold more than {most} ({what}).",
            "Ask for this item alone, or for one after another.",
        ),
    ),
    "bad_anchors": (
        (
            "อ่านแฟ้มหลักฐานภายนอกไม่ได้",
            "แฟ้ม {path} ไม่ใช่แฟ้มหลักฐานของจุดตรวจสอบที่อ่านได้ ({problem})",
            "ระบุแฟ้ม anchors.txt ที่ระบบเขียนไว้ หรือบันทึกจากอีเมลที่ระบบส่ง",
        ),
        (
            "The file of anchors cannot be read",
            "{path} is no readable file of checkpoints’ anchors ({problem}).",
            "Name the anchors.txt that Khanton wrote, or one saved from the mails it sent.",
        ),
    ),
    "bad_proof": (
        (
            "ไม่ใช่แฟ้มหลักฐาน",
            "สิ่งที่ส่งมาอ่านเป็นหลักฐานว่ารายการอยู่ในประวัติไม่ได้ ({problem})",
            "ใช้แฟ้มที่ได้จากคำสั่ง khanton history prove หรือจากหน้าประวัติ โดยไม่แก้ไข",
        ),
        (
            "This is no proof",
            "What was given cannot be read as a proof that an entry is in the history ({problem}).",
            "Use a file as khanton history prove or the page of the history gives it, unchanged.",
        ),
    ),
    "still_bound": (
        (
            "ยังลบข้อมูลส่วนบุคคลไม่ได้",
            "{username} ยังผูกพันกับสำนักงาน ตำแหน่ง คำสั่ง หรือคณะกรรมการ: {posts} · ที่ยังค้าง: {duties}",
            "ให้พ้นตำแหน่ง ส่งมอบงาน และปิดบัญชีก่อน แล้วจึงลบข้อมูล",
        ),
        (
            "The personal data cannot be erased yet",
            "{username} is still bound to the office. Posts, orders, seats: {posts}. Still owed: {duties}.",
            "End her posts, hand her work over and close the account first.",
        ),
    ),
    "erased_already": (
        (
            "ลบข้อมูลของผู้นี้แล้ว",
            "ข้อมูลส่วนบุคคลของ {username} ถูกลบไปแล้ว",
            "ไม่ต้องทำอะไรอีก รายการ “ลบข้อมูลส่วนบุคคล” อยู่ในประวัติของสำนักงาน",
        ),
        (
            "Erased already",
            "The personal data of {username} were erased before.",
            "Nothing more is to be done; the entry stands in the office’s history.",
        ),
    ),
}
CHECKPOINTS_TH: Final[Mapping[str, Words]] = {code: thai for code, (thai, _) in _BOTH.items()}
CHECKPOINTS_EN: Final[Mapping[str, Words]] = {code: english for code, (_, english) in _BOTH.items()}
