"""Hostile templates and texts: no way out, no request, no file read, each refused or made within limits."""

import io
import re
import secrets
import socket
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from hostile import TEMPLATES, TEXTS, filled
from pdf_text import pages_by_pdfium

from papers.render import PAPER, BadMarkup, Ready, RenderRefused, Templates, compose, produce
from papers.spacing import plain
from papers.worker import PATIENCE, pool

OURS = {
    "meta": {"charset", "name", "content"},
    "link": {"rel", "href"},
    "html": {"lang"},
    "article": {"lang"},
}
TAGS = {"html", "head", "meta", "title", "link", "body", "article", "p", "b", "br", "span"}
TO_BEGIN = 15.0  # seconds for a new worker on a busy computer
NOT_FOR_ALL = 40_000  # characters; longer texts are tried in one output


class Listener:
    """Somebody on this computer who notes each visit."""

    def __init__(self):
        self.visits = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        while True:
            try:
                visitor, _ = self.socket.accept()
            except OSError:
                return
            visitor.close()
            self.visits += 1

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(timeout=5)


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory):
    canary = tmp_path_factory.mktemp("canary") / "secret.txt"
    canary.write_text(f"root:{secrets.token_hex(16)}", encoding="utf-8")
    listener = Listener()
    yield canary, listener
    listener.close()


@pytest.fixture(scope="module")
def tried(surroundings):
    """What became of every template and every text: (outcome or refusal, seconds)."""
    canary, listener = surroundings
    jobs = [("template", name, filled(text, canary, listener.port)) for name, text in TEMPLATES.items()]
    jobs += [("text", name, filled(text, canary, listener.port)) for name, text in TEXTS.items()]
    with ThreadPoolExecutor(2) as threads:
        return {job[:2]: found for job, found in zip(jobs, threads.map(_tried, jobs), strict=True)}


def _tried(job):
    kind, _, text = job
    made, slowest = {}, 0.0
    for name, work in _works(kind, text).items():
        began = time.monotonic()
        try:
            made[name] = work(made)
        except (RenderRefused, BadMarkup) as refused:
            made[name] = refused
        slowest = max(slowest, time.monotonic() - began)
        if name == "markup" and not isinstance(made[name], str):
            break
    return made, slowest


def _works(kind, text):
    """The markup first, then outputs made of it."""
    if kind == "template":
        shared = Templates({"hostile.html": text})
        works = {"markup": lambda _: compose("hostile.html", {"items": ["a", "b"], "text": "x"}, shared)}
        formats = ("html",)
    else:
        shared = Templates({"typed.html": "<h1>{{ text }}</h1><p><b>{{ text }}</b></p>"})
        works = {"markup": lambda _: compose("typed.html", {"text": text}, shared)}
        formats = ("html", "text", "docx", "pdf") if len(text) < NOT_FOR_ALL else ("pdf",)
    return works | {each: _output(each, text) for each in formats}


def _output(fmt, text):
    return lambda made: produce(Ready(made["markup"], text[:100], thai_digits=False), fmt)


def test_there_are_sixty_of_each():
    assert len(TEMPLATES) >= 60
    assert len(TEXTS) >= 60


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_is_refused_or_makes_a_harmless_paper(tried, surroundings, name):
    made, slowest = tried["template", name]
    _assert_harmless(made, slowest, surroundings)


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_refused_or_stands_on_the_paper_as_typed(tried, surroundings, name):
    made, slowest = tried["text", name]
    _assert_harmless(made, slowest, surroundings)
    canary, listener = surroundings
    if isinstance(made.get("text"), bytes):
        typed = " ".join(plain(filled(TEXTS[name], canary, listener.port)).split())
        assert " ".join(made["text"].decode().split("\n")[0].split()) == typed


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("class", "bad_template"),
        ("lipsum", "bad_template"),
        ("include canary", "bad_template"),
        ("multiplied text", "bad_template"),
        ("ljust", "out_of_memory"),
        ("nested ranges", "too_slow"),
        ("endless page", "too_large"),
        ("recursive macro", "bad_template"),
    ],
)
def test_a_refusal_names_its_reason(tried, name, reason):
    assert tried["template", name][0]["markup"].reason == reason


def test_no_one_was_visited_and_the_workers_still_work(tried, surroundings):
    assert tried
    assert surroundings[1].visits == 0
    good = Templates({"good.html": "<p>{{ text }}</p>"})
    for _ in range(4):
        assert compose("good.html", {"text": "ยังทำงาน"}, good) == "<p>ยังทำงาน</p>\n"
        assert produce(Ready("<p>ยังทำงาน</p>", ""), "pdf").startswith(b"%PDF")


def teardown_module():
    pool().close()


def _assert_harmless(made, slowest, surroundings):
    secret = surroundings[0].read_text(encoding="utf-8").encode()
    assert slowest < PAPER.seconds * PATIENCE + TO_BEGIN
    for name, found in made.items():
        if isinstance(found, RenderRefused):
            assert found.reason in ("too_slow", "too_large", "out_of_memory", "bad_template")
            assert secret.decode() not in found.detail
        elif isinstance(found, BadMarkup):
            assert found.problem
        else:
            said = _unpacked(name, found)
            assert secret not in said
            assert b"root:x:0" not in said
    if isinstance(made.get("html"), bytes):
        _Harmless().feed(made["html"].decode())


def _unpacked(name, found):
    if name == "pdf":
        return found + "\n".join(pages_by_pdfium(found)).encode("utf-8", "replace")
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(found)) as parts:
            return b"".join(parts.read(part) for part in parts.namelist())
    return found if isinstance(found, bytes) else found.encode()


class _Harmless(HTMLParser):
    """Finds anything on a page that could act or fetch."""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS | {"h1", "h2", "h3", "div", "table", "tbody", "tr", "td"}, tag
        for name, value in attrs:
            assert name in OURS.get(tag, set()) | {"class", "colspan", "rowspan"}, (tag, name)
            assert name != "href" or value == "/static/paper.css"
            assert name != "class" or re.fullmatch(r"[a-z0-9 -]*", value)
