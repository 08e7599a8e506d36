"""The words of the pages for posts and orders, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "posts_help": (
        (
            "อำนาจอยู่ที่ตำแหน่ง ไม่ได้อยู่ที่คน แต่ละตำแหน่งมีผู้ดำรงตามช่วงวัน ระบุวันที่เพื่อดูว่าวันนั้นใครดำรงตำแหน่งใด"
            " กดชื่อตำแหน่งเพื่อแต่งตั้งหรือดูประวัติ"
        ),
        "Posts hold authority, people hold posts for some days. Name a day to see who held what then.",
    ),
    "posts_search": ("ค้นหาตำแหน่ง กลุ่ม โรงเรียน หรือชื่อคน", "Search posts, groups, schools or people"),
    "posts_title": ("ตำแหน่ง", "Post"),
    "posts_role": ("บทบาท", "Role"),
    "posts_all_roles": ("ทุกบทบาท", "All roles"),
    "posts_state": ("มีผู้ดำรงหรือว่าง", "Held or vacant"),
    "posts_state_all": ("ทุกตำแหน่ง", "All posts"),
    "posts_state_held": ("มีผู้ดำรงตำแหน่ง", "Held"),
    "posts_state_vacant": ("ว่าง", "Vacant"),
    "posts_as_on": ("ณ วันที่", "As on"),
    "posts_found": ("ณ {day} มี {count} ตำแหน่ง", "{count} posts on {day}"),
    "posts_of_day": ("ตำแหน่ง ณ {day}", "Posts on {day}"),
    "posts_vacant_count": ("ว่าง {count} ตำแหน่ง", "{count} vacant"),
    "posts_none": ("ไม่พบตำแหน่ง", "No post found"),
    "posts_holder": ("ผู้ดำรงตำแหน่ง", "Held by"),
    "posts_vacant": ("ว่าง", "vacant"),
    "posts_acting": ("ผู้แทน", "Standing in"),
    "posts_add": ("เพิ่มตำแหน่ง", "Add a post"),
    "posts_title_hint": (
        "ชื่อที่ใช้ลงนาม เช่น ผู้อำนวยการกลุ่มนิเทศ ติดตามและประเมินผล",
        "As it stands under a signature",
    ),
    "posts_group": ("กลุ่ม", "Group"),
    "posts_group_hint": (
        "จำเป็นสำหรับ ผอ.กลุ่ม และผู้รับผิดชอบโครงการ",
        "Needed for group directors and project owners",
    ),
    "posts_whole_office": ("ทั้งสำนักงาน", "The whole office"),
    "posts_school": ("โรงเรียน", "School"),
    "posts_school_hint": ("จำเป็นสำหรับผู้บริหารสถานศึกษา", "Needed for school heads"),
    "posts_no_school": ("ไม่ใช่ตำแหน่งของโรงเรียน", "Not of a school"),
    "posts_cluster": ("กลุ่มโรงเรียน", "Cluster"),
    "posts_cluster_hint": ("สำหรับประธานกลุ่มโรงเรียน", "For cluster chairs"),
    "posts_no_cluster": ("ไม่ใช่ตำแหน่งของกลุ่มโรงเรียน", "Not of a cluster"),
    "posts_from": ("มีตั้งแต่วันที่", "From"),
    "posts_from_hint": ("เว้นว่างหมายถึงวันนี้", "Empty means today"),
    "post_help": (
        "แต่งตั้งคนเข้าตำแหน่งตามคำสั่ง ถ้ามีผู้ดำรงอยู่ให้เลือกให้พ้นในวันก่อนหน้า ประวัติผู้ดำรงตำแหน่งไม่ถูกลบ",
        "Appoint by order; whoever holds the post can leave the day before. Former holders stay on record.",
    ),
    "post_exists": ("มีตั้งแต่", "exists"),
    "post_done_added": ("เพิ่มตำแหน่งแล้ว", "Post added."),
    "post_done_appointed": ("บันทึกการแต่งตั้งแล้ว", "Appointed."),
    "post_done_left": ("บันทึกวันพ้นตำแหน่งแล้ว", "The last day in the post is noted."),
    "post_done_changed": ("บันทึกการแก้ไขแล้ว", "Changed."),
    "post_done_ended": ("กำหนดวันสิ้นสุดของตำแหน่งแล้ว", "The post’s last day is set."),
    "post_today": ("วันนี้ ({day})", "Today ({day})"),
    "post_history": ("ประวัติผู้ดำรงตำแหน่ง", "Holders so far"),
    "post_history_none": ("ยังไม่เคยมีผู้ดำรงตำแหน่ง", "Nobody has held it yet"),
    "post_orders": ("คำสั่งแทน (20 ฉบับล่าสุด)", "Orders to stand in (the last 20)"),
    "post_steps": ("ขั้นตอนที่ตำแหน่งนี้ทำได้", "Steps of this post"),
    "post_appoint": ("แต่งตั้ง", "Appoint"),
    "post_appoint_do": ("บันทึกการแต่งตั้ง", "Appoint"),
    "post_person": ("ผู้ได้รับแต่งตั้ง", "Person"),
    "post_from": ("ตั้งแต่วันที่", "From"),
    "post_to": ("ถึงวันที่", "To"),
    "post_to_hint": ("เว้นว่างหากไม่มีกำหนด", "Empty where there is no end"),
    "post_replace": ("ให้ {name} พ้นจากตำแหน่งในวันก่อนหน้า", "{name} leaves the post the day before"),
    "post_leave": ("พ้นจากตำแหน่ง", "Leave the post"),
    "post_leave_do": ("บันทึกวันพ้นตำแหน่ง", "Note the last day"),
    "post_last_day": ("วันสุดท้ายในตำแหน่ง", "Last day in the post"),
    "post_rename": ("แก้ชื่อตำแหน่ง", "Change the title"),
    "post_end": ("ยุบตำแหน่ง", "End the post"),
    "post_end_lead": (
        "ผู้ดำรงตำแหน่งพ้นในวันเดียวกัน ตำแหน่งที่ยุบแล้วแต่งตั้งไม่ได้อีก",
        "Its holder leaves that day; nobody can be appointed after it.",
    ),
    "post_end_day": ("วันสุดท้ายของตำแหน่ง", "The post’s last day"),
    "post_end_sure": ("ตรวจแล้วว่าไม่ใช้ตำแหน่งนี้อีก", "I have checked that this post is no longer needed"),
    "stands_acting": ("รักษาราชการแทน", "acting"),
    "stands_on_behalf": ("ปฏิบัติราชการแทน", "on behalf"),
    "orders_help": (
        (
            "บันทึกคำสั่งรักษาราชการแทนหรือปฏิบัติราชการแทนก่อนผู้แทนลงนาม ระบบตรวจช่วงวันและเรื่องที่มอบทุกครั้ง"
            " วันลาใช้ส่งเรื่องเตือนไปยังผู้แทน"
        ),
        (
            "Record the order before the stand-in signs: its days and subjects are checked at every step."
            " Leave sends reminders to whoever stands in."
        ),
    ),
    "orders_new": ("บันทึกคำสั่งรักษาราชการแทน/ปฏิบัติราชการแทน", "Record an order"),
    "orders_new_for": ("บันทึกคำสั่งรักษาราชการแทน/ปฏิบัติราชการแทน", "record an order"),
    "orders_done_ordered": ("บันทึกคำสั่งแล้ว", "The order is recorded."),
    "orders_done_ended": ("บันทึกวันสิ้นสุดของคำสั่งแล้ว", "The order’s end is noted."),
    "orders_done_absent": ("บันทึกวันลาแล้ว", "Leave noted."),
    "orders_done_back": ("บันทึกว่ากลับมาแล้ว", "Noted."),
    "orders_gaps": ("มีงานรออยู่ แต่วันนี้ไม่มีผู้ทำ", "Work waits, and nobody is there today"),
    "orders_gap_vacant": ("ตำแหน่งว่าง", "vacant"),
    "orders_gap_away": ("{name} ลา", "{name} is away"),
    "orders_gap_count": ("งานรอ {count} เรื่อง", "{count} papers wait"),
    "orders_gaps_left": (
        "และอีก {count} ตำแหน่ง ดูได้ที่หน้าตำแหน่ง เลือกว่าง",
        "and {count} more posts; see vacant posts",
    ),
    "orders_now": ("คำสั่งที่มีผลวันนี้ ({day})", "In force today ({day})"),
    "orders_now_none": ("วันนี้ไม่มีคำสั่งแทน", "No order is in force today."),
    "orders_coming": ("คำสั่งที่จะมีผล", "To come"),
    "orders_past": ("คำสั่งที่สิ้นสุดแล้ว", "Over"),
    "orders_for": ("แทนตำแหน่ง", "Stands in for"),
    "orders_number": ("คำสั่ง", "Order"),
    "orders_dated": ("ลงวันที่ {day}", "dated {day}"),
    "orders_leave": ("การลาและไปราชการ", "Leave and travel"),
    "orders_leave_none": ("ไม่มีใครลา", "Nobody is away."),
    "orders_covered": ("ผู้แทนตลอดช่วงลา", "Covered by"),
    "orders_uncovered": ("ยังไม่มีคำสั่งแทน", "nobody stands in"),
    "orders_back": ("กลับมา", "Back"),
    "order_new_help": (
        "เลือกตำแหน่งก่อน แล้วระบุผู้แทน ช่วงวัน และเรื่องที่มอบตามคำสั่งที่ลงนามแล้ว",
        "Choose the post, then who stands in, the days and the subjects as the signed order says.",
    ),
    "order_post_hint": ("ตำแหน่งที่มีผู้แทน ไม่ใช่ตำแหน่งของผู้แทน", "The post that is stood in for"),
    "order_other_post": ("เลือกตำแหน่งอื่น", "another post"),
    "order_capacity": ("การแทน", "Capacity"),
    "order_capacity_acting": (
        "ตำแหน่งว่างหรือผู้ดำรงไม่อยู่ มีอำนาจเต็มเท่าตำแหน่ง",
        "The post is vacant or its holder away; full authority",
    ),
    "order_capacity_on_behalf": (
        "ผู้ดำรงยังอยู่ แต่มอบอำนาจบางเรื่องให้",
        "The holder is there and hands some matters over",
    ),
    "order_person": ("ผู้แทน", "Who stands in"),
    "order_dated": ("คำสั่งลงวันที่", "Order dated"),
    "order_subjects": ("เรื่องที่มอบ", "Subjects"),
    "order_all": ("ทุกเรื่องของตำแหน่งนี้", "Everything the post does"),
    "order_some": ("เฉพาะเรื่องที่เลือกต่อไปนี้", "Only what is ticked below"),
    "order_whole_kind": ("(ทุกขั้นตอน)", "(all steps)"),
    "order_only_steps": ("เลือกเฉพาะบางขั้นตอน", "Only some steps"),
    "order_everything": ("ทุกเรื่อง", "everything"),
    "order_save": ("บันทึกคำสั่ง", "Record the order"),
    "order_means": ("ผลของคำสั่ง", "What it does"),
    "order_means_text": (
        "ในช่วงวันนั้นผู้แทนเห็นและทำงานของตำแหน่งนี้ได้ ทุกขั้นตอนที่ทำบันทึกว่าแทนใคร ตามคำสั่งใด ผู้แทนทำแทนในเรื่องที่ตนเสนอเองไม่ได้",
        (
            "On these days she sees and does the post’s work. Each step records for whom and by which order;"
            " she cannot decide what she proposed herself."
        ),
    ),
    "order_end_early": ("ให้สิ้นสุดก่อนกำหนด", "End early"),
    "order_last_day": ("วันสุดท้ายที่มีผล", "Last day"),
    "order_end_hint": ("ระบุวันก่อนวันเริ่มหมายถึงยกเลิกคำสั่งที่ยังไม่มีผล", "A day before its start takes the order away"),
    "order_end_do": ("บันทึกวันสิ้นสุด", "End it"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}
