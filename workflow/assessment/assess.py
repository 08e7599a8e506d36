"""Assesses the plan group's year against the work standards: what is met, and what justifies it."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from states.catalogue import Criterion, Standard, catalogue
from states.model import Label
from workflow.assessment import expenditure, management, plans  # noqa: F401  each registers its judges
from workflow.assessment.findings import JUDGES, Finding, Status
from workflow.assessment.record import YearRecord

# What a person records of a criterion the record cannot know: its code, then where the evidence is.
EVIDENCE = "criteria_evidence"
_TOLD = re.compile(r"([A-Z]\d(?:\.\d)?)[\s:=]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion of a standard with what was found of it; in a standard of levels `level` is 1 to 5."""

    code: str
    criterion: Criterion
    finding: Finding
    level: int | None = None


@dataclass(frozen=True, slots=True)
class StandardNow:
    """A standard with its criteria in order."""

    code: str
    standard: Standard
    criteria: tuple[Judged, ...]

    @property
    def level(self) -> int | None:
        """The level reached, 0 to 5: each needs all below it (R-043, R-045, R-048). None without levels."""
        if self.standard.shape != "levels":
            return None
        holding = [each.finding.status.holds for each in self.criteria]
        return holding.index(False) if False in holding else len(holding)

    @property
    def asked(self) -> tuple[Judged, ...]:
        """The criteria for which a person's word with evidence is asked."""
        return tuple(each for each in self.criteria if each.finding.status is Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The year (B.E.) of an office's plan group as the record stood at the end of a Bangkok date."""

    fiscal_year: int
    on: datetime.date
    standards: tuple[StandardNow, ...]

    def standard(self, code: str) -> StandardNow:
        return next(each for each in self.standards if each.code == code)

    @property
    def rubrics(self) -> tuple[StandardNow, ...]:
        """The standards that have levels: M1, M2 and M4."""
        return tuple(each for each in self.standards if each.level is not None)


def assess(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> Assessment:
    """Judges every criterion by what was recorded by the end of the Bangkok date `on` (R-039 to R-080).

    What the record knows it decides. What it cannot know counts once somebody has recorded evidence of it
    on a self-assessment of the year, before that round was confirmed.
    """
    return Assessment(fiscal_year, on, _standards(session, office_id, fiscal_year, on, catalogue().standards))


def assess_levels(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date
) -> tuple[StandardNow, ...]:
    """As `assess`, for the standards that have levels alone."""
    rubrics = {code: each for code, each in catalogue().standards.items() if each.shape == "levels"}
    return _standards(session, office_id, fiscal_year, on, rubrics)


def _standards(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date, wanted: Mapping[str, Standard]
) -> tuple[StandardNow, ...]:
    record = YearRecord(session, office_id, fiscal_year, on)
    told: dict[str, Finding] = {}
    for each in record.words(EVIDENCE):
        listed = evidence_in(each.value.split(","))
        told |= {code: _attested(text, each.entry_seq) for code, text in listed.items()}
    return tuple(StandardNow(code, one, _judged(record, one, told)) for code, one in wanted.items())


def evidence_in(listed: Iterable[str]) -> dict[str, str]:
    """`M1.1 แผนงานที่ 3/2561` as code and evidence; a code without its evidence says nothing."""
    found = (_TOLD.fullmatch(each.strip()) for each in listed)
    return {each[1]: each[2].strip() for each in found if each and each[1] in JUDGES}


def _judged(record: YearRecord, standard: Standard, told: Mapping[str, Finding]) -> tuple[Judged, ...]:
    has_levels = standard.shape == "levels"
    return tuple(
        Judged(code, criterion, _found(record, code, told), place if has_levels else None)
        for place, (code, criterion) in enumerate(standard.criteria.items(), start=1)
    )


def _found(record: YearRecord, code: str, told: Mapping[str, Finding]) -> Finding:
    """What the record says; a person's word counts only where it cannot say."""
    found = JUDGES[code](record)
    return told[code] if found.status is Status.UNKNOWN and code in told else found


def _attested(text: str, seq: int) -> Finding:
    return Finding(Status.ATTESTED, Label(text, text), (seq,))
