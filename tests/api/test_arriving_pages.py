"""What was brought in is read on the pages like everything else, and disturbs nobody's desk."""

import datetime
from pathlib import Path

import pytest
from admin_pages import Admin, administrator  # noqa: F401  a fixture
from arriving_desk import write_csv
from conftest import NOW, SmallOffice
from year_pages import browser_of_the_small_office  # noqa: F401  a fixture

from workflow.arriving.importing import Importing, source
from workflow.arriving.mapping import Written
from workflow.changes import Hand
from workflow.database import Database

ROLES = ("plan_director", "plan_officer", "area_director", "internal_auditor", "system_admin")


@pytest.fixture
def brought_in(admin: Admin, database: Database, office: SmallOffice, tmp_path: Path):
    """Before and after an import: what these pages say to each of these people."""
    before = {role: admin.as_(role).page("/") for role in ROLES}
    rows = [
        ("ก-1", activity, f"2017-11-{day:02}T09:00:00+07:00", who, "")
        for day, (activity, who) in enumerate(
            (("รับเรื่อง", "นาง ก"), ("ตรวจเรื่อง", "นาย ข"), ("ส่งคืน", "")), start=1
        )
    ]
    log = source(write_csv(tmp_path / "log.csv", rows), Written(kind="old_receipts", th="ใบรับเดิม"), at=NOW)
    doing = Importing(
        log, office.id, Hand(office.people["system_admin"], NOW - datetime.timedelta(minutes=1))
    )
    with database.write() as session:
        doing.begin(session)
        doing.go_on(session, None)
    return before


def test_nobodys_desk_changes(brought_in, admin: Admin):
    after = {role: admin.as_(role).page("/") for role in ROLES}
    for role in ROLES:
        assert ("ก-1" in after[role], "ก-1" in brought_in[role]) == (False, False)
        assert ("รับเรื่อง" in after[role]) is ("รับเรื่อง" in brought_in[role])


@pytest.mark.parametrize("role", ["plan_director", "internal_auditor", "area_director"])
def test_its_page_tells_each_event_by_its_own_name_and_offers_nothing(brought_in, admin: Admin, role: str):
    page = admin.as_(role).page("/items/ก-1")
    for told in ("รับเรื่อง", "ตรวจเรื่อง", "ส่งคืน", "นาง ก", "นาย ข", "ไม่ระบุผู้ทำ", "ตามบันทึกของระบบเดิม", "ใบรับเดิม"):
        assert told in page, told
    assert 'name="trigger"' not in page


def test_it_is_found_and_listed_under_its_own_name(brought_in, admin: Admin):
    admin.as_("plan_director")
    assert "ก-1" in admin.page("/items?kind=old_receipts")
    assert "ก-1" not in admin.page("/items?kind=project")
    assert "นำเข้าประวัติจากระบบอื่น" in admin.page("/history")


def test_the_observed_path_is_drawn(brought_in, admin: Admin):
    page = admin.as_("system_admin").page("/settings/definitions/old_receipts")
    for told in ("เริ่มต้น", "หลัง รับเรื่อง", "สิ้นสุดหลัง ส่งคืน"):
        assert told in page, told
    assert "ใบรับเดิม" in admin.page("/settings/definitions")


def test_names_of_a_log_are_on_no_list_of_staff(brought_in, admin: Admin):
    assert "นาง ก" not in admin.as_("system_admin").page("/settings/people")
