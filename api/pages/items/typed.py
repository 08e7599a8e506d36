"""What a person typed into the form of a step, kept so that nothing is lost when the step is refused."""

import datetime
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from states.thai import UnreadableDate, WrongEra, parse_typed_date
from workflow.errors import BadDate, BadInput


@dataclass(frozen=True, slots=True)
class Typed:
    """Fields of a step's form. `papers` say where documents are kept, `files` are the documents."""

    trigger: str
    reason: str = ""
    on: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    justifications: dict[str, str] = field(default_factory=dict)
    expect_version: int | None = None
    key: str = ""

    @property
    def evidence(self) -> dict[str, str]:
        """Facts and places of papers, less what was left empty or comes as a file."""
        papers = {code: text for code, text in self.papers.items() if code not in self.files}
        return {key: text for key, text in (self.facts | papers).items() if text.strip()}


async def typed(request: Request) -> Typed:
    """Reads the form before the transaction begins: a slow upload keeps nobody waiting. Raises BadInput."""
    async with request.form(max_files=20, max_fields=200, max_part_size=2**20) as form:
        files = await _files(form)
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if any("\x00" in text for text in texts.values()):
        raise BadInput("form", "nul_character")
    version = texts.get("expect_version", "")
    found = Typed(
        trigger=request.path_params.get("trigger", ""),
        reason=texts.get("reason", ""),
        on=texts.get("on", ""),
        facts=_named(texts, "fact:"),
        papers=_named(texts, "paper:"),
        files=files,
        justifications={k: v for k, v in _named(texts, "justify:").items() if v.strip()},
        expect_version=int(version) if version.isascii() and version.isdecimal() else None,
        key=texts.get("key", "")[:120],
    )
    request.state.typed = found
    return found


TypedForm = Annotated[Typed, Depends(typed)]


def typed_day(text: str) -> datetime.date | None:
    """The Bangkok date typed, or None where nothing is; raises BadDate."""
    if not text.strip():
        return None
    try:
        return parse_typed_date(text)
    except WrongEra as error:
        raise BadDate("wrong_era", text[:80], error.suspected) from error
    except UnreadableDate as error:
        raise BadDate("unreadable", text[:80]) from error


def _named(texts: dict[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): text for name, text in texts.items() if name.startswith(prefix)}


async def _files(form: FormData) -> dict[str, tuple[str, bytes]]:
    found = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and value.filename and name.startswith("file:"):
            found[name.removeprefix("file:")] = (value.filename, await value.read())
    return found
