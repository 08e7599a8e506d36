"""A message says the essence in its subject, the urgent first, and cannot be abused by a title."""

import datetime
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from sqlmodel import Session
from told_office import BASE, Telling, telling

from notifications.models import Notice
from notifications.rendered import Rendered
from notifications.rendering import LONGEST_LINE, SHOWN, arranged, render_message
from notifications.told import Told


@pytest.fixture
def told(session: Session, office) -> Telling:
    return telling(session, office)


def rendered(told: Telling, notices: list[Notice], now, kind: str = "digest", base: str = BASE) -> Rendered:
    return render_message(
        told.session,
        told.person("plan_director"),
        notices,
        kind=kind,
        now=now,
        base_url=base,
        office=told.row,
    )


def one(code: str, days: int | None = None, kind: str = "โครงการ") -> Told:
    due = None if days is None else datetime.date(2018, 1, 12) + datetime.timedelta(days=days)
    return Told(code, f"{code} {days}", "", "", due, False, "P1", kind)


def test_the_late_come_first_then_the_soonest_then_news_by_kind() -> None:
    told = [
        *(one("notify_status"), one("reminder", 3), one("reminder", -1), one("reminder", 0)),
        *(one("reminder", -9), one("notify_plan_group", kind="แผน"), one("notify_owner_included")),
    ]
    digest = arranged(told, datetime.date(2018, 1, 12))
    assert [each.subject for each in (*digest.late, *digest.soon)] == [
        *("reminder -9", "reminder -1", "reminder 0", "reminder 3"),
    ]
    assert [(kind, count) for kind, count, _ in digest.news] == [("โครงการ", 2), ("แผน", 1)]
    assert digest.rest == 0


@pytest.mark.parametrize("extra", [0, 1, 12])
def test_what_does_not_fit_is_counted(extra: int) -> None:
    told = [one("notify_status") for _ in range(SHOWN - 2 + extra)] + [
        one("reminder", -1),
        one("reminder", 1),
    ]
    digest = arranged([replace(each) for each in told], datetime.date(2018, 1, 12))
    shown = sum(len(group) for _, _, group in digest.news) + len(digest.late) + len(digest.soon)
    assert (shown, digest.rest) == (SHOWN, extra)


def test_the_subject_says_the_essence(told: Telling, now) -> None:
    late = told.reminder(told.duty("project", "D-PR-01", -1), "plan_director")
    soon = told.reminder(told.duty("annual_plan", "D-AP-03", 7), "plan_director")
    message = rendered(told, [soon, told.notices["notify_status"], late], now)
    assert message.subject == "ขั้นตอน: เกินกำหนด 1 เรื่อง ใกล้กำหนด 1 เรื่อง แจ้งให้ทราบ 1 เรื่อง · 12 ม.ค. 2561"
    assert [each["code"] for each in message.told] == ["reminder", "notify_status", "reminder"]
    alone = rendered(told, [told.notices["notify_owner_returned"]], now, "urgent")
    assert alone.subject == "ขั้นตอน: มีเรื่องถูกส่งกลับแก้ไข: ขออนุมัติจัดประชุมเชิงปฏิบัติการ"


def test_a_title_cannot_break_out(told: Telling, now) -> None:
    memo = told.papers["memo"]
    memo.title = "หนึ่ง\r\nBcc: x@example.com\u2028\u202e<script>alert('{code}')</script>\n" + "ยาว" * 100
    told.session.flush()
    for kind in ("digest", "urgent"):
        message = rendered(told, [told.notices["notify_next_signer"]], now, kind)
        assert "<script" not in message.html
        assert "&lt;script&gt;" in message.html
        assert message.subject.splitlines() == [message.subject]
        assert "\u202e" not in message.subject + message.text + message.html + message.line
        assert len(message.subject) < 220
        assert len(message.line) <= LONGEST_LINE


def test_the_text_for_line_fits_and_counts_what_it_leaves_out(told: Telling, now) -> None:
    message = rendered(told, list(told.notices.values()), now)
    lines = message.line.splitlines()
    assert len(message.line) <= LONGEST_LINE
    assert lines[-1] == BASE + "/"
    shown = sum(line.startswith("•") for line in lines)
    assert lines[-2] == f"และอีก {len(told.notices) - shown} เรื่อง"
    assert shown > 3


def test_without_a_public_address_nothing_is_linked(told: Telling, now) -> None:
    message = rendered(told, list(told.notices.values()), now, base="")
    for text in (message.text, message.html, message.line):
        assert "เข้าสู่ระบบเพื่อดูรายละเอียด" in text
        assert "/items/" not in text
        assert "href" not in text


class _Outside(HTMLParser):
    """Every tag of a page, and every address that it would load or lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "srcset", "background"}]
        self.leads += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize("kind", ["digest", "urgent"])
def test_the_mail_loads_nothing_and_leads_only_home(told: Telling, now, kind: str) -> None:
    page = _Outside()
    html = rendered(told, list(told.notices.values()), now, kind).html
    page.feed(html)
    assert page.loads == []
    assert page.leads
    assert all(each.startswith(BASE + "/") for each in page.leads)
    assert page.tags & {"table", "img", "script", "link", "iframe", "svg", "form"} == set()
    assert "url(" not in html
    assert '<html lang="th">' in html


def test_a_matter_reminded_of_twice_stands_once_in_what_goes_out(told: Telling, now) -> None:
    duty = told.duty("annual_plan", "D-AP-03", 7)
    twice = [
        told.notice("reminder", obligation_id=duty.id, item_id=duty.item_id, rung=rung, because=why)
        for rung, why in ((-7, ""), (-3, "escalated"))
    ]
    weeks = [told.notice("weekly_summary", about=about) for about in ("2561-01-01", "2561-01-08")]
    message = rendered(told, [*twice, *weeks, told.notices["notify_status"]], now)
    assert [each["code"] for each in message.told] == ["reminder", "weekly_summary", "notify_status"]
    assert "ใกล้กำหนด 1 เรื่อง" in message.subject
    assert "ผู้บังคับบัญชา" in message.told[0]["body"]  # the later of the two
