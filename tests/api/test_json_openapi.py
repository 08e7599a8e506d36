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
    assert set(answers) == {"200", "401", "403", "404", "409", "413", "422", "503"}
    assert visitor.get("/docs").status_code == 404
