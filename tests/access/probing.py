"""Asks every address of the application as everybody, and says what became of it in one word."""

import re
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from straight import Answer, Straight
from things import FOREIGN, NOTHING, OWN, Things

from api.attempts import Attempts

COMES, FORBIDDEN, HIDDEN, SIGN_IN, BROKEN = "comes", "forbidden", "hidden", "sign_in", "broken"
NOBODY, ENDED_ACCOUNT, STRANGER = "nobody", "ended_account", "stranger"
_GIVEN: Final[dict[str, Any]] = {
    "fiscal_year": 2561,
    "year": 2561,
    "quarter": 1,
    "kind": "project",
    "trigger": "submit",
    "what": "ceilings",
    "section": "reason",
    "paper": "proposal_form",
    "name": "memo.html",
    "ladder": "quarterly_report",
    "day": "2018-08-15",
    "ending": "txt",
    "group": "PLN",
    "number": 1,
    "entry": 1,
    "token": "none",
    "office": "T1",
    "address": "no-such-page",
    "code": "ZZZZ",
    "sha256": "0" * 64,
}


_NO_NAMES: Final = frozenset({"kind", "year", "number"})  # every office has them


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def safe(self) -> bool:
        return self.method == "GET"

    @property
    def json(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)(?::\w+)?}", self.path)


def routes(app: FastAPI) -> list[Route]:
    """Every address by every method, as the application tells them; a folder of files is no address."""
    found = []
    for context in iter_route_contexts(app.routes):
        if context.methods:
            found += [Route(method, str(context.path)) for method in sorted(context.methods - {"HEAD"})]
    return found


@dataclass
class Asking:
    """The application over two offices: `here` is where people work, `there` is the other."""

    client: Straight
    app: FastAPI
    here: Things
    there: Things

    def ask(self, route: Route, who: str, names: dict[str, Any], body: Any) -> Answer:
        """One request as `who`, who has signed in unless she is nobody."""
        self.app.state.attempts = self.app.state.looks = self.app.state.codes = Attempts()
        token = self.there.tokens["plan_director"] if who == STRANGER else self.here.tokens.get(who)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        if route.safe or body is None:
            sent: dict[str, Any] = {}
        elif isinstance(body, dict) and (files := {k: v for k, v in body.items() if k.startswith("file")}):
            texts = {name: text for name, text in body.items() if name not in files}
            sent = {"data": texts, "files": {name: (name, data.encode()) for name, data in files.items()}}
        else:
            sent = {"json": body} if route.json else {"data": body}
        return self.client.request(route.method, address(route, names), headers, **sent)

    def names(self, thing: str, whose: str) -> dict[str, Any]:
        """What the address names: a thing of this office, of the other, or none."""
        if whose == NOTHING:
            own = self.here.names(thing, OWN)
            return {name: value if name in _NO_NAMES else _nothing(value) for name, value in own.items()}
        if whose == FOREIGN:
            return self.there.names(thing, OWN)
        return self.here.names(thing, whose)


def address(route: Route, names: dict[str, Any]) -> str:
    found = route.path
    for name in route.parameters:
        found = re.sub(rf"{{{name}(:\w+)?}}", str(names.get(name, _GIVEN.get(name, 1))), found)
    return found


def _nothing(value: Any) -> Any:
    return 987654 if isinstance(value, int) else f"{str(value)[:1]}nothing"


def outcome(route: Route, answer: Answer) -> str:
    """What became of a request, in one word. A form that is refused for what it lacks was let in."""
    status = answer.status_code
    if status >= 500 and status != 501 and not route.path.startswith("/health/"):
        return BROKEN
    if status == 401:
        return SIGN_IN
    if status == 403:
        return FORBIDDEN
    if status == 404:
        return HIDDEN
    if status == 303 and answer.headers["location"].startswith("/sign-in?"):
        return SIGN_IN
    return COMES
