"""Pages and JSON say of what was destroyed by whose order, and give none of it out."""

from html import unescape
from typing import Any

import pytest
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from retention_desk import ORDER_NO, Kept, furnished, hand, order

from notifications import destroying
from states.thai import arabic_digits
from workflow.retention.files import delete_marked

SAID = "เนื้อหาถูกทำลายตามคำสั่งที่"
pytestmark = pytest.mark.one_database


@pytest.fixture
def kept(desk: Desk, tmp_path: Any) -> Kept:
    made = furnished(desk.database, desk.office, tmp_path / "data")
    with desk.database.write() as session:
        destroying.destroy(session, desk.office.id, order(), hand(desk.office))
    with desk.database.write() as session:
        delete_marked(session, tmp_path / "data")
    return made


def page(desk: Desk, address: str) -> str:
    answer = desk.person("area_director").get(address)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_the_item_s_page_says_so_and_its_files_are_gone(desk: Desk, kept: Kept) -> None:
    assert f"{SAID} {ORDER_NO}" in arabic_digits(page(desk, "/items/AP1"))
    assert SAID not in page(desk, "/items/AP2")
    director = desk.person("area_director")
    for sha256 in (kept.own, kept.shared):
        assert director.get(f"/items/AP1/files/{sha256}").status_code == 410
        answer = director.get(f"/api/v1/items/AP1/documents/{sha256}")
        assert (answer.status_code, answer.json()["code"]) == (410, "content_destroyed")
    assert director.get(f"/items/AP2/files/{kept.shared}").status_code == 200


def test_the_paper_s_page_says_so_and_its_code_still_holds(desk: Desk, kept: Kept) -> None:
    shown = page(desk, f"/papers/{kept.paper.code}")
    assert "ถูกทำลายตามคำสั่งที่" in shown
    assert "จึงขอเชิญประชุม" not in shown
    director = desk.person("area_director")
    assert director.get(f"/papers/{kept.paper.code}.txt").status_code == 410
    assert director.get(f"/api/v1/papers/{kept.paper.code}/file.txt").status_code == 410
    told = director.get(f"/api/v1/verify/{kept.paper.witness}").json()
    assert (told["holds"], told["checks"]["text"], told["destroyed_by_order"]) == (
        True,
        "destroyed",
        ORDER_NO,
    )
    assert "ถูกทำลายตามคำสั่งที่" in page(desk, f"/verify/{kept.paper.witness}")
