"""What the doctor says of a database, and what to do where something could lose or change the record."""

import datetime
from collections.abc import Iterator
from typing import Final

from sqlmodel import Session

from workflow.condition import Seen, condition

# What is lost when the setting is wrong, and what puts it right.
ADVICE: Final[dict[str, tuple[str, str]]] = {
    "journal_mode": (
        "ย้ายไฟล์ฐานข้อมูลออกจากโฟลเดอร์ที่ใช้ผ่านเครือข่าย ไฟล์ต้องอยู่ในเครื่องเดียวกับโปรแกรม",
        "Keep the database's file on a disk of this machine, not on one over the network.",
    ),
    "synchronous": (
        "ไฟดับแล้วสิ่งที่บันทึกอาจหาย ลบค่าที่ตั้งเองใน KHANTON_DATABASE_URL",
        "A power cut could lose what was acknowledged: take it out of KHANTON_DATABASE_URL.",
    ),
    "foreign_keys": ("ลบค่าที่ตั้งเองใน KHANTON_DATABASE_URL", "Remove the setting of your own."),
    "integrity": (
        "ไฟล์ฐานข้อมูลเสีย หยุดระบบ เก็บไฟล์ไว้ แล้วกู้จากชุดสำรองล่าสุด",
        "The file is damaged: stop the system, keep the file, and restore the latest backup.",
    ),
    "triggers": (
        "มีผู้ถอดตัวกันแก้ประวัติออก ตรวจด้วย khanton history verify แล้วกู้จากชุดสำรอง",
        "What refuses changes was taken out: run khanton history verify, then restore a backup.",
    ),
    "fsync": ("ตั้ง fsync = on ใน postgresql.conf", "Set fsync = on in postgresql.conf."),
    "full_page_writes": (
        "ตั้ง full_page_writes = on ใน postgresql.conf",
        "Set full_page_writes = on in postgresql.conf.",
    ),
    "synchronous_commit": (
        "ตั้ง synchronous_commit = on (ทั้งเครื่องและบัญชีของระบบ)",
        "Set synchronous_commit = on, for the server and for the account.",
    ),
    "replication_role": (
        "ตั้ง session_replication_role = origin ไม่เช่นนั้นตัวกันแก้ประวัติไม่ทำงาน",
        "Set session_replication_role = origin, or nothing refuses changes of the record.",
    ),
    "server_clock": (
        "ตั้งนาฬิกาของทั้งสองเครื่องตามเครื่องบอกเวลาเดียวกัน (chrony)",
        "Let both machines follow the same time server (chrony).",
    ),
    "clock": (
        "นาฬิกาถูกตั้งถอยหลัง ตั้งให้ตรงก่อนใช้ระบบ",
        "The clock was set back: set it right before anybody works.",
    ),
    "version": ("ใช้ PostgreSQL 13 ขึ้นไป", "Use PostgreSQL 13 or newer."),
}


def looked_at(session: Session, now: datetime.datetime) -> Iterator[tuple[Seen, str]]:
    """Each setting, with what to do about it where it is wrong."""
    for seen in condition(session, now):
        thai, english = ADVICE[seen.name]
        yield seen, "" if seen.well else f"{seen.found} ({seen.wanted}): {thai} · {english}"
