"""What a form of a meeting's page sent: kept as typed, done once, and shown again where it was refused."""

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.datastructures import UploadFile

from api.pages.items.typed import typed_day
from states.buddhist import arabic_digits
from workflow import answers
from workflow.errors import BadInput
from workflow.models import Person

_MOST_FIELDS: Final = 3_000
_LARGEST: Final = 2**20


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form by name, with its files."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def text(self, name: str, otherwise: str = "") -> str:
        return self.fields.get(name, (otherwise,))[0]

    def all(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())

    def named(self, prefix: str) -> dict[str, str]:
        """Of the fields that begin with `prefix` the rest of the name and the first value."""
        return {k.removeprefix(prefix): v[0] for k, v in self.fields.items() if k.startswith(prefix)}

    def number(self, name: str) -> int | None:
        """A whole number, in Thai digits or Arabic; None where nothing is typed. Raises BadInput."""
        return whole(name, self.text(name))

    def day(self, name: str) -> datetime.date:
        """A Bangkok date as people type it; raises BadDate, BadInput where there is none."""
        found = typed_day(self.text(name))
        if found is None:
            raise BadInput(name, "empty")
        return found

    @property
    def fingerprint(self) -> str:
        files = {name: hashlib.sha256(data).hexdigest() for name, (_, data) in self.files.items()}
        told = [sorted((name, each) for name, each in self.fields.items()), files]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def whole(name: str, typed: str) -> int | None:
    text = arabic_digits(typed.strip())
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadInput(name, "out_of_range", typed[:40])
    return int(text)


async def sent(request: Request) -> Sent:
    """Reads the form before the transaction begins; raises BadInput."""
    fields: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    async with request.form(max_fields=_MOST_FIELDS, max_files=20, max_part_size=_LARGEST) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files[name] = (value.filename, await value.read())
            elif "\x00" in value or "\x00" in name:
                raise BadInput("form", "nul_character")
            else:
                fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return Sent({name: tuple(each) for name, each in fields.items()}, files)


SentForm = Annotated[Sent, Depends(sent)]


def only_once(
    session: Session, person: Person, form: Sent, act: str, at: datetime.datetime, do: Callable[[], str]
) -> RedirectResponse:
    """Does it and leads to the address that `do` gives; the same form sent again leads there, too."""
    key = form.text("key")[:120]
    asked = hashlib.sha256(f"{act} {form.fingerprint}".encode()).hexdigest()
    known = answers.recorded(session, person.id, key, asked) if key else None
    if known is not None:
        return RedirectResponse(known.body, status_code=303)
    address = do()
    if key:
        answers.record(session, person.id, key, asked, status=303, body=address, at=at)
    return RedirectResponse(address, status_code=303)
