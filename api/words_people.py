"""Refusals about people, posts and orders: what is wrong, and what to do; Thai and English."""

from collections.abc import Mapping

TH: Mapping[str, tuple[str, str, str]] = {
    "input_nobody": (
        "ไม่มีผู้ที่ต้องเตือน",
        "ไม่มี{name}แล้ว",
        "เปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด",
    ),
    "input_shape": (
        "มีตัวอักษรที่ใช้ไม่ได้",
        "{name} “{detail}” ใช้ไม่ได้",
        "ใช้ตัวอักษรอังกฤษตัวเล็ก ตัวเลข จุด และขีด ตั้งแต่สองตัวขึ้นไป ขึ้นต้นด้วยตัวอักษรหรือตัวเลข",
    ),
    "input_ends_already": (
        "สิ้นสุดอยู่แล้ว",
        "{name}: สิ้นสุดวันที่ {detail} อยู่แล้ว",
        "ระบุวันที่เร็วกว่านั้น หากให้มีผลต่อไปให้บันทึกคำสั่งใหม่",
    ),
    "input_holds_it": (
        "ดำรงตำแหน่งนั้นอยู่แล้ว",
        "{detail} ดำรงตำแหน่งนี้เองในช่วงวันนั้น จึงแทนตนเองไม่ได้",
        "เลือกผู้แทนคนอื่น หรือแก้ช่วงวัน",
    ),
    "input_holds_later": (
        "ได้รับแต่งตั้งไว้หลังวันนั้น",
        "{name}: มีการแต่งตั้งไว้ล่วงหน้า {detail}",
        "เลือกวันหลังจากนั้น หรือจบการแต่งตั้งนั้นก่อน",
    ),
    "input_last_administrator": (
        "ไม่มีผู้ดูแลระบบเหลือ",
        "ตั้งแต่วันที่ {detail} สำนักงานจะไม่มีผู้ดูแลระบบเลย",
        "แต่งตั้งผู้ดูแลระบบคนอื่นก่อน แล้วจึงปิดบัญชีนี้",
    ),
    "input_own_account": (
        "ปิดบัญชีของตนเองไม่ได้",
        "“{detail}” เป็นบัญชีที่ใช้อยู่ขณะนี้",
        "ให้ผู้ดูแลระบบคนอื่นเป็นผู้ปิด",
    ),
    "input_posts_left": (
        "ยังมีตำแหน่งอยู่ในกลุ่ม",
        "มี {detail} ตำแหน่งในกลุ่มนี้ที่มีผลเกินวันสิ้นสุดของกลุ่ม",
        "กำหนดวันสิ้นสุดของตำแหน่งเหล่านั้นที่หน้าตำแหน่งก่อน",
    ),
    "input_all_and_some": (
        "เลือกไว้สองแบบ",
        "{name}: เลือกทุกเรื่อง แต่ทำเครื่องหมายบางเรื่องไว้ด้วย",
        "เลือก “เฉพาะเรื่องที่เลือก” หรือเอาเครื่องหมายออกทั้งหมด",
    ),
    "input_cannot_see": (
        "ผู้รับไม่มีสิทธิเห็นเรื่องนี้",
        "{name}: {detail} ไม่มีสิทธิเห็นเรื่องนี้ จึงแจ้งถึงไม่ได้",
        "เอาชื่อนี้ออก แล้วส่งใหม่",
    ),
    "input_too_many_called": ("แจ้งหลายคนเกินไป", "{name}: แจ้งได้ครั้งละไม่เกิน {detail} คน", "ลดจำนวนผู้รับ แล้วส่งใหม่"),
}
EN: Mapping[str, tuple[str, str, str]] = {
    "input_nobody": (
        "There is nobody to remind",
        "There are no {name} any more.",
        "Open this page anew to see how it stands.",
    ),
    "input_shape": (
        "Letters that cannot be used",
        "{name} “{detail}” cannot be used.",
        "Use small letters a-z, digits, dots and dashes, two or more, beginning with a letter or a digit.",
    ),
    "input_ends_already": (
        "It ends already",
        "{name}: it ends on {detail} already.",
        "Name an earlier day; to let it go on, record a new order.",
    ),
    "input_holds_it": (
        "She holds that post herself",
        "{detail} holds this post on these days and cannot stand in for herself.",
        "Choose somebody else, or other days.",
    ),
    "input_holds_later": (
        "Appointed for a later day",
        "{name}: there is an appointment for later, {detail}.",
        "Choose a day after it, or end that appointment first.",
    ),
    "input_last_administrator": (
        "No administrator would be left",
        "From {detail} on the office would have no system administrator.",
        "Appoint another one first, then close this account.",
    ),
    "input_own_account": (
        "One’s own account stays open",
        "“{detail}” is the account you are using.",
        "Let another administrator close it.",
    ),
    "input_posts_left": (
        "The group still has posts",
        "{detail} posts of the group go on after its last day.",
        "End those posts first, on the page of positions.",
    ),
    "input_all_and_some": (
        "Everything, or some of it",
        "{name}: everything was chosen, and some of it ticked, too.",
        "Choose “only what is ticked”, or take all ticks away.",
    ),
    "input_cannot_see": (
        "She may not see this item",
        "{name}: {detail} may not see this item and cannot be told of it",
        "Leave the name out and send again",
    ),
    "input_too_many_called": (
        "Too many people called",
        "{name}: at most {detail} at once",
        "Call fewer people",
    ),
}
