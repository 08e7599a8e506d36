"""No page is forgotten: whatever the application answers with a page stands in the catalogue."""

from pathlib import Path

from pages import NO_PAGES, PAGES
from routes import application, page_routes


def test_every_page_of_the_application_stands_in_the_catalogue(tmp_path: Path) -> None:
    known = {page.route for page in PAGES}
    assert [route for route in page_routes(application(tmp_path)) if route not in known] == [], (
        "a line for each of these belongs into PAGES of tests/browser/pages.py"
    )


def test_the_catalogue_names_nothing_that_is_gone(tmp_path: Path) -> None:
    routes = set(page_routes(application(tmp_path)))
    assert [page.route for page in PAGES if page.route not in routes] == []
    assert len(routes) > 20


def test_every_view_has_a_name_of_its_own() -> None:
    names = [page.name for page in PAGES]
    assert sorted(set(names)) == sorted(names)
    assert not {page.route for page in PAGES} & set(NO_PAGES)
