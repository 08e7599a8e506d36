"""What is wrong with a definition, in words an office understands, with the shortest way to see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# One line per complaint: Thai, English. {braces} are filled from the finding's facts.
WORDS: Mapping[str, tuple[str, str]] = {
    "unknown_state": ("{where} อ้างถึงสถานะ {name} ที่ไม่มี", "{where} names the state {name}, which does not exist"),
    "unknown_role": ("{where} ให้บทบาท {name} ที่ไม่มีดำเนินการ", "{where} names the role {name}, which does not exist"),
    "unknown_guard": ("{where} ใช้เงื่อนไข {name} ที่ไม่มี", "{where} asks the guard {name}, which does not exist"),
    "unknown_document": ("{where} ขอเอกสาร {name} ที่ไม่มี", "{where} needs the document {name}, which does not exist"),
    "unknown_notice": ("{where} ส่งหนังสือ/แจ้งเตือน {name} ที่ไม่มี", "{where} sets off {name}, which does not exist"),
    "unknown_deadline": ("กำหนดเวลา {name} ไม่มีในบัญชี", "the deadline {name} does not exist"),
    "unknown_body": ("เส้นทางอนุมัติอ้างถึงคณะ {name} ที่ไม่มี", "the route names the body {name}, which does not exist"),
    "unknown_trigger": ("{where} อ้างถึงการดำเนินการ {name} ที่ไม่มี", "{where} names the trigger {name}, which does not exist"),
    "unknown_channel": ("ช่องทางเผยแพร่ {name} ซ้ำหรือว่าง", "the publication channel {name} is empty or stands twice"),
    "bad_name": ("ชื่อ {name} ใช้ไม่ได้", "the name {name} cannot be used"),
    "duplicate_state": ("สถานะ {name} ซ้ำ", "the state {name} stands twice"),
    "two_ways": ("จากสถานะ {where} การดำเนินการ {name} มีสองทาง", "from {where} the trigger {name} leads two ways"),
    "unreachable": ("ไม่มีทางไปถึงสถานะ {name}", "the state {name} can never be reached"),
    "no_way_out": ("จากสถานะ {name} ไปไม่ถึงจุดสิ้นสุดใด", "no end can be reached from {name}"),
    "end_goes_on": ("สถานะสิ้นสุด {name} ยังมีทางไปต่อ", "the end {name} still leads somewhere"),
    "no_good_end": ("ไม่มีจุดสิ้นสุดที่งานสำเร็จ", "no end completes the work"),
    "no_source": ("{name} ไม่มีสถานะต้นทาง", "{name} starts from no state"),
    "nobody_may": ("ไม่มีผู้ใดดำเนินการ {name} ได้", "nobody can fire {name}"),
    "send_back_without_reason": ("{name} ส่งกลับโดยไม่ต้องให้เหตุผล", "{name} sends back without a reason"),
    "given_up_without_reason": ("{name} ยุติเรื่องโดยไม่ต้องให้เหตุผล", "{name} gives the item up without a reason"),
    "backward_undeclared": ("{name} ย้อนกลับไป {where} โดยไม่ได้ระบุว่าเป็นการส่งกลับ", "{name} goes back to {where} without being declared a send-back"),
    "rework_without_send_back": ("{name} เป็นการแก้ไขต่อ แต่ไม่มีการส่งกลับมาที่ {where}", "{name} takes work up again, but nothing sends back to {where}"),
    "step_bypassed": ("สิ้นสุดได้โดยไม่ผ่าน {name}", "the work can be completed without passing {name}"),
    "separation_too_small": ("ชุดแบ่งแยกหน้าที่ {name} มีไม่ถึงสองรายการ", "the separation set {name} has fewer than two triggers"),
    "deadline_unusable": ("คำนวณกำหนดเวลา {name} ไม่ได้: {where}", "the deadline {name} cannot be computed: {where}"),
    "deadline_outside_year": ("กำหนดเวลา {name} ตกวันที่ {where} นอกช่วง 1 ต.ค. ถึง 31 ธ.ค. ของปีถัดไป", "the deadline {name} falls on {where}, outside 1 October to 31 December of the year after"),
    "never_settled": ("กำหนดเวลา {name} เปิดที่ {where} แต่ไม่มีขั้นใดปลดได้", "the obligation {name} opens at {where} and nothing settles it"),
    "never_opened": ("กำหนดเวลา {name} ไม่เคยเปิด", "the obligation {name} never opens"),
    "label_missing": ("{name} ไม่มีชื่อภาษาไทยหรืออังกฤษ", "{name} has no Thai or no English name"),
    "route_action_unknown": ("คณะในช่อง {where} ใช้การพิจารณาแบบ {name} ที่เอกสารชนิดนี้ไม่มี", "the body in slot {where} is asked to {name}, which this kind has no step for"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint. `counterexample` holds the fewest triggers that lead to the fault from the start."""

    code: str
    kind: str
    profile: str
    name: str
    where: str = ""
    counterexample: tuple[str, ...] = field(default=())

    @property
    def th(self) -> str:
        return self._say(0, "ตัวอย่าง: ")

    @property
    def en(self) -> str:
        return self._say(1, "counterexample: ")

    def _say(self, language: int, example: str) -> str:
        said = WORDS[self.code][language].format(name=self.name, where=self.where)
        way = " → ".join(self.counterexample) or ("เริ่มต้น", "at the start")[language]
        return f"{said} ({example}{way})"
