"""What the JSON door tells programs about itself."""

from json_desk import desk_at_the_json_door  # noqa: F401  a fixture

API = "/api/v1"


def test_the_openapi_document_knows_every_refusal_and_how_to_sign_in(desk):
    """openapi.json is complete; the documentation page, which loads a script from elsewhere, is off."""
    visitor = desk.visitor()
    schema = visitor.get("/openapi.json").json()
    assert schema["components"]["securitySchemes"].keys() == {"bearer", "cookie"}
    assert "Problem" in schema["components"]["schemas"]
    undescribed = [
        (name, key)
        for name, shape in schema["components"]["schemas"].items()
        for key, value in shape.get("properties", {}).items()
        if "$ref" in str(value)
        and value.get("$ref", "").rsplit("/", 1)[-1] not in schema["components"]["schemas"]
        and value.get("$ref")
    ]
    assert undescribed == []
    answers = schema["paths"][f"{API}/items/{{code}}/advance"]["post"]["responses"]
    assert list(answers) == ["200", "400", "401", "403", "404", "409", "413", "422", "503", "507"]
    assert visitor.get("/docs").status_code == 404


def test_every_operation_says_what_the_door_the_database_and_the_disk_may_refuse(desk):
    """Whatever its own handler says; who has not signed in may sign out, and is not asked to sign in."""
    paths = desk.visitor().get("/openapi.json").json()["paths"]
    missing = {
        f"{method} {address}": sorted(needed - set(way["responses"]))
        for address, ways in paths.items()
        for method, way in ways.items()
        if (needed := _anywhere(method, way)) - set(way["responses"])
    }
    assert missing == {}
    assert paths[f"{API}/sign-out"]["post"]["security"] == [{"bearer": []}, {"cookie": []}, {}]
    assert paths[f"{API}/sign-in/second-factor"]["post"]["security"] == []
    assert paths[f"{API}/me"]["get"]["security"] == [{"bearer": []}, {"cookie": []}]


def _anywhere(method, way):
    written = {"403", "507"} if method != "get" else set()
    return {"422", "503"} | written | ({"400", "413"} if "requestBody" in way else set())
