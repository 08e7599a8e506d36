"""The base data of a fiscal year: what the year before left for whoever prepares its plan (U-K3, R-003)."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from states.model import Label
from workflow.models import BaseFact, Item

KINDS: Final = {
    "result": Label("ผลการดำเนินงาน", "Result"),
    "problem": Label("ปัญหา", "Problem"),
    "obstacle": Label("อุปสรรค", "Obstacle"),
    "suggestion": Label("ข้อเสนอแนะ", "Suggestion"),
    "open_project": Label("โครงการที่ยังไม่สิ้นสุด", "Project not ended"),
    "carry_over": Label("เงินกันไว้เบิกเหลื่อมปี", "Money carried over"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a year leaves to the next.

    `item_id` with `code` and `title` is the paper that says so. `amount` in satang: of a result what was
    paid, of money carried over what may still be paid; no other kind has one.
    """

    kind: str
    item_id: int
    code: str
    title: str
    text: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class BaseData:
    """What a fiscal year (B.E.) starts from, in the order of `KINDS`, each kind by code."""

    fiscal_year: int
    facts: tuple[Fact, ...]

    def of(self, *kinds: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    @property
    def carried_over(self) -> int:
        """What came over from the year before (satang)."""
        return sum(fact.amount or 0 for fact in self.of("carry_over"))


def base_data(session: Session, office_id: int, fiscal_year: int) -> BaseData:
    """The base data kept for a fiscal year (B.E.); empty where the year has not been opened."""
    found = session.exec(
        select(BaseFact, Item.code, Item.title)
        .join(Item, col(Item.id) == col(BaseFact.item_id))
        .where(BaseFact.office_id == office_id, BaseFact.fiscal_year == fiscal_year)
        .order_by(col(Item.code), col(BaseFact.id))
    )
    facts = [
        Fact(row.kind, row.item_id or 0, code, title, row.text, row.amount) for row, code, title in found
    ]
    order = list(KINDS)
    return BaseData(fiscal_year, tuple(sorted(facts, key=lambda fact: order.index(fact.kind))))
