"""A refused form leaves nothing of itself behind: its files would fill the memory of a busy server."""

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from starlette.datastructures import UploadFile


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Python does not look for objects that hold each other."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list["weakref.ref[UploadFile]"]:
    """Every file that is taken in, for as long as somebody holds it."""
    taken: list[weakref.ref[UploadFile]] = []
    begin = UploadFile.__init__

    def noted(self: UploadFile, *told: Any, **more: Any) -> None:
        begin(self, *told, **more)
        taken.append(weakref.ref(self))

    monkeypatch.setattr(UploadFile, "__init__", noted)
    return taken


@pytest.mark.usefixtures("uncollected")
def test_a_refused_step_lets_its_files_go(desk: Any, sent: list["weakref.ref[UploadFile]"]) -> None:
    desk.open("memo", "M1")
    clerk = desk.person("clerk")
    files = {"file:signed_scan_or_esign": ("บันทึก.pdf", b"%PDF-1.4 nobody asked for this", "application/pdf")}
    for _ in range(5):
        answer = clerk.post("/items/M1/steps/propose", data={"key": "k"}, files=files)
        assert answer.status_code == 403
    held = [file for file in sent if file() is not None]
    assert len(sent) >= 5
    assert len(held) <= 1  # the last may still be on its way out


@pytest.mark.usefixtures("uncollected")
def test_a_workbook_that_cannot_be_read_is_let_go(desk: Any, sent: list["weakref.ref[UploadFile]"]) -> None:
    finance = desk.person("finance_officer")
    for _ in range(5):
        files = {"file": ("ก.xlsx", b"PK\x03\x04 no workbook")}
        answer = finance.post("/import/preview", data={"kind": "finance"}, files=files)
        assert answer.status_code == 422
    assert len(sent) >= 5
    assert len([file for file in sent if file() is not None]) <= 1
