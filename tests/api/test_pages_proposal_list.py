"""The list of proposals: hers and everyone's, by state, with what each lacks, a page at a time."""

import re

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from proposal_pages import (  # noqa: F401  the last is a fixture
    CLERK,
    OTHER,
    OWNER,
    ROOT,
    SCHOOL,
    proposals_at_the_pages,
)

from workflow.items import find


def _titles(page):
    return re.findall(r'<a class="title" lang="th" href="/proposals/([^"]+)"', page)


def _more(proposals, count, group="PLN"):
    with proposals.desk.database.write() as session:
        for number in range(count):
            proposals.desk.office.open(
                session, "project", f"X{number:03}", group_id=proposals.desk.office.groups[group]
            )


def test_a_group_sees_its_own_first_and_everyones_on_demand(proposals):
    _more(proposals, 1, "ADM")
    assert _titles(proposals.page(OWNER, "/proposals")) == ["P001"]
    assert _titles(proposals.page(OTHER, "/proposals")) == ["X000"]
    assert _titles(proposals.page(OTHER, "/proposals?whose=all")) == ["P001", "X000"]
    assert _titles(proposals.page(CLERK, "/proposals")) == ["P001", "X000"]
    proposals.page(SCHOOL, "/proposals", 403)


def test_the_list_is_narrowed_by_state_year_and_words(proposals):
    _more(proposals, 2)
    proposals.desk.stand("X000", "in_plan")
    assert _titles(proposals.page(OWNER, "/proposals")) == ["P001", "X001"]
    assert _titles(proposals.page(OWNER, "/proposals?state=in_plan")) == ["X000"]
    assert _titles(proposals.page(OWNER, "/proposals?state=")) == ["P001", "X000", "X001"]
    assert _titles(proposals.page(OWNER, "/proposals?q=สอนอ่าน")) == ["P001"]
    assert _titles(proposals.page(OWNER, "/proposals?year=2562")) == []


def test_the_list_says_how_much_each_proposal_lacks(proposals):
    shown = re.search(r'class="tag missing">([^<]+)', proposals.page(OWNER, "/proposals"))[1]
    told = proposals.client(OWNER).get("/api/v1/items/P001/proposal").json()["gaps"]
    assert (shown, len(told)) == ("ยังขาด ๙ อย่าง", 9)


def test_a_long_list_comes_a_page_at_a_time(proposals):
    _more(proposals, 60)
    page = proposals.page(OWNER, "/proposals?state=draft")
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    assert (len(_titles(page)), len(_titles(proposals.page(OWNER, following)))) == (50, 11)


@pytest.mark.parametrize("address", ["/proposals", "/proposals?state=&whose=all"])
@pytest.mark.one_database
def test_the_list_takes_the_same_statements_for_any_number_of_proposals(proposals, address):
    def counted():
        with proposals.desk.statements() as statements:
            proposals.page(OWNER, address)
        return statements.count

    counted()  # what is read once and remembered
    one = counted()
    _more(proposals, 40)
    assert (counted(), one <= 25) == (one, True)


def test_no_page_of_a_proposal_takes_many_statements(proposals):
    _more(proposals, 5)
    counts = {}
    for name in ("", "/frame", "/activities", "/budget", "/alignment", "/similar"):
        with proposals.desk.statements() as statements:
            proposals.page(OWNER, f"{ROOT}{name}")
        counts[name] = statements.count
    with proposals.desk.statements() as statements:
        proposals.page(OWNER, "/projects/P001/report")
    counts["report"] = statements.count
    assert {name: count for name, count in counts.items() if count > 35} == {}


def test_an_auditor_reads_and_may_not_write(proposals):
    page = proposals.page("internal_auditor", ROOT)
    assert "อบรมครูสอนอ่าน" in page
    assert f'href="{ROOT}/frame"' not in page
    with proposals.desk.database.read() as session:
        assert find(session, proposals.desk.office.id, "P001").state == "draft"
