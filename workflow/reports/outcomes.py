"""What pupils achieved: mean scores of national tests by school year, and how they changed (U-R1 to U-R3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, select

from workflow.changes import Hand, authority, record
from workflow.errors import AlreadyExists, BadInput
from workflow.facts import limited
from workflow.history import Sealed
from workflow.models import OutcomeScore
from workflow.proposals.editors import PLAN_GROUP

HIGHEST: Final = 100_00
_LONGEST: Final = {"test": 40, "level": 20, "subject": 80, "source": 300}


@dataclass(frozen=True, slots=True)
class Score:
    """A mean score of a school year (B.E.), in hundredths of 100 points; no `subject` for all together."""

    test: str
    level: str
    subject: str
    school_year: int
    hundredths: int

    @property
    def key(self) -> tuple[str, str, str, int]:
        return self.test, self.level, self.subject, self.school_year


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a mean score from one school year (B.E.) to the next, in hundredths."""

    test: str
    level: str
    subject: str
    since: int
    until: int
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


def record_scores(
    session: Session, office_id: int, scores: Sequence[Score], source: str, hand: Hand
) -> Sealed | None:
    """Keeps mean scores of national tests, with one `outcome` entry that names the source; by the plan group.

    A score given before for the same test, level, subject and year is replaced, and the entry tells both.
    None where nothing is different. Raises NotAllowed, BadInput, TooLong, AlreadyExists (one given twice).
    """
    by = authority(session, office_id, hand, PLAN_GROUP)
    source = _text("source", source)
    rows = {_score(row).key: row for row in _rows(session, office_id)}
    before = {key: row.hundredths for key, row in rows.items()}
    changed = [each for each in _checked(scores) if before.get(each.key) != each.hundredths]
    if not changed:
        return None
    for each in changed:
        row = rows.get(each.key) or _row(office_id, each)
        row.hundredths = each.hundredths
        session.add(row)
    session.flush()
    told = {
        "source": source,
        "scores": [[*each.key, before.get(each.key), each.hundredths] for each in changed],
    }
    tests = sorted({f"{each.test} {each.level}" for each in changed})
    return record(session, office_id, "outcome", tests, told, hand, by=by)


def scores_of(session: Session, office_id: int) -> list[Score]:
    """Every score kept, by test, level, subject and school year."""
    return sorted((_score(row) for row in _rows(session, office_id)), key=lambda each: each.key)


def changes(scores: Iterable[Score], until: int | None = None) -> tuple[Change, ...]:
    """Each score beside that of the school year before it, up to school year `until` (B.E.).

    A year without a score in the year before tells no change.
    """
    known = {each.key: each.hundredths for each in scores}
    found = []
    for (test, level, subject, year), after in sorted(known.items()):
        before = known.get((test, level, subject, year - 1))
        if before is not None and (until is None or year <= until):
            found.append(Change(test, level, subject, year - 1, year, before, after))
    return tuple(found)


def _checked(scores: Sequence[Score]) -> list[Score]:
    if not scores:
        raise BadInput("scores", "empty")
    tidy = [_tidied(each) for each in scores]
    seen = set()
    for each in tidy:
        if not 2400 < each.school_year < 2700:
            raise BadInput("school_year", "wrong_era", str(each.school_year))
        if not 0 <= each.hundredths <= HIGHEST:
            raise BadInput("score", "out_of_range", f"{each.hundredths / 100:.2f}")
        if each.key in seen:
            raise AlreadyExists("score", " ".join(map(str, each.key)))
        seen.add(each.key)
    return tidy


def _tidied(score: Score) -> Score:
    subject = limited("subject", score.subject.strip(), _LONGEST["subject"])
    test, level = _text("test", score.test), _text("level", score.level)
    return Score(test, level, subject, score.school_year, score.hundredths)


def _text(name: str, text: str) -> str:
    if not text.strip():
        raise BadInput(name, "empty")
    return limited(name, text.strip(), _LONGEST[name])


def _rows(session: Session, office_id: int) -> Sequence[OutcomeScore]:
    return session.exec(select(OutcomeScore).where(OutcomeScore.office_id == office_id)).all()


def _score(row: OutcomeScore) -> Score:
    return Score(row.test, row.level, row.subject, row.school_year, row.hundredths)


def _row(office_id: int, score: Score) -> OutcomeScore:
    test, level, subject, year = score.key
    return OutcomeScore(
        office_id=office_id, test=test, level=level, subject=subject, school_year=year, hundredths=0
    )
