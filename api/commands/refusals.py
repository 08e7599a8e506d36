"""What only the command line has to refuse, with its words; everything else has its words in `api.words`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """Thai, English and the exit code: 1 understood and refused, 2 not understood."""

    th: str
    en: str
    exit_code: int


WORDS: Mapping[str, Words] = {
    "no_database": Words(
        "ยังไม่มีฐานข้อมูลที่ {place}  สั่ง khanton demo เพื่อดูสำนักงานตัวอย่าง หรือ khanton init เพื่อตั้งสำนักงาน",
        "There is no database at {place}. Run khanton demo to see the sample offices, or khanton init to set"
        " up an office.",
        2,
    ),
    "no_tables": Words(
        "ฐานข้อมูล {place} ยังไม่มีตาราง หรือเป็นรุ่นเก่า  สั่ง khanton init เพื่อปรับให้เป็นรุ่นล่าสุด",
        "The database {place} has no tables yet, or older ones. Run khanton init to bring it up to date.",
        2,
    ),
    "no_office": Words(
        "ฐานข้อมูล {place} ยังไม่มีสำนักงาน  สั่ง khanton demo หรือ khanton init",
        "The database {place} has no office yet. Run khanton demo or khanton init.",
        2,
    ),
    "bad_database": Words(
        "อ่านที่อยู่ฐานข้อมูลไม่ได้ ตัวอย่างที่ใช้ได้: sqlite:///khanton.db หรือ postgresql://user@host/name",
        "This is no database address. Examples: sqlite:///khanton.db or postgresql://user@host/name",
        2,
    ),
    "two_offices": Words(
        "{code} มีอยู่ในหลายสำนักงาน ({offices})  โปรดระบุ --office",
        "{code} exists in more than one office ({offices}). Say which with --office.",
        2,
    ),
    "which_office": Words(
        "ฐานข้อมูลนี้มีหลายสำนักงาน ({offices})  โปรดระบุ --office",
        "This database has more than one office ({offices}). Say which with --office.",
        2,
    ),
    "not_a_demonstration": Words(
        "ฐานข้อมูล {place} มีสำนักงานอยู่แล้ว ({offices}) จึงไม่สร้างสำนักงานตัวอย่างทับ"
        "  โปรดระบุฐานข้อมูลว่าง หรือไม่ต้องระบุ --database",
        "The database {place} already has an office ({offices}), so no sample is built over it. Name an empty"
        " database, or leave --database out.",
        1,
    ),
    "cannot_rebuild": Words(
        "สร้างตัวอย่างใหม่ทับฐานข้อมูล {place} ไม่ได้  โปรดสร้างฐานข้อมูลว่างแล้วสั่งใหม่",
        "The sample in {place} cannot be rebuilt in place. Create an empty database and run this again.",
        1,
    ),
    "remind_sends_nothing": Words(
        "คำสั่งนี้ไม่ส่งข้อความ  สั่งพร้อม --dry-run เพื่อดูว่าจะแจ้งใครเรื่องใด"
        " การส่งเป็นงานของ khanton serve หรือ khanton work",
        "This command sends nothing. Add --dry-run to see who would be told what; sending is what"
        " khanton serve and khanton work do.",
        2,
    ),
    "bad_option": Words("อ่านตัวเลือกไม่ได้: {text}", "An option cannot be read: {text}", 2),
    "no_file": Words("ไม่พบหรืออ่านไฟล์ {path} ไม่ได้", "The file {path} is not there or cannot be read.", 2),
    "file_exists": Words(
        "มีไฟล์ {path} อยู่แล้ว จึงไม่เขียนทับ  โปรดตั้งชื่ออื่น หรือสั่งพร้อม --force",
        "The file {path} is there already and is not written over. Choose another name, or add --force.",
        1,
    ),
    "cannot_write": Words(
        "เขียนไฟล์ {path} ไม่ได้  ตรวจว่าโฟลเดอร์มีอยู่และไฟล์ไม่ได้เปิดค้างใน Excel",
        "The file {path} cannot be written. See that its folder exists and that Excel does not have it open.",
        2,
    ),
    "workbook_rows": Words(
        "มีข้อผิดพลาดในไฟล์ {count} แห่ง จึงยังไม่บันทึกแถวใดเลย  แก้ตามรายการแล้วนำเข้าใหม่",
        "The file has {count} mistakes, so no row of it was saved. Put right what is listed"
        " and import it again.",
        1,
    ),
    "not_postgres": Words(
        "{place} ไม่ใช่ฐานข้อมูล PostgreSQL  คำสั่งนี้ใช้กับ PostgreSQL เท่านั้น",
        "{place} is no PostgreSQL database; this command is for PostgreSQL only.",
        2,
    ),
    "not_a_definition": Words(
        "ไฟล์ {path} ไม่ใช่นิยามเส้นทางงาน (kind) หรือแบบของเขต (profile)",
        "The file {path} is neither a definition (kind) nor a profile.",
        2,
    ),
}


@dataclass
class CommandRefused(Exception):
    """A refusal of the command line itself: its code in WORDS and the facts its words name."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def th(self) -> str:
        return WORDS[self.code].th.format(**self.facts)

    @property
    def en(self) -> str:
        return WORDS[self.code].en.format(**self.facts)

    @property
    def exit_code(self) -> int:
        return WORDS[self.code].exit_code
