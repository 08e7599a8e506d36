"""Everything a page needs to speak: its texts, dates, times, amounts and digits in the reader's way."""

import datetime
import re
from dataclasses import dataclass

from api.pages.preferences import Preferences
from api.pages.texts import TEXTS
from states import thai
from states.buddhist import digits
from states.catalogue import catalogue
from states.model import Label
from workflow.moments import BANGKOK, bangkok_date

_UNBROKEN = "\N{NO-BREAK SPACE}"
_CODE = re.compile(r"([A-Za-z][\w./-]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """The reader's language and digits, applied when text is made."""

    preferences: Preferences

    @property
    def language(self) -> str:
        return self.preferences.language

    def __call__(self, key: str, **values: object) -> str:
        """The text `key`; numbers among its values get the reader's digits, names stay as they are."""
        told = {name: self.number(v) if isinstance(v, int) else v for name, v in values.items()}
        return TEXTS[self.language][key].format_map(told)

    def has(self, key: str) -> bool:
        return key in TEXTS[self.language]

    def label(self, label: Label) -> str:
        return _jointed(self.digits(label.in_language(self.language)))

    def digits(self, value: object) -> str:
        """Codes such as `QR2561-1` stay as they are searched for and typed."""
        parts = _CODE.split(str(value))
        parts[::2] = [digits(each, thai=self.preferences.thai_digits) for each in parts[::2]]
        return "".join(parts)

    def number(self, value: int) -> str:
        return self.digits(f"{value:,}" if abs(value) >= 10_000 else value)

    def date(self, day: datetime.date) -> str:
        """`15 ต.ค. 2561`, or `15 Oct 2018`, of a Bangkok date; never broken over two lines."""
        thai_words = self.preferences.thai
        text = (
            thai.medium_date(day, thai=self.preferences.thai_digits)
            if thai_words
            else thai.medium_date_en(day)
        )
        return text.replace(" ", _UNBROKEN)

    def day_month(self, day: datetime.date) -> str:
        """`15 ต.ค.`, where the year is plain."""
        name = (thai.month_name if self.preferences.thai else thai.month_name_en)(day.month, short=True)
        return f"{self.digits(day.day)} {name}"

    def month(self, day: datetime.date) -> str:
        """`พฤศจิกายน 2569`, or `November 2026`."""
        if self.preferences.thai:
            return f"{thai.month_name(day.month)} {self.digits(thai.be_year(day.year))}"
        return f"{thai.month_name_en(day.month)} {day.year}"

    def moment(self, at: datetime.datetime) -> str:
        """Bangkok date and time: `15 ต.ค. 2561 09.30 น.`."""
        local = at.astimezone(BANGKOK)
        if self.preferences.thai:
            time = thai.time_of_day(local.time(), thai=self.preferences.thai_digits)
        else:
            time = thai.time_of_day_en(local.time())
        return f"{self.date(bangkok_date(at))} {time}"

    def same_day(self, at: datetime.datetime, day: datetime.date) -> bool:
        return bangkok_date(at) == day

    def money(self, satang: int) -> str:
        return thai.money(satang, thai=self.preferences.thai_digits)

    def year(self, fiscal_year: int) -> str:
        """A Buddhist fiscal year as the reader counts: `2561`, or `2018`."""
        return self.digits(fiscal_year if self.preferences.thai else thai.ce_year(fiscal_year))

    def role(self, name: str) -> str:
        return self.label(catalogue().roles[name].label)

    def roles(self, names: tuple[str, ...]) -> str:
        """Roles in one line: `ก หรือ ข`. The scheduled work of the system is not somebody to ask."""
        people = [self.role(name) for name in names if name != "system"] or [self.role(n) for n in names]
        return self("or").join(people)

    def document(self, code: str) -> str:
        known = catalogue().documents.get(code)
        return self.label(known.label) if known else code

    def fact(self, key: str) -> str:
        """What a fact is called: its own name, or the words of the guard that asks for it."""
        if self.has(f"fact_{key}"):
            return self(f"fact_{key}")
        known = catalogue().guards.get(key)
        return self.label(known.label) if known else self.document(key)

    def fact_value(self, key: str, value: str) -> str:
        """A fact's canonical value as the reader writes it."""
        if self.has(f"value_{key}_{value}"):
            return self(f"value_{key}_{value}")
        kind = catalogue().fact_kind(key)
        if kind == "date":
            return self.date(datetime.date.fromisoformat(value))
        if kind == "yes_no":
            return self("yes" if value == "yes" else "no")
        if kind in {"number", "fraction"}:
            return self.digits(value)
        return ", ".join(map(self._channel, value.split(","))) if kind == "list" else value

    def _channel(self, name: str) -> str:
        """One of a list: where a paper was published, or what the office wrote itself."""
        return self(f"defs_channel_{name}") if self.has(f"defs_channel_{name}") else name

    def days_left(self, due: datetime.date, today: datetime.date) -> str:
        """`เหลือ 9 วัน`, `ครบกำหนดวันนี้`, `เกินกำหนด 7 วัน`."""
        days = (due - today).days
        if days == 0:
            return self("due_today")
        return self("days_left", days=days) if days > 0 else self("days_over", days=-days)


def _jointed(text: str) -> str:
    """`text` with a place to break where browsers find a wrong one: they read แผนก + ลั่นกรอง."""
    return text.replace("แผนกลั่นกรอง", "แผน\N{ZERO WIDTH SPACE}กลั่นกรอง")


def urgency(due: datetime.date, today: datetime.date) -> str:
    """over, soon (three days or fewer) or far: the colour of a due date."""
    days = (due - today).days
    return "over" if days < 0 else "soon" if days <= 3 else "far"
