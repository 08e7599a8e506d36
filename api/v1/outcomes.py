"""Mean scores of national tests by school year, and how they changed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Asked
from workflow.reports.outcomes import Change, Score, changes, record_scores, scores_of

router = APIRouter(
    tags=["reports"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)
Mean = Annotated[
    Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2, description="0 to 100, e.g. 52.37")
]


class ScoreOfTest(Asked):
    test: PlainText = Field(description="NT, O-NET …")
    level: PlainText = Field(description="ป.3, ป.6, ม.3 …")
    subject: PlainText = Field(default="", description="Empty for all subjects together")
    school_year: int = Field(ge=0, le=LARGEST_NUMBER, description="Buddhist Era")
    score: Mean


class ScoresAsked(Asked):
    """Scores given before for the same test, level, subject and year are replaced; all or none."""

    source: PlainText = Field(description="Where the scores are published")
    scores: list[ScoreOfTest] = Field(min_length=1, max_length=500)


class ChangeOfTest(BaseModel):
    """A mean score beside that of the school year before, in points out of 100."""

    test: str
    level: str
    subject: str
    since: int
    until: int
    before: Decimal
    after: Decimal
    change: Decimal


class OutcomesShown(BaseModel):
    scores: list[ScoreOfTest]
    changes: list[ChangeOfTest]


class OutcomesKept(OutcomesShown):
    entry_seq: int | None = Field(description="The history entry; null where nothing was different")


@router.get("/outcomes")
def outcomes(session: Transaction, office: OwnOffice) -> OutcomesShown:
    """ผลสัมฤทธิ์ทางการเรียน · The office's test results, and how they changed from year to year."""
    return OutcomesShown(**_shown(session, office))


@router.put("/outcomes", response_model=OutcomesKept)
def save_outcomes(
    wish: ScoresAsked, session: Transaction, hand: Acting, office: OwnOffice, once: OnlyOnce
) -> Response:
    """บันทึกผลการทดสอบ · Records mean scores of national tests with their source."""

    def act() -> OutcomesKept:
        scores = [
            Score(each.test, each.level, each.subject, each.school_year, int(each.score.scaleb(2)))
            for each in wish.scores
        ]
        sealed = record_scores(session, office, scores, wish.source, hand)
        return OutcomesKept(**_shown(session, office), entry_seq=sealed.seq if sealed else None)

    return once(wish, act)


def show_changes(found: Iterable[Change]) -> list[ChangeOfTest]:
    """Changes in points."""
    return [
        ChangeOfTest(
            test=each.test,
            level=each.level,
            subject=each.subject,
            since=each.since,
            until=each.until,
            before=_points(each.before),
            after=_points(each.after),
            change=_points(each.change),
        )
        for each in found
    ]


def _shown(session: Session, office: int) -> dict[str, object]:
    scores = scores_of(session, office)
    told = [
        ScoreOfTest(
            test=each.test,
            level=each.level,
            subject=each.subject,
            school_year=each.school_year,
            score=_points(each.hundredths),
        )
        for each in scores
    ]
    return {"scores": told, "changes": show_changes(changes(scores))}


def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)
