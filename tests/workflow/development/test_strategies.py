"""The strategies of a development plan, and the goals they become."""

import pytest
from conftest import NOW

from workflow.changes import Hand, authority
from workflow.development.content import Content, save_content
from workflow.development.publishing import give_years_their_strategies
from workflow.development.reading import serving
from workflow.development.strategies import strategies_in
from workflow.errors import BadInput
from workflow.models import Goal
from workflow.moments import bangkok_date

TODAY = bangkok_date(NOW)


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


def test_strategies_have_names_of_a_length_and_a_plan_gives_each_year_its_own_once(session, office):
    assert refused(strategies_in, f"S1 {'ก' * 301}") == ("strategies", "length")
    plan = office.open(session, "development_plan", "DP1")
    officer = Hand(office.people["plan_officer"], NOW)
    save_content(session, plan, Content(2562, 2563, strategies="S1 คุณภาพ\nS2 ครู"), officer)
    session.add_all(
        Goal(office_id=office.id, fiscal_year=2562, kind="strategy", code=code, name_th=code)
        for code in ("S1", "S2")
    )
    session.flush()
    by = authority(session, office.id, officer, ("plan_officer",))
    assert give_years_their_strategies(session, plan, officer, by) == 2  # of the second year alone
    broken = Content(2562, 2563, strategies="S1 ก\nS1 ข")
    assert serving(session, office.id, broken, 2562, TODAY) == []
