"""Reads what people give as evidence into one canonical text per kind of fact."""

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from states.catalogue import FactKind, catalogue
from states.thai import arabic_digits
from states.typed import UnreadableDate, WrongEra, parse_typed_date
from workflow.errors import BadDate, BadEvidence, TooLong

LONGEST_VALUE = 2_000
LONGEST_REASON = 10_000
_YES = frozenset({"yes", "y", "true", "1", "ใช่", "อนุมัติ", "มี", "ให้"})
_NO = frozenset({"no", "n", "false", "0", "ไม่ใช่", "ไม่อนุมัติ", "ไม่มี", "ไม่ให้", "ไม่"})
_FRACTION = re.compile(r"^\s*(\d{1,4})\s*/\s*(\d{1,4})\s*$")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in force on an item: its canonical value, who said so, when it was recorded."""

    code: str
    value: str
    item_version: int
    entry_seq: int = 0
    attested_by: int = 0

    @property
    def yes(self) -> bool:
        return self.value == "yes"

    @property
    def listed(self) -> frozenset[str]:
        return frozenset(self.value.split(","))

    @property
    def number(self) -> float:
        return float(self.value)


def canonical_facts(evidence: Mapping[str, str]) -> dict[str, str]:
    """Every key a known fact or document, every value canonical; raises BadEvidence, BadDate or TooLong."""
    return {key: canonical_value(key, value) for key, value in evidence.items()}


def canonical_value(key: str, text: str) -> str:
    """One fact's canonical text: yes/no, a number, an ISO date, a sorted list, "12/15", or the text."""
    kind = catalogue().fact_kind(key) or ("text" if key in catalogue().documents else None)
    if kind is None:
        raise BadEvidence(key, "unknown_key")
    limited("evidence", text, LONGEST_VALUE)
    if not text.strip():
        raise BadEvidence(key, "empty")
    return _READERS[kind](key, text.strip())


def known_documents(codes: Collection[str]) -> frozenset[str]:
    """The codes, each of a document that some step asks for; raises BadEvidence."""
    for code in codes:
        if code not in catalogue().documents:
            raise BadEvidence(code, "unknown_key")
    return frozenset(codes)


def limited(name: str, text: str, limit: int) -> str:
    """`text`, refused with TooLong over `limit` characters."""
    if len(text) > limit:
        raise TooLong(name, limit, len(text))
    return text


def _text(_key: str, text: str) -> str:
    return text


def _yes_no(key: str, text: str) -> str:
    word = text.casefold()
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise BadEvidence(key, "not_yes_no", text[:80])


def _number(key: str, text: str) -> str:
    plain = arabic_digits(text).replace(",", "")
    if not re.fullmatch(r"\d{1,15}(\.\d{1,2})?", plain):
        raise BadEvidence(key, "not_number", text[:80])
    return plain


def _date(key: str, text: str) -> str:
    try:
        return parse_typed_date(text).isoformat()
    except WrongEra as error:
        raise BadDate("wrong_era", text[:80]) from error
    except UnreadableDate as error:
        raise BadEvidence(key, "not_date", text[:80]) from error


def _list(key: str, text: str) -> str:
    parts = sorted({part.strip() for part in re.split(r"[,;\n]", text) if part.strip()})
    if not parts:
        raise BadEvidence(key, "not_list", text[:80])
    return ",".join(parts)


def _fraction(key: str, text: str) -> str:
    found = _FRACTION.match(arabic_digits(text))
    if not found or int(found[2]) == 0 or int(found[1]) > int(found[2]):
        raise BadEvidence(key, "not_fraction", text[:80])
    return f"{int(found[1])}/{int(found[2])}"


_READERS = {
    "text": _text,
    "yes_no": _yes_no,
    "number": _number,
    "date": _date,
    "list": _list,
    "fraction": _fraction,
}
assert set(_READERS) == set(get_args(FactKind))


def attendance(value: str) -> Fraction:
    """ "12/15" as the share of members present."""
    return Fraction(*map(int, value.split("/")))


def day(value: str) -> datetime.date:
    """The date in a canonical date fact."""
    return datetime.date.fromisoformat(value)
