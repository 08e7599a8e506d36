"""The user's guide names only what stands on pages: its buttons, menus, fields and steps, word for word."""

import re
from pathlib import Path

import pytest

import api.pages
from api.pages.texts import TEXTS
from api.words_th import WORDS
from states.catalogue import catalogue
from states.source import DEFINITIONS

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDES = (DOCS / "guide-th.md", *sorted((DOCS / "guide").glob("*.md")))
NAMED = re.compile(r"\*\*([^*]+)\*\*|“([^”]+)”")


def on_the_pages() -> str:
    """Every Thai word of pages and refusals, and every name of a step, with … for what differs each time."""
    steps = (path.read_text(encoding="utf-8") for path in sorted(DEFINITIONS.glob("*.yaml")))
    notices = (notice.th for notice in catalogue().notices.values())
    refusals = (text for words in WORDS.values() for text in words)
    return re.sub(r"\{\w+\}", "…", "\n".join([*TEXTS["th"].values(), *refusals, *notices, *steps]))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_what_the_guide_names_stands_on_a_page(guide: Path) -> None:
    there = on_the_pages()
    named = {first or second for first, second in NAMED.findall(guide.read_text(encoding="utf-8"))}
    assert sorted(name for name in named if name not in there) == []
    assert named


def test_the_guide_leads_to_every_part_and_each_part_back() -> None:
    first = GUIDES[0].read_text(encoding="utf-8")
    assert [part.name for part in GUIDES[1:] if f"guide/{part.name})" not in first] == []
    assert [
        part.name for part in GUIDES[1:] if "(../guide-th.md)" not in part.read_text(encoding="utf-8")
    ] == []


def test_every_page_says_how_it_is_used() -> None:
    """All but the pages of a refusal and of what has to be installed, which are help themselves."""
    templates = Path(api.pages.__file__).parent / "templates"
    pages = {
        str(path.relative_to(templates)): text
        for path in sorted(templates.rglob("*.html"))
        if '{% extends "base.html" %}' in (text := path.read_text(encoding="utf-8"))
    }
    assert [name for name, text in pages.items() if "{% block help %}" not in text] == [
        "pdf_missing.html",
        "problem.html",
    ]
    assert len(pages) > 60
