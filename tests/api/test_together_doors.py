"""What one address asks for is asked once, whoever needs it; what it means is the same to all of them."""

from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture

from api.dependencies import Transaction
from api.together import before_shape, together


def looked(session: Transaction, code: str, year: Annotated[int | None, Query(ge=2500)] = None) -> str:
    assert session.is_active
    return f"{code} {year}"


def signed(session: Transaction, seal: Annotated[str, Header(alias="X-Seal")] = "") -> str:
    if seal == "false":
        raise PermissionError(f"seal of {seal}")
    return seal


async def counted(request: Request, amount: int) -> int:
    request.app.state.counted += 1
    return amount * 100


Looked = Annotated[str, Depends(looked)]
Signed = Annotated[str, Depends(signed)]
Counted = Annotated[int, Depends(counted)]


def handler(code: str, seen: Looked, seal: Signed, satang: Counted, amount: int) -> dict[str, Any]:
    return {"code": code, "seen": seen, "seal": seal, "satang": satang, "amount": amount}


@pytest.fixture
def asked(desk: Desk) -> FastAPI:
    app = FastAPI()
    app.state.database, app.state.turns = desk.database, desk.app.state.turns
    app.state.counted = 0
    app.get("/look/{code}")(together(handler))

    @app.exception_handler(RequestValidationError)
    def _misshapen(request: Request, error: RequestValidationError) -> Any:
        refusal = before_shape(request, error)
        assert refusal is not error, "the shape"
        raise refusal

    return app


@pytest.fixture
def door(asked: FastAPI) -> TestClient:
    return TestClient(asked)


def test_every_function_hears_what_the_request_says(door: TestClient) -> None:
    answer = door.get("/look/P1?year=2561&amount=5", headers={"X-Seal": "red"})
    assert answer.json() == {"code": "P1", "seen": "P1 2561", "seal": "red", "satang": 500, "amount": 5}
    assert door.get("/look/P2?amount=1").json()["seen"] == "P2 None"


def test_what_is_awaited_is_awaited_once_and_not_for_a_request_of_the_wrong_shape(
    door: TestClient, asked: FastAPI
) -> None:
    door.get("/look/P1?amount=5")
    assert asked.state.counted == 1
    with pytest.raises(AssertionError, match="the shape"):
        door.get("/look/P1?amount=five")
    assert asked.state.counted == 1


@pytest.mark.parametrize("wrong", ["amount=five", "", "amount=5&year=17", "amount=5&year=last"])
def test_a_refusal_comes_before_the_shape_of_what_it_does_not_ask_for(door: TestClient, wrong: str) -> None:
    with pytest.raises(PermissionError, match="seal of false"):
        door.get(f"/look/P1?{wrong}", headers={"X-Seal": "false"})
    with pytest.raises(AssertionError, match="the shape"):
        door.get(f"/look/P1?{wrong}", headers={"X-Seal": "red"})


def test_a_name_that_means_two_things_is_refused_when_the_address_is_put_together() -> None:
    def other(seen: Looked, year: str) -> None:
        raise AssertionError(seen, year)

    with pytest.raises(TypeError, match="another 'year'"):
        together(other)
