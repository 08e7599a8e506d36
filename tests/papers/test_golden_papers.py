"""Every kind of paper of the demonstration office is as it was looked at: text, pages, measures.

The pictures beside the texts in golden/ are for people; KHANTON_WRITE_GOLDEN=1 writes all of them anew.
"""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from demonstration import copied
from golden_papers import golden_papers
from line_breaks import broken_words
from measuring import Page, measured
from pdf_text import read_by_all, unspaced

from papers.outputs.docx import docx
from papers.outputs.pdf import pdf
from papers.outputs.text import text
from papers.ready import Ready
from states.catalogue import catalogue
from workflow.database import Database

GOLDEN = Path(__file__).parent / "golden"
MEASURES = GOLDEN / "measures.json"
REWRITE = "KHANTON_WRITE_GOLDEN"
PAGE_NUMBER = re.compile(r"^\s*- [๐-๙]+ -\s*$", re.MULTILINE)  # between the halves of a broken line
PICTURES = 3  # of each paper at most, as many as a reviewer turns over
PAPERS = sorted({*catalogue().papers, "issued_memo"})
Made = dict[str, tuple[Ready, bytes]]
pytestmark = [pytest.mark.slow, pytest.mark.one_database]


@pytest.fixture(scope="module")
def made(sample_year: str, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Each paper and its PDF."""
    with copied(sample_year, tmp_path_factory.mktemp("golden")) as url:
        database = Database(url)
        with database.read() as session:
            found = {name: (ready, pdf(ready)) for name, ready in golden_papers(session)}
            session.rollback()
        database.dispose()
    if os.environ.get(REWRITE):
        _write(found)
    return found


def test_there_is_one_of_every_kind(made: Made) -> None:
    assert sorted(made) == PAPERS


@pytest.mark.parametrize("name", PAPERS)
def test_it_says_what_was_read_and_found_right(made: Made, name: str) -> None:
    assert text(made[name][0].blocks()) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_three_readers_copy_out_what_it_says(made: Made, name: str) -> None:
    ready, file = made[name]
    for reader, found in read_by_all(file).items():
        copied_out = unspaced(PAGE_NUMBER.sub("", found))
        for line in text(ready.blocks()).splitlines():
            assert unspaced(line) in copied_out, reader


@pytest.fixture(scope="module")
def in_word(made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice reads in the Word file of each paper, all opened in one go."""
    folder = tmp_path_factory.mktemp("word")
    for name, (ready, _) in made.items():
        (folder / f"{name}.docx").write_bytes(docx(ready))
    told = ["--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to"]
    files = sorted(str(each) for each in folder.glob("*.docx"))
    subprocess.run(
        ["soffice", *told, "txt:Text (encoded):UTF8", "--outdir", str(folder), *files],  # noqa: S607
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {each.stem: each.read_text(encoding="utf-8-sig") for each in folder.glob("*.txt")}


@pytest.mark.parametrize("name", PAPERS)
def test_word_says_what_the_page_says(made: Made, in_word: dict[str, str], name: str) -> None:
    """Line by line; LibreOffice sets the cells of a row one below the other."""
    for line in text(made[name][0].blocks()).splitlines():
        assert unspaced(line) in unspaced(in_word[name])


@pytest.mark.parametrize("name", PAPERS)
def test_no_line_breaks_inside_a_word(made: Made, name: str) -> None:
    assert broken_words(made[name][1]) == []


@pytest.mark.parametrize("name", PAPERS)
def test_it_measures_what_the_form_asks_for(made: Made, name: str) -> None:
    """Left margin 3 cm, right 2 cm; and no measure has moved since the pictures were looked at."""
    pages = measured(made[name][1])
    for page in pages:
        assert page.left >= 2.97
        assert page.right >= 1.97
    assert _measures(pages) == json.loads(MEASURES.read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize("name", ["memo_acceleration", "circular_minutes", "issued_memo"])
def test_a_memo_has_its_head(made: Made, name: str) -> None:
    """Title 29 points of TH SarabunPSK (20 of Sarabun), labels 20 (13.8), dots to the margin."""
    first = measured(made[name][1])[0]
    assert max(each.size for each in first.letters if each.top < 4) == 20.0
    labels = [each for each in first.letters if each.size == 13.8]
    assert {round(each.left, 1) for each in labels} & {3.0, 3.1}
    dots = [each for each in first.strokes if each.right > 18.9 and each.top < 9]
    assert len(dots) >= 3
    assert {round(each.right, 1) for each in dots} == {19.0}


def _measures(pages: tuple[Page, ...]) -> dict[str, Any]:
    """What is compared, in millimetres: less than one of them nobody sees."""
    return {
        "pages": len(pages),
        "sizes": sorted({each.size for page in pages for each in page.letters}),
        "left": sorted({round(page.left * 10) for page in pages}),
        "lines": [len(page.strokes) for page in pages],
        "height": [round(max(each.bottom for each in page.letters) * 10) for page in pages],
    }


def _write(found: Made) -> None:
    GOLDEN.mkdir(exist_ok=True)
    for old in (*GOLDEN.glob("*.txt"), *GOLDEN.glob("*.png")):
        old.unlink()
    for name, (ready, file) in found.items():
        (GOLDEN / f"{name}.txt").write_text(text(ready.blocks()), encoding="utf-8")
        with pypdfium2.PdfDocument(file) as document:
            for number in range(min(PICTURES, len(document))):
                picture = document[number].render(scale=0.9, grayscale=False).to_pil().quantize(16)
                picture.save(GOLDEN / f"{name}-{number + 1}.png", optimize=True)
    measures = {name: _measures(measured(file)) for name, (_, file) in sorted(found.items())}
    MEASURES.write_text(json.dumps(measures, indent=1) + "\n", encoding="utf-8")
