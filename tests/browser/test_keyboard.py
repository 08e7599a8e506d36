"""The keyboard finds its way on the pages that everybody passes; and the checks would tell if it did not."""

import pytest
from accessible import violations
from browsers import IN_A_BROWSER, browser_of_the_module, office_to_look_at  # noqa: F401  fixtures
from keyboard import Keyboard
from looking import looking
from playwright.sync_api import Browser
from serving import Office

from workflow.demo import PASSWORD

pytestmark = list(IN_A_BROWSER)

_BAD = '<html lang="th"><title>x</title><main><h1>x</h1><img src="data:,"><button>a</button></main></html>'
_HIDDEN = "<style>* { outline: none !important; box-shadow: none !important }</style>"


def test_somebody_signs_in_skips_the_menu_and_opens_her_paper(
    chromium: Browser, pages_office: Office
) -> None:
    with looking(chromium, pages_office, "") as context:
        page = context.new_page()
        page.goto("/sign-in?to=/items/AP2561")
        keys = Keyboard(page)
        keys.write("ชื่อบัญชี", "plandir")
        keys.write("รหัสผ่าน", PASSWORD)
        with page.expect_navigation():
            keys.press("Enter")
        assert page.url.endswith("/items/AP2561")
        keys = Keyboard(page)
        assert keys.to("ข้ามไป").role == "link"
        keys.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        keys.unfold("เข้าสู่การสรุปผลปลายปี")
        assert keys.to("จำนวนประชุมปรับแผนปลายปี", "textbox")


def test_focus_that_does_not_show_would_be_noticed(chromium: Browser, pages_office: Office) -> None:
    with looking(chromium, pages_office, "", bypass_csp=True) as context:
        page = context.new_page()
        page.goto("/sign-in")
        page.locator("head").evaluate("(head, style) => head.insertAdjacentHTML('beforeend', style)", _HIDDEN)
        with pytest.raises(AssertionError, match="focus does not show"):
            Keyboard(page).to("ชื่อบัญชี")


def test_a_picture_without_words_would_be_noticed(chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.set_content(_BAD)
    assert [each.partition(":")[0] for each in violations(page)] == ["image-alt"]
    context.close()
