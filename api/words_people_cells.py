"""Complaints about one cell of a workbook of people, beside those of all workbooks, in Thai and English."""

from collections.abc import Mapping

PEOPLE_CELLS_TH: Mapping[str, str] = {
    "account_shape": "“{shown}” ใช้เป็นชื่อบัญชีไม่ได้ ให้ใช้อักษรอังกฤษตัวเล็ก ตัวเลข จุด หรือขีด ๒ ถึง ๖๐ ตัว",
    "account_taken": "มีผู้ใช้ชื่อบัญชี “{shown}” แล้วในชื่ออื่น ให้ตั้งชื่อบัญชีใหม่",
    "post_unknown": "ไม่มีตำแหน่ง “{shown}” ในสำนักงาน ให้กรอกชื่อหรือรหัสตามหน้าตำแหน่ง",
    "post_ambiguous": "มีตำแหน่งชื่อ “{shown}” มากกว่าหนึ่งตำแหน่ง ให้กรอกรหัสตำแหน่ง",
    "post_held": "ตำแหน่ง “{shown}” มีผู้ดำรงอยู่ ให้พ้นจากตำแหน่งก่อน หรือเว้นช่องนี้",
}
PEOPLE_CELLS_EN: Mapping[str, str] = {
    "account_shape": "“{shown}” cannot name an account; use 2 to 60 small letters, digits, dots or dashes",
    "account_taken": "the account “{shown}” belongs to somebody of another name; choose another",
    "post_unknown": "the office has no post “{shown}”; enter its title or code as the page of posts has it",
    "post_ambiguous": "more than one post is called “{shown}”; enter the post's code",
    "post_held": "somebody holds the post “{shown}”; end that first, or leave this cell empty",
}
