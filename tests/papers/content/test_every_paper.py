"""What holds of every content paper: it reads well with nothing in it, and keeps words as they were typed."""

import pytest
from conftest import SmallOffice
from content_desk import LATER, item_of, told, written
from sqlmodel import Session

from papers.composing import compose
from papers.content import CONTENTS
from papers.environment import SHIPPED
from states.catalogue import catalogue

PAPERS = [
    (code, kind) for code, each in catalogue().papers.items() if each.form == "none" for kind in each.of
]
# Headed by the quarter or the year, not by the title of their item.
WITHOUT_TITLE = ("acceleration_list", "quarterly_report", "expenditure_report_book")
HOSTILE = "{{ 7*7 }} {% for %} <w:p/> <script>alert(1)</script> & ก&amp;ข"


def test_every_paper_made_from_rows_has_its_content_and_its_template() -> None:
    made = {code for code, each in catalogue().papers.items() if each.form == "none"}
    assert set(CONTENTS) == made
    assert [code for code in sorted(made) if not (SHIPPED / catalogue().papers[code].template).exists()] == []


@pytest.mark.parametrize(("paper", "kind"), PAPERS)
def test_with_nothing_known_it_still_reads_well(
    session: Session, office: SmallOffice, paper: str, kind: str
) -> None:
    item = office.open(session, kind, "N1")
    assert "None" not in written(paper, told(session, paper, item))


@pytest.mark.parametrize(("paper", "kind"), [each for each in PAPERS if each[0] not in WITHOUT_TITLE])
def test_what_people_typed_stays_as_it_is(
    session: Session, office: SmallOffice, paper: str, kind: str
) -> None:
    item = office.open(session, kind, "N1", title=HOSTILE)
    content = told(session, paper, item)
    assert HOSTILE in written(paper, content)
    assert "<script" not in compose(f"{paper}.html", content, {}, 5_000_000)


@pytest.mark.parametrize(
    "paper", ["plan_book", "quarterly_report", "annual_report_book", "acceleration_list"]
)
def test_titles_of_projects_stay_as_they_are_in_books(year: Session, paper: str) -> None:
    code = {"annual_report_book": "AR2561", "plan_book": "AP2561"}.get(paper, "QR2561-1")
    content = told(year, paper, item_of(year, code))
    content["projects"][0]["title"] = HOSTILE
    assert HOSTILE in written(paper, content)


@pytest.mark.parametrize("paper", sorted(CONTENTS))
def test_the_same_day_gives_the_same_content(session: Session, office: SmallOffice, paper: str) -> None:
    item = office.open(session, catalogue().papers[paper].of[0], "N1")
    assert told(session, paper, item, LATER) == told(session, paper, item, LATER)
