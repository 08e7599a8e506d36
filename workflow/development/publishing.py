"""The strategies of a published development plan become what projects of its years serve (P-D5, U-K2)."""

from sqlmodel import Session, col, select

from workflow.changes import Hand, record
from workflow.development.content import read_content
from workflow.development.strategies import strategies_in
from workflow.models import Goal, Item
from workflow.permissions import Authority


def give_years_their_strategies(session: Session, item: Item, hand: Hand, by: Authority) -> int:
    """Adds the plan's strategies to the goals of each year it covers that lacks them; how many were added.

    Part of the step that publishes the plan, by its authority: one `goal` entry a year, none where nothing
    was added. A plan without strategies kept here adds none. Raises BadInput as `strategies_in`.
    """
    content = read_content(session, item.id)
    if content is None or not content.strategies:
        return 0
    strategies = strategies_in(content.strategies)
    years = range(content.first_year, content.last_year + 1)
    kept = set(
        session.exec(
            select(Goal.fiscal_year, Goal.code).where(
                Goal.office_id == item.office_id, Goal.kind == "strategy", col(Goal.fiscal_year).in_(years)
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
                office_id=item.office_id,
                fiscal_year=year,
                kind="strategy",
                code=each.code,
                name_th=each.name_th,
            )
            for each in new
        )
        session.flush()
        told = {"fiscal_year": year, "from": item.code}
        codes = [f"strategy {each.code}" for each in new]
        record(session, item.office_id, "goal", codes, told, hand, by=by, item_id=item.id)
        added += len(new)
    return added
