"""The OpenAPI document: what every route of a kind may answer, said once."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from fastapi import FastAPI

from auralis.server.talk import LARGEST, MEDIA_TYPE, SCHEMA

_PROBLEM: Final = {MEDIA_TYPE: {"schema": SCHEMA}}
_OF_ALL: Final = {
    "401": "A token is needed that was not brought",
    "403": "It is not for this visitor to do",
    "429": "It is asked too often, or there is no room",
}
_OF_STATION: Final = {"404": "There is no such station"}
_OF_BODY: Final = {
    "413": f"A body of more than {LARGEST} bytes",
    "415": "A body that is not application/json",
}


def complete(app: FastAPI) -> None:
    """Have an application's document name every refusal, each as a problem document.

    Anything may be refused to a visitor; whatever takes `?station=` may answer 404, whatever takes a body
    413 and 415; and what can't be read is refused in the house's form, not in the framework's.
    """
    app.openapi = _completed(app.openapi)  # type: ignore[method-assign]


def _completed(make: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    def completed() -> dict[str, Any]:
        document = make()
        for operation in _operations(document):
            answers = operation["responses"]
            parameters = {(p["in"], p["name"]) for p in operation.get("parameters", ())}
            for status, why in (
                *_OF_ALL.items(),
                *(_OF_STATION.items() if ("query", "station") in parameters else ()),
                *(_OF_BODY.items() if "requestBody" in operation else ()),
            ):
                answers.setdefault(status, {"description": why, "content": _PROBLEM})
            if "422" in answers:
                answers["422"] = {"description": "A field is wrong", "content": _PROBLEM}
        return document

    return completed


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in document.get("paths", {}).values():
        yield from operations.values()
