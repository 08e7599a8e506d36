"""An office's own templates: every version is kept, the newest is in force, the shipped one is never far."""

import json

import pytest
from conftest import make_office
from paper_desk import PaperDesk, desk_of_papers  # noqa: F401  a fixture
from sqlmodel import select

from states.catalogue import catalogue
from workflow.errors import BadInput, NotAllowed, TooLong
from workflow.models import Entry, PaperTemplate
from workflow.papers import templates


def save(papers: PaperDesk, source: str, name: str = "memo.html", by: str = "system_admin") -> PaperTemplate:
    return templates.save(papers.session, papers.office.id, name, source, " แก้หัว ", papers.hand(by))


def test_the_newest_version_is_in_force_and_the_others_are_kept(papers: PaperDesk) -> None:
    assert templates.overrides(papers.session, papers.office.id) == {}
    made = [
        save(papers, "<p>ก</p>"),
        save(papers, "<p>ข</p>", by="plan_director"),
        save(papers, "<p>ค</p>", "order.html"),
    ]
    assert [each.version for each in made] == [1, 2, 1]
    assert templates.overrides(papers.session, papers.office.id) == {
        "memo.html": "<p>ข</p>",
        "order.html": "<p>ค</p>",
    }
    kept = templates.versions(papers.session, papers.office.id, "memo.html")
    assert [(each.version, each.source, each.note) for each in kept] == [
        (2, "<p>ข</p>", "แก้หัว"),
        (1, "<p>ก</p>", "แก้หัว"),
    ]


def test_an_empty_text_goes_back_to_the_shipped_template_and_on_from_there(papers: PaperDesk) -> None:
    save(papers, "<p>ก</p>")
    save(papers, "")
    assert templates.overrides(papers.session, papers.office.id) == {}
    save(papers, "<p>ก</p>")
    assert templates.overrides(papers.session, papers.office.id) == {"memo.html": "<p>ก</p>"}
    kept = templates.versions(papers.session, papers.office.id, "memo.html")
    assert [each.version for each in kept] == [3, 2, 1]


def test_the_same_text_is_not_kept_twice(papers: PaperDesk) -> None:
    assert save(papers, "<p>ก</p>").id == save(papers, "<p>ก</p>").id


def test_a_version_is_told_by_its_hash(papers: PaperDesk) -> None:
    save(papers, "<p>ก</p>")
    entry = papers.session.exec(select(Entry).where(Entry.kind == "template")).one()
    told = json.loads(entry.details)
    assert (entry.subject, told["version"], told["note"], len(told["sha256"])) == (
        "template:memo.html",
        1,
        "แก้หัว",
        64,
    )


def test_an_office_has_its_own_templates(papers: PaperDesk) -> None:
    other = PaperDesk(papers.session, make_office(papers.session, "T2"))
    save(papers, "<p>ก</p>")
    assert templates.overrides(papers.session, other.office.id) == {}
    with pytest.raises(NotAllowed):
        templates.save(
            papers.session, papers.office.id, "memo.html", "<p>ข</p>", "", other.hand("system_admin")
        )


@pytest.mark.parametrize(
    ("name", "source", "refusal"),
    [
        ("../secret.html", "<p></p>", BadInput("template", "unknown", "../secret.html")),
        ("base.html", "<p></p>", BadInput("template", "unknown", "base.html")),
        ("memo.html", "", BadInput("template", "empty")),
        ("memo.html", "ก" * 200_001, TooLong("template", 200_000, 200_001)),
    ],
)
def test_only_a_papers_template_is_written_anew(
    papers: PaperDesk, name: str, source: str, refusal: Exception
) -> None:
    with pytest.raises(type(refusal)) as refused:
        save(papers, source, name)
    assert vars(refused.value) == vars(refusal)


@pytest.mark.parametrize(
    "role", ["plan_officer", "clerk", "area_director", "school_officer", "internal_auditor"]
)
def test_templates_are_written_by_those_who_keep_the_offices_forms(papers: PaperDesk, role: str) -> None:
    with pytest.raises(NotAllowed):
        save(papers, "<p>ก</p>", by=role)


def test_every_paper_of_the_catalogue_has_a_template_an_office_may_write_anew() -> None:
    assert {words.template for words in catalogue().papers.values()} == templates.names()
