"""The letterhead by page, JSON and command: who may set it, what is kept of an emblem, what history says."""

import io
import json

import pytest
from conftest import NOW
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from PIL import Image, PngImagePlugin
from sqlmodel import select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from workflow.models import Entry, Office
from workflow.papers.letterhead import letterhead

PAGE = "/settings/letterhead"
API = "/api/v1/letterhead"
TYPED = {"address": "ถนนตัวอย่าง 1\nอำเภอเมือง", "telephone": "0 2000 0000", "email": "office@example.go.th"}


def picture(form: str = "PNG", size: tuple[int, int] = (60, 80)) -> bytes:
    """A picture with a note hidden in it."""
    told, made = PngImagePlugin.PngInfo(), io.BytesIO()
    told.add_text("Comment", "hidden-note")
    Image.new("RGB", size, "darkred").save(made, form, **({"pnginfo": told} if form == "PNG" else {}))
    return made.getvalue()


def entries(desk: Desk) -> list[dict[str, object]]:
    with desk.database.read() as session:
        found = session.exec(select(Entry).where(Entry.kind == "letterhead").order_by(Entry.seq)).all()
        return [json.loads(each.details)["changed"] for each in found]


def test_the_letterhead_is_typed_and_kept_with_an_entry(desk: Desk) -> None:
    clerk = desk.person("clerk")
    answer = clerk.post(PAGE, data=TYPED, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?saved=fields")
    shown = clerk.get(f"{PAGE}?saved=fields").text
    assert "บันทึกหัวหนังสือแล้ว" in shown
    assert "0 2000 0000" in shown
    kept = clerk.get(API).json()
    assert {name: kept[name] for name in TYPED} == TYPED
    assert kept["thai_digits"] is False  # its box was left empty
    assert [sorted(each) for each in entries(desk)] == [["address", "email", "telephone", "thai_digits"]]
    clerk.post(PAGE, data=TYPED)
    assert len(entries(desk)) == 1


def test_the_document_prefix_is_the_administrators_and_never_guessed(desk: Desk) -> None:
    clerk, admin = desk.person("clerk"), desk.person("system_admin")
    assert clerk.get(API).json()["document_prefix"] == ""
    assert "readonly" in clerk.get(PAGE).text
    clerk.post(PAGE, data={**TYPED, "document_prefix": "ศธ 04001"})
    assert clerk.get(API).json()["document_prefix"] == ""
    assert "readonly" not in admin.get(PAGE).text
    admin.post(PAGE, data={**TYPED, "document_prefix": " ศธ  04xxx "})
    with desk.database.read() as session:
        assert session.get_one(Office, desk.office.id).document_prefix == "ศธ 04xxx"
    refused = clerk.put(API, json={"document_prefix": "ศธ 04001"})
    assert (refused.status_code, refused.json()["code"]) == (403, "no_role")


def test_what_is_too_long_comes_back_beside_its_field(desk: Desk) -> None:
    answer = desk.person("system_admin").post(PAGE, data={**TYPED, "telephone": "0" * 101})
    assert answer.status_code == 413
    assert 'id="telephone-problem"' in answer.text
    assert "0" * 101 in answer.text
    assert TYPED["email"] in answer.text
    assert entries(desk) == []


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_an_emblem_is_shown_as_a_png_without_what_was_hidden_in_it(form: str, desk: Desk) -> None:
    clerk = desk.person("clerk")
    sent = {"file": ("ตรา.png", picture(form), "image/png")}
    assert clerk.post(f"{PAGE}/emblem", files=sent).status_code == 200
    shown = clerk.get(f"{PAGE}/emblem.png")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    with Image.open(io.BytesIO(shown.content)) as opened:
        assert (opened.format, opened.size, dict(opened.info)) == ("PNG", (60, 80), {})
    assert b"hidden-note" not in shown.content
    assert f'src="{PAGE}/emblem.png?' in clerk.get(PAGE).text
    assert clerk.get(f"{API}/emblem").content == shown.content
    assert desk.person("plan_officer").get(f"{API}/emblem").content == shown.content
    assert clerk.post(f"{PAGE}/emblem/remove").status_code == 200
    assert clerk.get(API).json()["emblem_sha256"] is None
    assert clerk.get(f"{PAGE}/emblem.png").status_code == 404
    assert [list(each) for each in entries(desk)] == [["emblem_sha256"], ["emblem_sha256"]]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 422),
        (b"GIF89a" + b"\x00" * 40, 422),
        (b"", 422),
        (picture()[:60], 422),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * (4 * 2**20), 413),
        (picture(size=(4100, 2)), 413),
    ],
    ids=["svg", "gif", "nothing", "broken", "large", "wide"],
)
def test_any_other_file_is_refused_beside_its_field(data: bytes, status: int, desk: Desk) -> None:
    clerk = desk.person("clerk")
    answer = clerk.post(f"{PAGE}/emblem", files={"file": ("ตรา.png", data, "image/png")})
    assert answer.status_code == status
    assert 'id="emblem-problem"' in answer.text
    told = clerk.put(f"{API}/emblem", files={"file": ("x.png", data, "image/png")})
    assert told.status_code == status
    assert clerk.get(API).json()["emblem_sha256"] is None


def test_only_those_who_keep_the_letterhead_come_here(desk: Desk) -> None:
    for role in ("plan_officer", "area_director", "school_officer", "internal_auditor"):
        assert desk.person(role).get(PAGE).status_code == 403
        assert desk.person(role).post(PAGE, data=TYPED).status_code == 403
        assert desk.person(role).put(API, json={"address": "x"}).status_code == 403
    assert desk.visitor().get(PAGE, follow_redirects=False).status_code == 303
    assert desk.person("school_officer").get(API).status_code == 403
    assert PAGE in desk.person("clerk").get("/settings").text
    assert PAGE not in desk.person("plan_officer").get("/settings").text
    assert "/settings" not in desk.person("finance_officer").get("/").text
    assert entries(desk) == []


def test_the_command_line_sets_only_what_is_named(
    desk: Desk, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    (tmp_path / "emblem.jpg").write_bytes(picture("JPEG"))
    place = ["--database", desk.database_url, "--data", str(desk.folder), "--json"]

    def said(*told: str) -> tuple[int, dict[str, object]]:
        done = CliRunner().invoke(app, ["letterhead", *told, *place])
        return done.exit_code, json.loads(done.stdout)

    clerk = ("--as", "clerk.t1")
    code, told = said("set", "--telephone", "0 2000 0001", "--emblem", str(tmp_path / "emblem.jpg"), *clerk)
    assert (code, told["telephone"], told["saved"]) == (0, "0 2000 0001", True)
    with desk.database.read() as session:
        kept = letterhead(session, desk.office.id)
        assert (kept.address, kept.thai_digits, kept.emblem_sha256) == ("", True, told["emblem_sha256"])
    assert said("set", "--no-emblem", *clerk)[1]["emblem_sha256"] is None
    assert said("set", "--prefix", "ศธ 04001", *clerk)[1]["error"]["code"] == "no_role"
    assert said("set", "--address", "x", "--as", "plan_officer.t1")[0] == 1
    assert said("show")[1]["telephone"] == "0 2000 0001"
