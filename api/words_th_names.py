"""The short phrases and the names of things in the Thai sentences of `api.words_th`."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "meant": " น่าจะหมายถึง {value}",
    "last_step": " ({value})",
    "what_happened": ": {by} ทำขั้นตอน {trigger} เมื่อ {at}",
    "nobody": "ผู้ดูแลระบบของสำนักงาน",
    "nothing": "ไม่มี (เรื่องสิ้นสุดแล้ว)",
    "field_missing": "ขาด {place}",
    "field_extra_forbidden": "ไม่รู้จัก {place}",
    "field_json_invalid": "ไม่ใช่ JSON ที่อ่านได้",
    "field_wrong": "{place} มีค่าที่ใช้ไม่ได้",
    "field_nul_character": "{place} มีอักขระที่ใช้ไม่ได้",
    "body": "เนื้อหาคำขอ",
}

NAMES: Mapping[str, str] = {
    "code": "รหัสเรื่อง",
    "title": "ชื่อเรื่อง",
    "fiscal_year": "ปีงบประมาณ",
    "quarter": "ไตรมาส",
    "reason": "เหตุผล",
    "justification": "คำชี้แจง",
    "evidence": "หลักฐาน",
    "password": "รหัสผ่าน",
    "username": "ชื่อบัญชี",
    "group": "กลุ่ม",
    "school": "โรงเรียน",
    "owner": "ผู้รับผิดชอบ",
    "parent": "เรื่องหลัก",
    "state": "สถานะ",
    "item": "เรื่อง",
    "office": "สำนักงาน",
    "person": "บัญชี",
    "position": "ตำแหน่ง",
    "definition": "ขั้นตอนของงาน",
    "holiday": "วันหยุด",
    "cluster": "กลุ่มโรงเรียน",
    "idempotency_key": "Idempotency-Key ",
}
