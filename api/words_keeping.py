"""What is said about backups, restoring, upgrades and retention when something is refused."""

from collections.abc import Mapping
from typing import Final

Words = tuple[str, str, str]
_ROOM: Final = (
    ("ที่ว่างไม่พอ", "ที่ว่างใน {seen} ไม่พอสำหรับ {place}", "เพิ่มที่ว่าง หรือใช้ดิสก์อื่น แล้วสั่งใหม่"),
    (
        "Not enough room",
        "There is not enough room in {seen} for {place}.",
        "Make room or use another disk, and try again.",
    ),
)
_TOOL: Final = (
    (
        "ไม่พบโปรแกรมของ PostgreSQL",
        "เครื่องนี้ไม่มีโปรแกรม {place}",
        "ติดตั้ง postgresql-client รุ่นเดียวกับเซิร์ฟเวอร์ แล้วสั่งใหม่",
    ),
    (
        "A PostgreSQL program is missing",
        "{place} is not installed here.",
        "Install postgresql-client of the server’s version, and try again.",
    ),
)
# code: (Thai title, sentence, what to do next), the same in English
_BOTH: Final[dict[str, tuple[Words, Words]]] = {
    "backup_exists": (
        ("มีไฟล์นี้อยู่แล้ว", "มี {place} อยู่แล้ว จึงไม่เขียนทับ", "ตั้งชื่ออื่น หรือระบุเป็นโฟลเดอร์"),
        (
            "The file is there already",
            "{place} is there already and is not written over.",
            "Choose another name, or name a folder.",
        ),
    ),
    "backup_cannot_write": (
        ("เขียนไฟล์สำรองไม่ได้", "เขียนใน {place} ไม่ได้: {seen}", "ตรวจสิทธิ์และที่ว่างของโฟลเดอร์ แล้วสั่งใหม่ ชุดเดิมยังอยู่ครบ"),
        (
            "The backup cannot be written",
            "{place} cannot be written to: {seen}",
            "See to the folder’s rights and room, and try again. Older backups are untouched.",
        ),
    ),
    "backup_no_database": (
        ("อ่านฐานข้อมูลไม่ได้", "อ่านฐานข้อมูล {place} ไม่ได้ ({seen})", "ตรวจว่าฐานข้อมูลเปิดอยู่และที่อยู่ถูกต้อง แล้วสั่งใหม่"),
        (
            "The database cannot be read",
            "The database {place} cannot be read ({seen}).",
            "See that it runs and that the address is right, and try again.",
        ),
    ),
    "backup_no_tool": _TOOL,
    "backup_tool_failed": (
        ("คัดลอกฐานข้อมูลไม่สำเร็จ", "PostgreSQL แจ้งว่า: {seen}", "แก้ตามที่แจ้ง แล้วสั่งใหม่ ชุดเดิมยังอยู่ครบ"),
        (
            "The database could not be copied",
            "PostgreSQL said: {seen}",
            "Put that right, and try again. Older backups are untouched.",
        ),
    ),
    "backup_cannot_verify": (
        (
            "ไม่มีที่ทดลองกู้คืน",
            "สร้างฐานข้อมูลชั่วคราวที่ {place} ไม่ได้: {seen}",
            "ให้สิทธิ์ CREATEDB หรือระบุฐานข้อมูลว่างด้วย --prove-in",
        ),
        (
            "Nowhere to prove the backup",
            "No database for a moment could be had at {place}: {seen}",
            "Grant CREATEDB, or name an empty database with --prove-in.",
        ),
    ),
    "backup_not_whole": (
        (
            "ข้อมูลสำรองไม่ถูกต้องครบถ้วน",
            "ทดลองกู้คืน {place} แล้วพบว่า: {seen}",
            "สั่ง khanton history verify และ khanton doctor แล้วเก็บชุดสำรองเดิมไว้ ห้ามลบ",
        ),
        (
            "The backup did not prove right",
            "{place} was restored on trial, and this was found: {seen}",
            "Run khanton history verify and khanton doctor, and keep the older backups.",
        ),
    ),
    "restore_no_file": (
        ("ไม่พบไฟล์", "ไม่พบหรืออ่านไฟล์ {place} ไม่ได้", "ตรวจชื่อและที่อยู่ของไฟล์"),
        ("No such file", "{place} is not there or cannot be read.", "Check the file’s name and place."),
    ),
    "restore_not_empty": (
        ("ที่กู้คืนไม่ว่าง", "{place} มีข้อมูลอยู่แล้ว จึงไม่กู้คืนทับ", "ระบุโฟลเดอร์หรือฐานข้อมูลที่ว่าง"),
        (
            "The place is not empty",
            "{place} holds something already, and nothing is restored over it.",
            "Name an empty folder or database.",
        ),
    ),
    "restore_unreadable": (
        ("อ่านไฟล์ไม่ได้", "{place} อ่านไม่ได้ทั้งหมด: {seen}", "ไฟล์อาจคัดลอกมาไม่ครบ คัดลอกใหม่ หรือใช้ชุดสำรองอื่น"),
        (
            "The file cannot be read",
            "{place} cannot be read to its end: {seen}",
            "It may have been copied in part: copy it again, or use another backup.",
        ),
    ),
    "restore_differs": (
        ("ไฟล์สำรองถูกเปลี่ยน", "ใน {place} ไฟล์ {seen} ไม่ตรงกับรายการของชุดสำรอง", "อย่าใช้ชุดนี้ ใช้ชุดสำรองอื่น"),
        (
            "The backup was changed",
            "In {place} the file {seen} is not as the backup’s list says.",
            "Do not use it; use another backup.",
        ),
    ),
    "restore_not_whole": (
        ("ข้อมูลในชุดสำรองไม่ถูกต้องครบถ้วน", "{place} ไม่ผ่านการตรวจ: {seen}", "อย่าใช้ชุดนี้ ใช้ชุดสำรองอื่น"),
        (
            "The backup is not whole",
            "{place} did not stand the check: {seen}",
            "Do not use it; use another backup.",
        ),
    ),
    "restore_older": (
        (
            "ชุดสำรองเก่ากว่าจุดตรวจ",
            "{place} ไม่มีรายการประวัติที่จุดตรวจรับรองไว้: {seen}",
            "ใช้ชุดสำรองที่ใหม่กว่า ถ้าไม่มี ให้รายงานผู้ตรวจสอบว่ารายการหลังชุดนี้สูญหาย แล้วสั่งใหม่โดยไม่ระบุ --anchor",
        ),
        (
            "The backup is older than a checkpoint",
            "{place} lacks an entry that a checkpoint vouches for: {seen}",
            (
                "Use a newer backup. If there is none, report the loss to the auditors and"
                " restore without --anchor."
            ),
        ),
    ),
    "restore_newer_program": (
        (
            "ชุดสำรองมาจากโปรแกรมรุ่นใหม่กว่า",
            "{place} สร้างด้วยโปรแกรมรุ่น {seen} ซึ่งโปรแกรมนี้ไม่รู้จัก",
            "ติดตั้งโปรแกรมรุ่นนั้นหรือใหม่กว่า แล้วสั่งใหม่",
        ),
        (
            "The backup is from a newer program",
            "{place} was made by {seen}, which this program does not know.",
            "Install that version or a newer one, and try again.",
        ),
    ),
    "restore_wrong_kind": (
        (
            "ชนิดฐานข้อมูลไม่ตรงกัน",
            "{place} เป็นชุดสำรองของ {seen}",
            "ชุดของ postgresql ต้องระบุ --database เป็นฐานข้อมูล PostgreSQL ที่ว่าง ชุดของ sqlite ไม่ต้องระบุ",
        ),
        (
            "Another sort of database",
            "{place} is a backup of {seen}.",
            "For postgresql name an empty PostgreSQL database with --database; for sqlite leave it out.",
        ),
    ),
    "restore_cannot_write": (
        ("กู้คืนไม่ได้", "เขียนที่ {place} ไม่ได้: {seen}", "ตรวจสิทธิ์ ที่ว่าง และที่อยู่ฐานข้อมูล แล้วสั่งใหม่ ยังไม่มีอะไรถูกกู้คืน"),
        (
            "Nothing could be restored",
            "{place} cannot be written to: {seen}",
            "See to rights, room and the database’s address, and try again. Nothing was restored.",
        ),
    ),
    "restore_no_room": _ROOM,
    "restore_no_tool": _TOOL,
    "restore_tool_failed": (
        ("กู้คืนฐานข้อมูลไม่สำเร็จ", "PostgreSQL แจ้งว่า: {seen}", "แก้ตามที่แจ้ง แล้วสั่งใหม่ ยังไม่มีอะไรถูกกู้คืน"),
        (
            "The database could not be restored",
            "PostgreSQL said: {seen}",
            "Put that right, and try again. Nothing was restored.",
        ),
    ),
    "read_only_database": (
        (
            "ฐานข้อมูลนี้อ่านได้อย่างเดียว",
            "ฐานข้อมูลนี้เป็นสำเนาสำหรับอ่าน จึงบันทึกไม่ได้",
            "สั่งกับฐานข้อมูลหลักของสำนักงาน",
        ),
        (
            "This database can only be read",
            "It is a replica for reading; nothing can be written here.",
            "Give the command to the office’s own database.",
        ),
    ),
    "upgrade_newer_program": (
        (
            "ฐานข้อมูลเป็นของโปรแกรมรุ่นใหม่กว่า",
            "ตารางใน {place} เป็นรุ่น {seen} ซึ่งโปรแกรมนี้ไม่รู้จัก",
            "ติดตั้งโปรแกรมรุ่นใหม่ หรือกู้คืนชุดสำรองก่อนปรับรุ่น",
        ),
        (
            "The database belongs to a newer program",
            "The tables in {place} have the shape {seen}, which this program does not know.",
            "Install the newer program, or restore the backup from before the upgrade.",
        ),
    ),
    "upgrade_back_up_first": (
        (
            "ยังไม่ได้สำรองก่อนปรับรุ่น",
            "สำรองลง {place} ไม่ได้: {seen}",
            "สำรองเอง แล้วสั่งใหม่พร้อม --backed-up ตารางยังเป็นรุ่นเดิม",
        ),
        (
            "Not backed up before the upgrade",
            "No copy could be made in {place}: {seen}",
            "Make a backup yourself and run this again with --backed-up. The tables are as they were.",
        ),
    ),
    "upgrade_not_owner": (
        (
            "บัญชีนี้ปรับรุ่นตารางไม่ได้",
            "บัญชีที่เปิด {place} ไม่ใช่เจ้าของตาราง: {seen}",
            "สั่งด้วยบัญชีเจ้าของ (khanton_owner) ตารางยังเป็นรุ่นเดิม",
        ),
        (
            "This account may not change the tables",
            "The account that opened {place} does not own the tables: {seen}",
            "Use the owner’s account (khanton_owner). The tables are as they were.",
        ),
    ),
    "upgrade_dangling": (
        (
            "ปรับรุ่นไม่ได้",
            "ใน {place} มีแถวที่อ้างถึงแถวที่ไม่มี: {seen}",
            "ตารางยังเป็นรุ่นเดิม สั่ง khanton doctor แล้วแก้ข้อมูล หรือกู้คืนชุดสำรอง",
        ),
        (
            "The tables cannot be upgraded",
            "In {place} a row refers to one that is not there: {seen}",
            "The tables are as they were. Run khanton doctor and put it right, or restore a backup.",
        ),
    ),
}
KEEPING_TH: Mapping[str, Words] = {code: thai for code, (thai, _) in _BOTH.items()}
KEEPING_EN: Mapping[str, Words] = {code: english for code, (_, english) in _BOTH.items()}
