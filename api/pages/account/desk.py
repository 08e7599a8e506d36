"""Her own account: who she is, how its pages are shown, and how a refused form of theirs comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Looking, Moment, SignedIn, Transaction, moment_of, token_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.looker import Looker
from api.pages.preferences import preferences_of
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.plain_text import PlainText
from workflow.errors import BadInput, CodeRefused, Refused, SecondFactorRefused

# Passwords are read as they are typed; what else people type loses nothing but NUL characters.
Secret = Annotated[str, Form(max_length=1000)]
Code = Annotated[PlainText, Form(max_length=100)]


@dataclass(frozen=True, slots=True)
class Own(Looker):
    """The person who looks at her own account, and the moment."""

    @property
    def token(self) -> str:
        return token_of(self.request)

    def page(
        self, template: str, *, error: Refused | None = None, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """The page; with what was refused on top, and beside its field."""
        return render(
            self.request,
            template,
            reader=reader_of(self.session, self.person, self.who),
            section="account",
            status=answered(error).status if error else status,
            error=said(error, preferences_of(self.request).language) if error else None,
            wrong=wrong_field(error),
            own=self,
            **context,
        )


def own(request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Own:
    """Her account, for a door that does its work in the request's transaction."""
    return Own(request, session, person, who, at)


AtAccount = Annotated[Own, Depends(own)]


def comes_back(request: Request, show: Callable[[Own, Refused], HTMLResponse]) -> None:
    """From now on a refusal of this request is answered by her own page, shown by `show`."""

    def again(asked: Request, error: Refused) -> HTMLResponse | None:
        with looking(asked) as found:
            return None if found is None else show(Own(asked, *found, moment_of(asked)), error)

    keep(request, again)


_FIELDS: Final = {"WrongPassword": "password", "SignInFailed": "password", "PasswordNeeded": "password"}


def wrong_field(error: Refused | None) -> str:
    """The id of the field that a refusal speaks of; empty where it speaks of none."""
    if isinstance(error, CodeRefused | SecondFactorRefused):
        return "code"
    if isinstance(error, BadInput):
        return {"password": "new", "again": "again"}.get(error.name, error.name)
    return _FIELDS.get(type(error).__name__, "")
