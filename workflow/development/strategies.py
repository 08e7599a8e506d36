"""The strategies of a published development plan become what projects of its years serve (P-D5, U-K2)."""

import re
from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow.analysis.writing import empowered, paper_in_hand
from workflow.changes import Hand, record
from workflow.development.content import KIND, read_content
from workflow.errors import BadInput
from workflow.models import Goal, Item
from workflow.proposals.editors import PLAN_GROUP

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


def give_years_their_strategies(session: Session, item: Item, hand: Hand) -> int:
    """Adds the plan's strategies to the goals of each year it covers that lacks them; how many were added.

    Once the plan is published; by the plan group; one `goal` entry a year, none where nothing was added, so
    that a second call changes nothing. Raises NotOpenHere, NotAllowed, BadInput.
    """
    actor, now = paper_in_hand(session, item, KIND, ("published",), "publish", hand)
    by = empowered(actor, now, PLAN_GROUP, "publish")
    content = read_content(session, item.id)
    if content is None or not content.strategies:
        raise BadInput("strategies", "empty")
    strategies = strategies_in(content.strategies)
    years = range(content.first_year, content.last_year + 1)
    kept = set(
        session.exec(
            select(Goal.fiscal_year, Goal.code).where(
                Goal.office_id == now.office_id, Goal.kind == "strategy", col(Goal.fiscal_year).in_(years)
            )
        )
    )
    added = 0
    for year in years:
        new = [each for each in strategies if (year, each.code) not in kept]
        if not new:
            continue
        session.add_all(
            Goal(
                office_id=now.office_id,
                fiscal_year=year,
                kind="strategy",
                code=each.code,
                name_th=each.name_th,
            )
            for each in new
        )
        session.flush()
        told = {"fiscal_year": year, "from": now.code}
        codes = [f"strategy {each.code}" for each in new]
        record(session, now.office_id, "goal", codes, told, hand, by=by, item_id=item.id)
        added += len(new)
    return added


def _strategy(line: str, place: int) -> Strategy:
    coded, numbered = _CODED.fullmatch(line), _NUMBERED.fullmatch(line)
    if coded:
        return Strategy(coded[1], coded[2].strip())
    if numbered:
        return Strategy(f"S{int(numbered[1])}", numbered[2].strip())
    return Strategy(f"S{place}", line)
