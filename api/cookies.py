"""The cookies by which a browser is known again: who signed in, whose browser it is, what is half done."""

from typing import Final

from fastapi import Request, Response

SESSION: Final = "khanton_session"
PENDING: Final = "khanton_pending"  # the password was right, the second factor is still asked
DEVICE: Final = "khanton_device"
VISIT: Final = "khanton_visit"  # to the identity provider and back
YEAR: Final = 365 * 24 * 3600


def secured(request: Request) -> bool:
    """Whether this browser comes by HTTPS: told by the settings, or seen."""
    return bool(request.app.state.settings.secure_cookies) or request.url.scheme == "https"


def _name(request: Request, base: str) -> str:
    """By HTTPS a name that no neighbouring site can set: browsers take __Host- from this very host only."""
    return f"__Host-{base}" if secured(request) else base


def read(request: Request, base: str) -> str:
    return request.cookies.get(_name(request, base), "")


def put(request: Request, response: Response, base: str, value: str, seconds: int) -> None:
    """Lax: sent along from links of mails and other sites, never with their forms."""
    response.set_cookie(
        _name(request, base),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secured(request),
    )


def drop(request: Request, response: Response, base: str) -> None:
    response.delete_cookie(
        _name(request, base), path="/", httponly=True, samesite="lax", secure=secured(request)
    )
