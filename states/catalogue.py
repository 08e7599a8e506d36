"""The words offices work with: roles, bodies, guards, documents, notices, deadlines, budget categories,
work standards."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from states.load import Unreadable, read_yaml_file
from states.model import Label, Strength

FOLDER = Path(__file__).parent / "catalogue"
FactKind = Literal["text", "yes_no", "number", "date", "list", "fraction"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Entry(BaseModel):
    """What every catalogue entry has: its name in both languages and where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    th: str = Field(min_length=1)
    en: str = Field(min_length=1)
    src: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        return Label(self.th, self.en)


class Role(Entry):
    """A role. `scope` says which items its holder may act on: the office's, the group's, the school's.

    `acts: false` marks a role that reads and never moves an item. `up` is the role one level up, which is
    told in place of a post that nobody holds.
    """

    scope: Literal["office", "group", "school"] = "office"
    acts: bool = True
    up: str = ""
    note: str = ""


class Body(Entry):
    """A kind of committee or board; `short` is used in the names of states."""

    short_th: str
    short_en: str
    internal: bool
    note: str = ""


class GuardWords(Entry):
    """What a guard asks for.

    `facts` are the evidence keys that can satisfy it, with the kind of value each takes. `scope` says how
    long a recorded fact counts: for the present `step`, for the life of the `item`, or for the whole `plan`.
    """

    strength: Strength = Strength.HARD
    scope: Literal["step", "item", "plan"] = "step"
    supplied_by: tuple[str, ...]
    facts: Mapping[Name, FactKind] = Field(default_factory=dict)


class Paper(Entry):
    """A document a step needs; `scope` as for a guard's facts."""

    scope: Literal["step", "item"] = "step"


class PaperWords(Entry):
    """An official paper: its form, the register that numbers it, its template, the kinds it is made from.

    A paper of form `none` is made from rows whenever it is asked for and walks no path of its own.
    """

    form: Literal["memo", "letter", "circular", "order", "none"]
    register_kind: Literal["internal", "outgoing", "circular", "order", ""] = Field(
        default="", alias="register"
    )
    template: str = Field(pattern=r"^[a-z_]+\.html$")
    book: bool = False
    thai_digits: bool = True
    of: tuple[str, ...] = ()


class NoticeWords(Entry):
    """A notice, memo, letter or circular that a step sets off; th/en are its subject line.

    `say_th`/`say_en` are what it says (see `notifications.particulars` for what stands in brackets), and
    `urgent` marks what cannot wait for the next morning's digest, `waits` what only says that a paper waits
    for its reader: nobody is sent that any more once the paper has moved on.
    """

    kind: Literal["notice", "memo", "circular", "letter"]
    to_th: str
    recipients: tuple[str, ...]
    say_th: str
    say_en: str
    closing: str = ""
    closing_en: str = ""
    urgent: bool = False
    waits: bool = False

    @property
    def say(self) -> Label:
        return Label(self.say_th, self.say_en)

    @property
    def closing_label(self) -> Label:
        return Label(self.closing, self.closing_en)


class Deadline(Entry):
    """A deadline: its rule in the language of `states.due`, and the ladder on which it is remembered."""

    rule: Mapping[str, Any]
    ladder: str = "standard"
    note: str = ""


class Rung(BaseModel):
    """One reminder: so many days before (negative) or after the due date, to whoever owes it or a role."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    days: int = Field(ge=-366, le=366)
    to: str


class Ladder(Entry):
    """The reminders of a deadline, in order of days."""

    rungs: tuple[Rung, ...] = Field(min_length=1)


class Category(Entry):
    """An expenditure category of the budget (งบรายจ่าย) with its sub-items by code."""

    subs: Mapping[Name, Entry]


class Criterion(Entry):
    """One thing a work standard asks for; `deadline` is the code of its deadline, if it has one."""

    deadline: str = ""


class Standard(Entry):
    """A work standard of the plan group (R-039 to R-080): cumulative levels, one statement or a checklist."""

    shape: Literal["levels", "statement", "checklist"]
    criteria: Mapping[str, Criterion]


class ResolutionKind(Entry):
    """What a body can resolve; `moves` are the steps it may give rise to, `*` standing for a slot's name."""

    moves: tuple[str, ...] = ()

    def fits(self, trigger: str) -> bool:
        """Whether a resolution of this kind can be what fires `trigger`."""
        return any(fnmatchcase(trigger, each) for each in self.moves)


E = TypeVar("E", bound=Entry)


class Catalogue(BaseModel):
    """All words, by name."""

    model_config = ConfigDict(frozen=True)
    roles: Mapping[str, Role]
    bodies: Mapping[str, Body]
    guards: Mapping[str, GuardWords]
    documents: Mapping[str, Paper]
    papers: Mapping[str, PaperWords]
    notices: Mapping[str, NoticeWords]
    deadlines: Mapping[str, Deadline]
    ladders: Mapping[str, Ladder]
    resolutions: Mapping[str, ResolutionKind]
    categories: Mapping[str, Category]
    standards: Mapping[str, Standard]

    def fact_kind(self, key: str) -> FactKind | None:
        """The kind of value the fact `key` takes, or None where no guard knows it."""
        for words in self.guards.values():
            if key in words.facts:
                return words.facts[key]
        return None


def _entries(name: str, shape: type[E]) -> dict[str, E]:
    path = FOLDER / f"{name}.yaml"
    return {key: parse(shape, value, f"{path}#{key}") for key, value in read_yaml_file(path).items()}


M = TypeVar("M", bound=BaseModel)


def parse(shape: type[M], value: object, path: str) -> M:
    """`value` as a `shape`; raises Unreadable that names the first field at fault."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Unreadable(path, 0, "shape", f"{where}: {first['msg']}") from error


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue, read and checked once."""
    return Catalogue(
        roles=_entries("roles", Role),
        bodies=_entries("bodies", Body),
        guards=_entries("guards", GuardWords),
        documents=_entries("documents", Paper),
        papers=_entries("papers", PaperWords),
        notices=_entries("notices", NoticeWords),
        deadlines=_entries("deadlines", Deadline),
        ladders=_entries("ladders", Ladder),
        resolutions=_entries("resolutions", ResolutionKind),
        categories=_entries("categories", Category),
        standards=_entries("standards", Standard),
    )
