"""At the end of the sample year nothing is owed that was done; in January exactly what had not been."""

from collections import Counter

from sqlmodel import Session, col, select

from workflow.database import Database
from workflow.models import Acknowledgement, GroupSubmission, Item, Obligation, Office


def still_owed(session: Session) -> list[tuple[str, str, str]]:
    found = session.exec(
        select(Office.code, Item.code, Obligation.code)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .join(Office, col(Office.id) == col(Obligation.office_id))
        .where(Obligation.outcome == "")
    )
    return sorted(found.all())


def test_at_the_end_of_the_year_only_the_second_office_still_owes(sample_year: str) -> None:
    """Its plan is before the provincial board; every other deadline was met or went with its paper."""
    database = Database(sample_year)
    with database.read() as session:
        assert still_owed(session) == [("PYO2", "AP2561", "D-AP-03")]
        done = Counter(session.exec(select(Obligation.code).where(Obligation.outcome == "done")))
        sent = session.exec(select(GroupSubmission)).all()
        read = session.exec(select(Acknowledgement).where(col(Acknowledgement.read_at).is_not(None))).all()
        by_submission = session.exec(
            select(Obligation.closed_seq).where(Obligation.code == "D-QG", Obligation.outcome == "done")
        ).all()
    database.dispose()
    assert (done["D-QG"], done["D-AG"], done["D-RD"]) == (28, 7, len(read))
    assert sorted(seq or 0 for seq in by_submission) == sorted(each.entry_seq for each in sent)


def test_in_january_what_had_not_been_done_is_owed(sample_january: str) -> None:
    database = Database(sample_january)
    with database.read() as session:
        assert still_owed(session) == [
            ("PYO2", "AP2561", "D-AP-03"),
            ("UTD2", "AP2561", "D-AM-01"),
            ("UTD2", "AP2561", "D-AM-01"),
            ("UTD2", "AP2561", "D-AM-02"),
            ("UTD2", "P015", "D-PR-01"),
            ("UTD2", "QR2561-1", "D-QR"),
            ("UTD2", "QR2561-1", "D-SG-03"),
        ]
    database.dispose()
