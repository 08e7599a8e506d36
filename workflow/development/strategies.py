"""The strategies of a development plan, read from its own words (P-D5)."""

import re
from dataclasses import dataclass

from workflow.errors import BadInput

_CODED = re.compile(r"([A-Za-zก-ฮ]{1,5}\d{1,3})\s*[.:)]?\s+(\S.*)")
_NUMBERED = re.compile(r"(?:กลยุทธ์(?:ที่)?\s*|Strategy\s+)?(\d{1,3})\s*[.:)]?\s+(\S.*)")
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy as the plan lists it: `S1 พัฒนาคุณภาพผู้เรียน`."""

    code: str
    name_th: str


def strategies_in(text: str) -> tuple[Strategy, ...]:
    """One strategy a line: with its own code, by its number (S1), or by its place where it has neither.

    Raises BadInput where two have one code, or a name is longer than 300 characters.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = tuple(_strategy(line, place) for place, line in enumerate(lines, start=1))
    codes = [each.code for each in found]
    for each in found:
        if codes.count(each.code) > 1:
            raise BadInput("strategies", "twice", each.code)
        if len(each.name_th) > _LONGEST_NAME:
            raise BadInput("strategies", "length", f"{each.code}: 1-{_LONGEST_NAME}")
    return found


def _strategy(line: str, place: int) -> Strategy:
    coded, numbered = _CODED.fullmatch(line), _NUMBERED.fullmatch(line)
    if coded:
        return Strategy(coded[1], coded[2].strip())
    if numbered:
        return Strategy(f"S{int(numbered[1])}", numbered[2].strip())
    return Strategy(f"S{place}", line)
