"""Templates that an office edits: tried on real data first, every version kept, and nothing escapes."""

import contextlib
import json
from html import unescape

import pytest
from issued_paper import FIELDS, draft
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select

from papers import trying
from workflow import queries
from workflow.changes import Hand
from workflow.database import Database
from workflow.demo import SAMPLE_OFFICE
from workflow.models import Entry, PaperTemplate
from workflow.offices import by_code
from workflow.papers.drafts import open_paper
from workflow.papers.templates import overrides
from workflow.people import by_username
from workflow.queries import items_visible_to

PAGE = "/settings/templates"
API = "/api/v1/templates"
OWN = """{% extends "base.html" %}
{% block body %}
<h1>{{ office.name }}</h1>
<p>สำนักงานเขียนเอง {{ paper.subject }}</p>
{% endblock %}
{% block foot %}
<p><span class="slot-number"></span> <span class="slot-dated"></span></p>
<div class="sign"><p><span class="slot-signed"></span></p></div>
{% endblock %}
"""


@pytest.fixture
def memo(desk: Desk) -> str:
    """A drafted memo, on which memo.html can be tried."""
    with desk.database.write() as session:
        return draft(session, desk.office, desk.at).code


def text(desk: Desk, address: str, role: str = "plan_director") -> str:
    answer = desk.person(role).get(address)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def kept(desk: Desk) -> list[tuple[str, int, str, str]]:
    with desk.database.read() as session:
        rows = session.exec(select(PaperTemplate).order_by(PaperTemplate.id)).all()
        return [(row.name, row.version, row.source, row.note) for row in rows]


def test_the_list_names_every_template_and_whose_it_is(desk: Desk, memo: str) -> None:
    shown = text(desk, PAGE)
    assert all(f'href="{PAGE}/{name}"' in shown for name in trying.names())
    desk.person("plan_director").post(f"{PAGE}/memo.html", data={"source": OWN, "note": "ของเรา"})
    again = text(desk, PAGE)
    assert "รุ่นที่ ๑ ของสำนักงาน" in again
    assert "ผู้ดำรงตำแหน่ง plan_director" in again


def test_a_template_is_previewed_on_the_newest_real_paper_and_nothing_is_kept(desk: Desk, memo: str) -> None:
    director = desk.person("plan_director")
    shown = text(desk, f"{PAGE}/memo.html")
    assert FIELDS.subject in shown
    assert unescape(trying.shipped("memo.html"))[:200].strip() in shown
    answer = director.post(f"{PAGE}/memo.html/preview", data={"source": OWN, "item": memo})
    assert answer.status_code == 200
    preview = answer.text.partition('<article class="paper')[2]
    assert "สำนักงานเขียนเอง" in preview
    assert FIELDS.subject in preview
    assert kept(desk) == []


def test_a_version_is_kept_with_its_note_and_an_entry(desk: Desk, memo: str) -> None:
    director = desk.person("plan_director")
    for number, source in enumerate((OWN, OWN.replace("เขียนเอง", "แก้อีกครั้ง")), 1):
        typed = {"source": source.replace("\n", "\r\n"), "item": memo, "note": f"เหตุ {number}"}
        answer = director.post(f"{PAGE}/memo.html", data=typed, follow_redirects=False)
        assert answer.headers["location"] == f"{PAGE}/memo.html?saved={number}"
    assert [(name, version, note) for name, version, _, note in kept(desk)] == [
        ("memo.html", 1, "เหตุ 1"),
        ("memo.html", 2, "เหตุ 2"),
    ]
    assert kept(desk)[0][2] == OWN
    shown = text(desk, f"{PAGE}/memo.html?saved=2")
    assert "บันทึกรุ่นที่ ๒ แล้ว" in shown
    assert "+<p>สำนักงานแก้อีกครั้ง" in shown  # the difference to the shipped one
    with desk.database.read() as session:
        told = session.exec(select(Entry).where(Entry.kind == "template").order_by(Entry.seq)).all()
        assert [json.loads(each.details)["version"] for each in told] == [1, 2]


def test_an_earlier_version_and_the_shipped_one_come_back_as_new_versions(desk: Desk, memo: str) -> None:
    director = desk.person("plan_director")
    for source in (OWN, OWN.replace("เขียนเอง", "แก้อีกครั้ง")):
        director.post(f"{PAGE}/memo.html", data={"source": source})
    director.post(f"{PAGE}/memo.html/use", data={"version": "1"})
    with desk.database.read() as session:
        assert overrides(session, desk.office.id) == {"memo.html": OWN}
    director.post(f"{PAGE}/memo.html/use", data={"version": "0"})
    with desk.database.read() as session:
        assert overrides(session, desk.office.id) == {}
    assert [(version, source == OWN, note) for _, version, source, note in kept(desk)][2:] == [
        (3, True, "กลับไปใช้รุ่นที่ ๑"),
        (4, False, "กลับไปใช้แบบที่มากับระบบ"),
    ]
    assert director.post(f"{PAGE}/memo.html/use", data={"version": "99"}).status_code == 422


FAULTY = {
    "undefined": ("<p>ก</p>\n<p>{{ paper.nothing }}</p>", "บรรทัดที่ ๒", "ไม่มีข้อมูลชื่อนี้"),
    "syntax": ("<p>ก</p>\n\n{% if %}", "บรรทัดที่ ๓", "เขียนไม่ครบหรือผิดรูป"),
    "escape": ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "บรรทัดที่ ๑", "ไม่อนุญาต"),
    "function": ("{{ office.__init__.__globals__ }}", "บรรทัดที่ ๑", ""),
    "file": ("{% include '/etc/passwd' %}", "บรรทัดที่ ๑", "ไม่มีแบบชื่อนี้"),
    "script": ("<script>alert(1)</script>", "script", ""),
    "style": ("<p style='background:url(file:///etc/passwd)'>ก</p>", "style", ""),
    "picture": ("<img src='http://127.0.0.1/x.png'>", "src", ""),
    "handler": ("<p onclick='alert(1)'>ก</p>", "onclick", ""),
    "loop": (
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "ไม่ทันเวลา",
        "",
    ),
    "huge": ("{% for i in range(90000) %}<p>{{ 'ก' }}ยาวมากยาวมาก</p>{% endfor %}", "ยาวเกิน", ""),
    "itself": ("{% include 'memo.html' %}", "", ""),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_or_hostile_template_is_refused_with_its_place_and_the_service_stays_up(
    name: str, desk: Desk, memo: str
) -> None:
    source, *words = FAULTY[name]
    director = desk.person("plan_director")
    for address in (f"{PAGE}/memo.html/preview", f"{PAGE}/memo.html"):
        answer = director.post(address, data={"source": source, "item": memo, "note": "ลอง"})
        assert answer.status_code == 422
        shown = unescape(answer.text)
        summary = shown.partition('role="alert"')[2].partition("</div>")[0]
        assert all(word in summary for word in words), summary
        assert source in shown  # nothing that was typed is lost
        assert "root:" not in shown
        assert '<article class="paper' not in shown
    told = director.put(f"{API}/memo.html", json={"source": source})
    assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")
    assert kept(desk) == []
    assert director.post(f"{PAGE}/memo.html/preview", data={"source": OWN}).status_code == 200


def test_only_an_administrator_and_the_plan_director_come_here(desk: Desk, memo: str) -> None:
    for role in ("clerk", "plan_officer", "area_director", "school_officer", "internal_auditor"):
        person = desk.person(role)
        assert person.get(PAGE).status_code == 403
        assert person.get(f"{PAGE}/memo.html").status_code == 403
        assert person.post(f"{PAGE}/memo.html", data={"source": OWN}).status_code == 403
        assert person.post(f"{PAGE}/memo.html/preview", data={"source": OWN}).status_code == 403
        assert person.put(f"{API}/memo.html", json={"source": OWN}).status_code == 403
        assert person.post(f"{API}/memo.html/preview", json={"source": OWN}).status_code == 403
    assert desk.visitor().get(f"{PAGE}/memo.html", follow_redirects=False).status_code == 303
    answer = desk.person("system_admin").post(f"{PAGE}/memo.html", data={"source": OWN})
    assert answer.status_code == 200
    assert len(kept(desk)) == 1


def test_a_template_with_nothing_to_try_it_on_is_not_kept(desk: Desk) -> None:
    answer = desk.person("plan_director").post(f"{PAGE}/memo.html", data={"source": OWN})
    assert answer.status_code == 422
    assert "ยังไม่มีเรื่องให้ลอง" in answer.text
    assert desk.person("plan_director").get(f"{PAGE}/none.html").status_code == 422
    assert desk.person("plan_director").get(f"{PAGE}/..%2f..%2fpyproject.toml").status_code in (404, 422)


def test_the_json_door_previews_saves_and_goes_back(desk: Desk, memo: str) -> None:
    director = desk.person("plan_director")
    told = director.post(f"{API}/memo.html/preview", json={"source": OWN, "item": memo}).json()
    assert (told["item"], "สำนักงานเขียนเอง" in told["text"]) == (memo, True)
    saved = director.put(
        f"{API}/memo.html", json={"source": OWN, "note": "ของเรา"}, headers={"Idempotency-Key": "1"}
    )
    again = director.put(
        f"{API}/memo.html", json={"source": OWN, "note": "ของเรา"}, headers={"Idempotency-Key": "1"}
    )
    assert (saved.json(), again.headers["idempotent-replay"]) == (again.json(), "true")
    assert (saved.json()["version"], saved.json()["source"]) == (1, OWN)
    assert desk.person("clerk").get(f"{API}/memo.html").json()["versions"][0]["note"] == "ของเรา"
    back = director.put(f"{API}/memo.html", json={"source": ""}).json()
    assert (back["version"], back["source"], len(back["versions"])) == (None, back["shipped"], 2)
    named = {each["name"]: each["papers"] for each in director.get(API).json()}
    assert named["memo.html"] == ["free_memo"]


class _RolledBack(Exception):
    pass


def test_every_template_can_be_tried_on_the_sample_year(sample_year: str) -> None:
    """As shipped each makes a paper of real data of the demonstration, once its papers are drafted."""
    database, faults = Database(sample_year), {}
    with contextlib.suppress(_RolledBack), database.write() as session:
        office = by_code(session, SAMPLE_OFFICE)
        at = session.exec(select(Entry.at).order_by(Entry.at.desc())).first()
        hand = Hand(by_username(session, "plan1").id, at)
        for code in ("free_memo", "free_letter", "free_circular", "free_order", "appointment_order"):
            open_paper(session, office.id, code, FIELDS, hand)
        seen = items_visible_to(queries.viewer(session, hand.by, at))
        for name in trying.names():
            try:
                sample = trying.samples(session, seen, name)[0]
                ready = trying.try_on(session, office.id, name, trying.shipped(name), sample, hand.day)
                assert ready.blocks()
            except Exception as error:
                faults[name] = repr(error)
        raise _RolledBack
    database.dispose()
    assert faults == {}


@pytest.mark.parametrize("part", ["span.slot-number", "span.slot-dated", "span.slot-signed", "div.sign"])
def test_a_template_that_leaves_no_room_for_number_date_or_signature_is_refused(
    desk: Desk, memo: str, part: str
) -> None:
    """Saying the part's name in words does not stand for it."""
    tag, name = part.split(".")
    source = OWN.replace(f'class="{name}"', "").replace("<h1>", f"<h1>{{{{ '<{tag} class=\"{name}\"' }}}} ")
    director = desk.person("plan_director")
    answer = director.put(f"{API}/memo.html", json={"source": source})
    assert answer.status_code == 422, answer.text
    assert part in answer.text
    page = unescape(director.post(f"{PAGE}/memo.html", data={"source": source}).text)
    assert f'แบบไม่มีส่วนที่หนังสือทุกฉบับต้องมี (เลขที่ วันที่ หรือที่ลงนาม): <code lang="en">{part}</code>' in page
    assert kept(desk) == []
    assert director.put(f"{API}/memo.html", json={"source": OWN}).status_code == 200
