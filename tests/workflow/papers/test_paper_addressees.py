"""Words for readers mean the people who hold those posts on the day, and name them as the office does."""

import datetime

import pytest
from conftest import make_office
from msgspec.structs import replace
from paper_desk import MEMO, TODAY, PaperDesk, desk_of_papers  # noqa: F401  a fixture
from sqlmodel import select

from workflow.errors import BadInput
from workflow.models import Item, Occupancy, Person, Position, School
from workflow.papers import addressees
from workflow.queries import items_visible_to, viewer


def readers(papers: PaperDesk, *tokens: str, on: datetime.date = TODAY) -> list[str]:
    """The roles of those who are to read it."""
    roles = {number: role for role, number in papers.office.people.items()}
    return sorted(roles[each] for each in addressees.readers(papers.session, papers.office.id, tokens, on))


@pytest.mark.parametrize(
    ("token", "people"),
    [
        ("all_groups", ["group_director", "group_director@ADM", "plan_director"]),
        ("group:ADM", ["group_director@ADM", "project_owner@ADM"]),
        ("finance_group", ["finance_officer"]),
        ("all_schools", ["school_officer", "school_officer@S002"]),
        ("cluster:C1", ["school_officer", "school_officer@S002"]),
        ("school:S002", ["school_officer@S002"]),
        ("person:clerk.t1", ["clerk"]),
    ],
)
def test_each_word_means_its_people(papers: PaperDesk, token: str, people: list[str]) -> None:
    assert readers(papers, token) == people


def test_all_staff_are_those_in_the_offices_service(papers: PaperDesk) -> None:
    staff = set(readers(papers, "all_staff"))
    assert {"area_director", "clerk", "project_owner@ADM"} <= staff
    assert staff & {"system", "school_officer", "school_cluster_chair", "external_auditor"} == set()


def test_nobody_is_meant_twice(papers: PaperDesk) -> None:
    twice = readers(papers, "all_groups", "group:ADM", "person:plan_director.t1")
    assert twice == ["group_director", "group_director@ADM", "plan_director", "project_owner@ADM"]
    assert readers(papers) == []


@pytest.mark.parametrize(
    "token", ["", "everybody", "group:", "group:XXX", "school:", "person:nobody", "all_staff:x"]
)
def test_a_word_that_means_nobody_is_refused(papers: PaperDesk, token: str) -> None:
    for asked in (
        lambda: readers(papers, token),
        lambda: addressees.check(papers.session, papers.office.id, [token]),
        lambda: addressees.named(papers.session, papers.office.id, [token], "th"),
    ):
        with pytest.raises(BadInput) as refused:
            asked()
        assert (refused.value.name, refused.value.problem) == ("sent_to", "unknown")


def test_the_service_account_and_other_offices_are_never_meant(papers: PaperDesk) -> None:
    make_office(papers.session, "T2")
    for token in ("person:system.t1", "person:clerk.t2"):
        with pytest.raises(BadInput):
            readers(papers, token)


def test_a_post_nobody_holds_is_read_for_by_whoever_acts_in_it(papers: PaperDesk) -> None:
    papers.stands_in("clerk", "group_director@ADM")
    assert readers(papers, "all_groups") == ["group_director", "group_director@ADM", "plan_director"]
    gone = papers.session.exec(
        select(Occupancy).where(Occupancy.position_id == papers.office.positions["group_director@ADM"])
    ).one()
    gone.valid_to = datetime.date(2017, 12, 31)
    papers.session.flush()
    assert readers(papers, "all_groups") == ["clerk", "group_director", "plan_director"]
    assert readers(papers, "all_groups", on=datetime.date(2018, 2, 1)) == ["group_director", "plan_director"]


def test_a_school_that_has_closed_and_a_person_who_has_left_read_nothing(papers: PaperDesk) -> None:
    papers.session.get_one(School, papers.office.schools["S002"]).valid_to = datetime.date(2017, 12, 31)
    papers.session.get_one(Person, papers.office.people["group_director"]).active_to = datetime.date(
        2018, 1, 11
    )
    papers.session.flush()
    assert readers(papers, "all_schools") == ["school_officer"]
    assert readers(papers, "all_groups") == ["group_director@ADM", "plan_director"]


def test_the_group_of_the_finance_officers_is_the_finance_group(papers: PaperDesk) -> None:
    papers.session.get_one(
        Position, papers.office.positions["finance_officer"]
    ).group_id = papers.office.groups["ADM"]
    papers.session.flush()
    assert readers(papers, "finance_group") == ["finance_officer", "group_director@ADM", "project_owner@ADM"]


def test_readers_are_named_as_a_list_of_distribution_names_them(papers: PaperDesk) -> None:
    tokens = [
        "all_staff",
        "all_groups",
        "group:PLN",
        "all_schools",
        "cluster:C1",
        "school:S001",
        "person:clerk.t1",
    ]
    assert addressees.named(papers.session, papers.office.id, tokens, "th") == [
        *("ข้าราชการและเจ้าหน้าที่ทุกคน", "ผู้อำนวยการกลุ่มทุกกลุ่ม", "กลุ่ม PLN", "โรงเรียนในสังกัดทุกแห่ง"),
        *("กลุ่มโรงเรียนที่ 1", "โรงเรียน S001", "ผู้ดำรงตำแหน่ง clerk"),
    ]
    assert addressees.named(papers.session, papers.office.id, tokens[:2], "en") == [
        "All staff",
        "The directors of all groups",
    ]


def test_a_circular_is_seen_by_the_schools_it_was_put_before_and_by_no_other(papers: PaperDesk) -> None:
    sent = papers.issued(replace(MEMO, sent_to=("school:S001",)), "free_circular")
    kept = papers.issued(MEMO, "free_circular")
    seen = {
        role: set(
            papers.session.exec(
                items_visible_to(
                    viewer(papers.session, papers.office.people[role], papers.hand().at)
                ).with_only_columns(Item.id)  # type: ignore[arg-type]
            )
        )
        & {sent, kept}
        for role in ("school_officer", "school_officer@S002", "clerk")
    }
    assert seen == {"school_officer": {sent}, "school_officer@S002": set(), "clerk": {sent, kept}}
