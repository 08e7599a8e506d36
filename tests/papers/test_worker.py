"""Papers are made in child processes that are ended when they take too much, and followed by new ones."""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from samples import memo

from papers.limits import BOOK, PAPER, Limits
from papers.render import (
    FORMATS,
    BadMarkup,
    PdfUnavailable,
    Ready,
    RenderRefused,
    Templates,
    compose,
    produce,
)
from papers.worker import PATIENCE, NoWorker, Pool, Worker, pool

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = Templates(
    {
        "good.html": "<h1>{{ title }}</h1>{% block reason %}<p>{{ on|date }}</p>{% endblock %}"
        "{% block wish %}{{ said|lines }}{% endblock %}",
        "filters.html": "<p>{{ on|date }}; {{ on|short_date }}; {{ on|month_year }}; {{ on|fy }};"
        " {{ satang|money }}; {{ satang|baht_text }};"
        " {{ share|percent }}; {{ at|time_of_day }}; {{ '09:05'|time_of_day }}</p>",
        "loop.html": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "memory.html": "{{ 'a'.ljust(mebibytes * 1048576)|length }}",
        "missing.html": "<p>{{ nothing }}</p>",
        "script.html": "<p>{{ '<script>'|safe }}</p>",
        "child.html": "{% extends 'good.html' %}{% block reason %}<p>ใหม่</p>{% endblock %}",
    }
)


@pytest.fixture(scope="module", autouse=True)
def closed_afterwards():
    yield
    pool().close()


def test_a_template_becomes_canonical_markup_and_named_blocks_of_it():
    known = {"title": "ก & ข", "on": "2018-10-15", "said": "หนึ่ง\n\n สอง <b>"}
    written = "<h1>ก &amp; ข</h1>\n<p>15 ตุลาคม 2561</p>\n<p>หนึ่ง</p>\n<p>สอง &lt;b&gt;</p>\n"
    assert compose("good.html", known, TEXTS) == written
    assert compose("child.html", known, TEXTS).splitlines()[1] == "<p>ใหม่</p>"
    assert compose("good.html", known, TEXTS, ["wish", "reason"]) == {
        "wish": "<p>หนึ่ง</p>\n<p>สอง &lt;b&gt;</p>\n",
        "reason": "<p>15 ตุลาคม 2561</p>\n",
    }
    with pytest.raises(RenderRefused) as refused:
        compose("good.html", known, TEXTS, ["other"])
    assert (refused.value.reason, refused.value.detail) == ("bad_template", "block other")


def test_the_filters_write_as_thai_offices_do():
    known = {"on": "2018-10-15T09:30:00", "satang": 123456789, "share": "95.865", "at": "2018-10-15T09:30:00"}
    assert compose("filters.html", known, TEXTS) == (
        "<p>15 ตุลาคม 2561; 15 ต.ค. 61; ตุลาคม 2561; 2562; 1,234,567.89;"
        " หนึ่งล้านสองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ดบาทแปดสิบเก้าสตางค์; 95.87; 09.30 น.; 09.05 น.</p>\n"
    )


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_output_is_made_in_the_child(fmt):
    made = produce(memo(), fmt)
    beginning = {
        "html": b"<!DOCTYPE html>",
        "docx": b"PK",
        "pdf": b"%PDF-1.7",
        "text": "บันทึกข้อความ\n".encode(),
    }
    assert made.startswith(beginning[fmt])


@pytest.mark.parametrize(
    ("name", "known", "limits", "reason"),
    [
        ("loop.html", {}, PAPER, "too_slow"),
        ("memory.html", {"mebibytes": 512}, PAPER, "out_of_memory"),
        (
            "good.html",
            {"title": "ก" * 2_000, "on": "2018-10-15", "said": ""},
            replace(PAPER, characters=1_000),
            "too_large",
        ),
        ("missing.html", {}, PAPER, "bad_template"),
        ("no such.html", {}, PAPER, "bad_template"),
        ("good.html", {"title": {1}}, PAPER, "bad_template"),
    ],
)
def test_what_takes_too_much_is_refused_with_its_reason_and_the_next_is_made(name, known, limits, reason):
    with pytest.raises(RenderRefused) as refused:
        compose(name, known, TEXTS, limits=limits)
    assert refused.value.reason == reason
    assert compose("child.html", {"title": "ก", "said": "", "on": ""}, TEXTS) == "<h1>ก</h1>\n<p>ใหม่</p>\n"


def test_what_fits_into_the_memory_of_a_book_does_not_fit_into_that_of_a_paper():
    assert compose("memory.html", {"mebibytes": 128}, TEXTS) == f"{128 * 1048576}\n"
    assert compose("memory.html", {"mebibytes": 512}, TEXTS, limits=BOOK) == f"{512 * 1048576}\n"


def test_it_is_ended_soon_after_its_time():
    compose("child.html", {"title": "", "said": "", "on": ""}, TEXTS)
    began = time.monotonic()
    with pytest.raises(RenderRefused):
        compose("loop.html", {}, TEXTS, limits=Limits(0.5, 256, 1_000))
    assert time.monotonic() - began < 0.5 * PATIENCE + 1


def test_a_paper_with_what_papers_do_not_have_is_refused_by_name():
    with pytest.raises(BadMarkup) as refused:
        compose("script.html", {}, TEXTS)
    assert (refused.value.problem, refused.value.name) == ("tag", "script")
    with pytest.raises(BadMarkup):
        produce(Ready("<p>a", ""), "pdf")


def test_values_are_only_what_json_holds_however_deep():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(RenderRefused) as refused:
        compose("good.html", {"title": deep}, TEXTS)
    assert (refused.value.reason, refused.value.detail) == ("too_large", "depth")


def test_many_threads_share_few_workers():
    shared = Pool(2)
    numbers = range(40)
    job = (
        b'{"kind":"compose","name":"n.html","values":{"n":%d},"overrides":{"n.html":"{{ n }}"},"blocks":null,'
        b'"limits":{"seconds":5,"mebibytes":256,"characters":100}}'
    )
    try:
        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(lambda number: shared.do(job % number, PAPER), numbers))
        assert made == [b'"%d\\n"' % number for number in numbers]
        assert 1 <= len(shared.free) <= 2
        assert len({worker.process.pid for worker in shared.free}) == len(shared.free)
    finally:
        shared.close()


def test_a_worker_that_was_ended_while_it_was_free_is_replaced():
    known = {"title": "ก", "said": "", "on": ""}
    compose("child.html", known, TEXTS)
    for worker in pool().free:
        worker.process.kill()
    assert compose("child.html", known, TEXTS).startswith("<h1>ก</h1>")


def test_a_worker_that_has_done_its_share_makes_room_for_a_new_one(monkeypatch):
    monkeypatch.setattr("papers.worker.MOST_JOBS", 2)
    mine, known = Pool(1), {"title": "ก", "said": "", "on": ""}
    asked = {"kind": "compose", "name": "child.html", "values": known, "blocks": None}
    told = {"overrides": dict(TEXTS.overrides), "limits": asdict(PAPER)}
    job = json.dumps(asked | told).encode()
    answers = {mine.do(job, PAPER)}
    first = mine.free[0]
    answers.add(mine.do(job, PAPER))
    assert mine.free == []
    assert not first.alive
    answers.add(mine.do(job, PAPER))
    assert len(answers) == 1
    mine.close()


def test_a_worker_leaves_no_files_behind():
    worker = Worker()
    folder = Path(worker.folder)
    assert folder.is_dir()
    worker.close()
    assert not folder.exists()


def test_workers_end_when_the_process_that_started_them_is_gone(tmp_path):
    """However it ended: nobody writes to them any more."""
    program = (
        "import os, signal\n"
        "from papers.render import Ready, produce\n"
        "from papers.worker import pool\n"
        "produce(Ready('<p>a</p>', ''), 'text')\n"
        "print(pool().free[0].process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, timeout=60)
    child = Path(f"/proc/{int(ended.stdout)}")
    for _ in range(100):
        if not child.exists() or "Z" in (child / "stat").read_text().split()[2]:
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")


def test_without_pango_pdf_says_so_and_the_other_outputs_are_made(tmp_path, monkeypatch):
    """A computer without Pango, for a child: the library that is looked for is not there."""
    blocked = tmp_path / "weasyprint"
    blocked.mkdir()
    (blocked / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    pool().close()
    try:
        with pytest.raises(PdfUnavailable) as refused:
            produce(memo(), "pdf")
        assert refused.value.detail == "cannot load library 'libpango-1.0-0'"
        assert produce(memo(), "docx").startswith(b"PK")
        assert produce(memo(), "html").startswith(b"<!DOCTYPE html>")
    finally:
        pool().close()


@pytest.mark.parametrize("lacking", ["program", "room"])
def test_where_no_process_can_be_started_that_is_said_and_nothing_is_left_behind(
    lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = json.dumps({"kind": "compose"}).encode()
    with monkeypatch.context() as broken:
        broken.setattr(tempfile, "tempdir", str(tmp_path if lacking == "program" else tmp_path / "full"))
        if lacking == "program":
            broken.setattr(sys, "executable", str(tmp_path / "none"))
        mine = Pool(1)
        for _ in range(2):  # the place is free again
            with pytest.raises(NoWorker):
                mine.do(job, PAPER)
    assert list(tmp_path.iterdir()) == []
