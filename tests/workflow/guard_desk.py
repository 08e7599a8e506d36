"""A desk at which a test asks one guard about one item, with real rows behind it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session

from states.model import Label, Transition
from workflow import definitions
from workflow.facts import canonical_facts
from workflow.guards import GUARDS
from workflow.models import Attestation, Fund, Item, LineChange, ProjectLine
from workflow.permissions import Authority
from workflow.situation import Given, Situation, read

DAY = datetime.date(2018, 1, 12)
IN_FIRST_QUARTER = datetime.date(2017, 12, 31)


@dataclass
class Desk:
    """`office` in `session`, and short ways to put items, facts and money on the desk."""

    session: Session
    office: SmallOffice

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def item(self, kind: str, code: str = "", state: str = "", **more: object) -> Item:
        """An item of the office, standing in `state` where one is named."""
        opened = self.office.open(self.session, kind, code or f"X{next(self._numbers):03}", **more)
        if state:
            opened.state = state
        self.session.flush()
        return opened

    def plan_with(self, *states: str, **more: object) -> Item:
        """A plan with one project per state, P001 onwards, in the group of policy and planning."""
        plan = self.item("annual_plan", "PLAN")
        for number, state in enumerate(states, start=1):
            self.item("project", f"P{number:03}", state, parent_id=plan.id, **more)
        return plan

    def record(self, item: Item, code: str, value: str, version: int = 1) -> None:
        """The fact as recorded while the item stood at `version`."""
        by = self.office.people["plan_director"]
        fact = Attestation(
            item_id=item.id,
            code=code,
            value=value,
            item_version=version,
            entry_seq=1,
            attested_by=by,
            attested_at=NOW,
        )
        self.session.add(fact)
        self.session.flush()

    def lines(self, project: Item, *satang: int) -> list[ProjectLine]:
        """Spending lines of the project."""
        fund = Fund(office_id=self.office.id, code=f"F{next(self._numbers)}", name_th="งบดำเนินงาน")
        self.session.add(fund)
        self.session.flush()
        made = [
            ProjectLine(item_id=project.id, fund_id=fund.id, category="ค่าใช้สอย", sub="", original=each)
            for each in satang
        ]
        self.session.add_all(made)
        self.session.flush()
        return made

    def change(self, line: ProjectLine, amendment: Item, satang: int, on: datetime.date = DAY) -> None:
        """What the amendment does to a line."""
        self.session.add(
            LineChange(line_id=line.id, amendment_id=amendment.id, change=satang, effective_on=on)
        )
        self.session.flush()

    def answer(
        self,
        guard: str,
        item: Item,
        *,
        facts: Mapping[str, str] | None = None,
        papers: tuple[str, ...] = (),
        reason: str = "",
        by: str = "plan_director",
        authority: Authority | None = None,
        on: datetime.date = DAY,
        trigger: str = "ask",
        listed: tuple[str, ...] = (),
        **settings: object,
    ) -> Label | bool | None:
        """The guard's own answer: None where it holds. `listed` are the papers the step asks for anyway."""
        self.session.flush()
        reading = read(self.session, item.id, self.office.people[by], on)
        definition = definitions.by_hash(self.session, item.definition_hash)
        return GUARDS[guard](
            Situation(
                session=self.session,
                reading=reading,
                definition=replace(definition, settings={**definition.settings, **settings}),
                move=Transition(
                    trigger,
                    Label("ถาม", "Ask"),
                    (item.state,),
                    item.state,
                    ("plan_director",),
                    documents=listed,
                ),
                authority=authority,
                on=on,
                given=Given(reason, canonical_facts(facts or {}), frozenset(papers)),
            )
        )

    def says(self, guard: str, item: Item, **given: object) -> str:
        """The guard's answer in English: "holds", "refuses" or the particulars."""
        answer = self.answer(guard, item, **given)  # type: ignore[arg-type]
        if answer is None:
            return "holds"
        return answer.en if isinstance(answer, Label) else "refuses"


@pytest.fixture(name="desk")
def desk_of_the_small_office(office: SmallOffice, session: Session) -> Desk:
    """A desk in the small office, in a transaction that is rolled back."""
    return Desk(session, office)
