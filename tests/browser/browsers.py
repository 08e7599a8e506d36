"""A real Chromium, and the sample offices before it, for the tests of this folder; no conftest of their own.

(Modules beside the tests ask the one in tests/ for its office by the name conftest.)
"""

from collections.abc import Iterator

import pytest
from demonstration import copied
from looking import launched
from playwright.sync_api import Browser, sync_playwright
from serving import Office, serving

IN_A_BROWSER = (pytest.mark.browser, pytest.mark.slow)  # no quick run waits for them


@pytest.fixture(name="chromium", scope="module")
def browser_of_the_module() -> Iterator[Browser]:
    """One browser for a module's tests; each has contexts of its own in it.

    It goes with the module: Playwright keeps an event loop open in this thread.
    """
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture(name="pages_office", scope="module")
def office_to_look_at(sample_may: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample offices on 18 May 2018, only to look at."""
    folder = tmp_path_factory.mktemp("pages")
    with copied(sample_may, folder) as url, serving(url, folder) as office:
        yield office
