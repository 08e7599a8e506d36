"""Official papers through the pages: drafted, passed up with opinions, signed, numbered and read."""

import re

import pytest
from paper_desk import CLERK, Papers, drafted, triggers
from year_pages import browser_of_the_small_office  # noqa: F401  a fixture


@pytest.fixture(name="papers")
def papers_of_the_small_office(desk):
    return Papers(desk)


def test_a_paper_goes_from_draft_to_acknowledged_by_all(papers, database, office):
    code = drafted(database, office)
    papers.to_signer(code)
    assert "ลงนาม/สั่งการแล้ว" in papers.sign(code)
    page = papers.issue(code)
    assert "ออกเลขแล้ว: ๐๐๐๑/๒๕๖๑" in page
    assert re.search(r"รหัสตรวจสอบที่พิมพ์ในหนังสือ: \w{4}-\w{4}-\w{4}-\w{4}", page)
    for reader in (CLERK, "internal_auditor"):
        assert "กดรับทราบ" in papers.page(reader, f"/papers/{code}")
        papers.client.post(f"/papers/{code}/read")
    assert "ผู้รับทุกคนรับทราบครบแล้ว" in papers.page(CLERK, f"/papers/{code}")
    with database.read() as session:
        assert triggers(session, code) == [
            *("propose", "pass_group", "pass_deputy", "sign", "issue", "complete_ack"),
        ]
