"""The words of every page as it is sent: no code words for Thai readers, a title, one heading, help."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import pytest
from demonstration import copied
from fastapi.testclient import TestClient
from pages import PAGES, Page
from sample import places
from serving import Office
from visiting import visit, visiting

from workflow.database import Database
from workflow.demo import stands_at

_CODE_WORDS = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\bNone\b|\bundefined\b|\{\{|\}\}|\{%", re.ASCII)
_VOID = frozenset(
    {*("input", "br", "hr", "img", "link", "meta", "wbr", "col"), *("source", "path", "circle", "rect")}
)
_NOT_READ = frozenset({"script", "style", "code", "pre", "template", "textarea"})

pytestmark = pytest.mark.one_database


class Read(HTMLParser):
    """What a reader sees of a page: texts, headings of the first rank, the title, and if there is help."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.title, self.headings, self.help = "", 0, False
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.headings += tag == "h1" and "sheet" not in self._open
        self.help |= tag == "details" and "help" in (told.get("class") or "").split()
        if tag not in _VOID:
            self._open.append("sheet" if "sheet" in (told.get("class") or "").split() else tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed at once: nothing stands in it."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in _VOID:
            if self._open.pop() in (tag, "sheet"):
                break

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "head" in self._open:
            self.title += data
        elif not _NOT_READ & set(self._open) and data.strip():
            self.texts.append(data.strip())


@pytest.fixture(name="office", scope="module")
def sample_office(sample_may: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with copied(sample_may, tmp_path_factory.mktemp("words")) as url:
        database = Database(url)
        with database.read() as session:
            at = stands_at(session)
        yield Office(database, at, url)
        database.dispose()


@pytest.fixture(name="named", scope="module")
def names_in_addresses(office: Office) -> Mapping[str, str]:
    return places(office)


@pytest.fixture(name="client", scope="module")
def somebodys_client(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visiting(office, tmp_path_factory.mktemp("data")) as client:
        yield client


def shown(client: TestClient, page: Page, named: Mapping[str, str], language: str) -> Read:
    client.cookies.set("khanton_language", language)
    return Read(visit(client, page, named).text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_speaks_to_people(
    page: Page, client: TestClient, office: Office, named: Mapping[str, str]
) -> None:
    thai = shown(client, page, named, "th")
    codes = sorted({word for text in thai.texts for word in _CODE_WORDS.findall(text)})
    assert codes == [], "words of the program on a Thai page"
    for read in (thai, shown(client, page, named, "en")):
        assert read.title.strip(" –")
        assert read.headings == 1
        assert read.help or page.status >= 400, "no help"
