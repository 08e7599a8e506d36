"""Everything a message needs to speak: its texts, dates and counts in the reader's language.

Messages use the digits 0-9 throughout: they are read in many programs, and searched.
"""

import datetime
from dataclasses import dataclass

from notifications import texts_en, texts_th
from states import thai
from states.filling import filled
from states.model import Label

_TEXTS = {"th": texts_th.TEXTS, "en": texts_en.TEXTS}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language, "th" or "en"; what is in no language known here is said in Thai."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The text `key` in one line, with its particulars."""
        words = _TEXTS.get(self.language, texts_th.TEXTS)[key]
        return filled(words, {name: str(value) for name, value in values.items()})

    @property
    def joint(self) -> str:
        """What stands between the parts of a list: Thai has no comma there."""
        return ", " if self.language == "en" else " "

    def label(self, label: Label) -> str:
        return label.in_language(self.language)

    def date(self, day: datetime.date) -> str:
        """`15 มกราคม 2561`, or `15 January 2018`."""
        return thai.long_date_en(day) if self.language == "en" else thai.long_date(day)

    def short_date(self, day: datetime.date) -> str:
        """`15 ม.ค. 2561`, or `15 Jan 2018`."""
        return thai.medium_date_en(day) if self.language == "en" else thai.medium_date(day)

    def count(self, number: int) -> str:
        """`12 เรื่อง`, or `12`."""
        return self("count_one") if number == 1 else self("count", count=f"{number:,}")

    def days(self, number: int) -> str:
        """`3 วัน`, or `3 days`."""
        return self("days_one") if number == 1 else self("days", count=f"{number:,}")

    def left(self, due: datetime.date, on: datetime.date) -> str:
        """`อีก 7 วันครบกำหนด`, `ครบกำหนดวันนี้`, `เกินกำหนด 3 วัน`, on a Bangkok date."""
        days = (due - on).days
        if days == 0:
            return self("left_today")
        key = "left_before" if days > 0 else "left_late"
        return self(key, days=self.days(abs(days)))

    def rung(self, days: int) -> str:
        """`เตือนล่วงหน้า 7 วัน`: a rung of a ladder, in days from the due date."""
        if days == 0:
            return self("rung_today")
        return self("rung_before" if days < 0 else "rung_late", days=self.days(abs(days)))
