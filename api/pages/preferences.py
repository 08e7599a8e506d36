"""How a person likes her pages: language, digits, light or dark; kept in three cookies."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

LANGUAGE, DIGITS, THEME = "khanton_language", "khanton_digits", "khanton_theme"
THEMES = ("light", "dark")
_YEAR = 365 * 24 * 3600

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Preferences:
    """`thai_digits` holds for Thai pages; English pages always use 0-9. `theme` is empty for the device's."""

    language: str = "th"
    thai_digits: bool = True
    theme: str = ""

    @property
    def thai(self) -> bool:
        return self.language == "th"


def preferences_of(request: Request) -> Preferences:
    """What the browser's cookies say; Thai and Thai digits where they say nothing."""
    language = "en" if request.cookies.get(LANGUAGE) == "en" else "th"
    theme = request.cookies.get(THEME, "")
    thai_digits = language == "th" and request.cookies.get(DIGITS) != "arabic"
    return Preferences(language, thai_digits, theme if theme in THEMES else "")


def own_address(text: str) -> str:
    """`text` if it is an address on this site, else the first page: nobody is sent elsewhere from here."""
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if plain else "/"


@router.post("/preferences", include_in_schema=False)
def choose(
    request: Request,
    language: Annotated[str, Form()] = "",
    digits: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Keeps the choice for a year and returns to the page it was made on."""
    answer = RedirectResponse(own_address(back), status_code=303)
    secure = request.url.scheme == "https"
    choices = (
        (LANGUAGE, language, ("th", "en")),
        (DIGITS, digits, ("thai", "arabic")),
        (THEME, theme, (*THEMES, "auto")),
    )
    for name, value, known in choices:
        if value in known:
            answer.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)
    return answer
