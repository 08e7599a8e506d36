"""What is owed on a paper, told shortly for the tests."""

from sqlmodel import Session, col, select

from workflow.models import Group, Obligation, Person


def owed(session: Session, item_id: int, code: str, outcome: str = "") -> list[Obligation]:
    """The paper's obligations of this code that ended so; open ones where nothing is said."""
    found = session.exec(
        select(Obligation)
        .where(Obligation.item_id == item_id, Obligation.code == code, Obligation.outcome == outcome)
        .order_by(col(Obligation.id))
        .execution_options(populate_existing=True)
    )
    return list(found)


def groups_owing(session: Session, item_id: int, code: str = "D-QG", outcome: str = "") -> list[str]:
    names = dict(session.exec(select(Group.id, Group.code)).all())
    return sorted(names[each.group_id or 0] for each in owed(session, item_id, code, outcome))


def readers_owing(session: Session, item_id: int, outcome: str = "") -> set[str]:
    names = dict(session.exec(select(Person.id, Person.name_th)).all())
    found = [names[each.person_id or 0] for each in owed(session, item_id, "D-RD", outcome)]
    assert len(found) == len(set(found)) or outcome
    return set(found)


def open_codes(session: Session, item_id: int) -> list[str]:
    found = session.exec(
        select(Obligation.code).where(Obligation.item_id == item_id, Obligation.outcome == "")
    )
    return sorted(found)
