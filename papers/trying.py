"""Tries a template on real data before it is saved: what it is tried on, and the paper that comes of it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from msgspec import to_builtins
from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from papers.content import CONTENTS
from papers.content.shown import office
from papers.context import drafted_context
from papers.desk import Desk
from papers.drafting import fields_of
from papers.environment import SHIPPED
from papers.particulars import Occasion, particulars
from papers.ready import Ready
from papers.render import BOOK, PAPER, Templates, compose
from papers.required import whole
from papers.tables import tabled
from states.catalogue import catalogue
from workflow import definitions
from workflow.errors import BadInput
from workflow.facts import limited
from workflow.models import Item, PaperRow
from workflow.papers.letterhead import letterhead
from workflow.papers.templates import LONGEST_SOURCE, overrides
from workflow.papers.templates import names as editable

MOST: Final = 20
_NOBODY: Final = {"name": "", "title": "", "on_behalf": ""}


@dataclass(frozen=True, slots=True)
class Sample:
    """An item on which a template can be tried, as the paper `code` of the catalogue."""

    item: Item
    code: str


@cache
def names() -> tuple[str, ...]:
    """The templates an office may write anew, in the catalogue's order."""
    return tuple(dict.fromkeys(words.template for words in catalogue().papers.values()))


def known(name: str) -> str:
    """`name` where it is such a template; raises BadInput."""
    if name not in editable():
        raise BadInput("template", "unknown", name[:80])
    return name


def shipped(name: str) -> str:
    """The template as it came; raises BadInput."""
    return (SHIPPED / known(name)).read_text(encoding="utf-8")


def papers_using(name: str) -> tuple[str, ...]:
    """The codes of the papers that are written by this template."""
    return tuple(code for code, words in catalogue().papers.items() if words.template == name)


def samples(session: Session, seen: SelectOfScalar[Item], name: str) -> list[Sample]:
    """What the template can be tried on among the items `seen`, the newest first.

    A memo, letter, circular or order: papers written by it, else others of its form or, of a text that is
    set off by a step, items that the step belongs to.
    """
    codes = papers_using(known(name))
    made = [code for code in codes if code in CONTENTS]
    if made:
        kinds = {kind: code for code in made for kind in catalogue().papers[code].of}
        found = _newest(session, seen.where(col(Item.kind).in_(list(kinds))))
        return [Sample(item, kinds[item.kind]) for item in found]
    drafts = seen.join(PaperRow, col(PaperRow.item_id) == col(Item.id))
    found = _newest(session, drafts.where(col(PaperRow.code).in_(codes)))
    if found:
        return [Sample(item, codes[0]) for item in found]
    if codes[0] in catalogue().notices:
        return [Sample(item, codes[0]) for item in _called_for(session, seen, codes[0])]
    form = catalogue().papers[codes[0]].form
    return [Sample(item, codes[0]) for item in _newest(session, drafts.where(PaperRow.form == form))]


def _newest(session: Session, found: SelectOfScalar[Item]) -> list[Item]:
    return list(session.exec(found.order_by(col(Item.id).desc()).limit(MOST)).all())


def _called_for(session: Session, seen: SelectOfScalar[Item], code: str) -> Iterator[Item]:
    """Items of the kinds one of whose steps sets the paper off; where no step does, any item."""
    others = seen.where(Item.kind != "memo")
    hashes = session.scalars(others.with_only_columns(col(Item.definition_hash)).distinct()).all()
    setting_off = [
        each
        for each in hashes
        if any(code in move.notices for move in definitions.by_hash(session, each).transitions)
    ]
    if setting_off:
        others = others.where(col(Item.definition_hash).in_(setting_off))
    yield from _newest(session, others)


def try_on(
    session: Session, office_id: int, name: str, source: str, sample: Sample, on: datetime.date
) -> Ready:
    """The paper that the text `source` makes of the sample on a Bangkok date, with the office's other texts.

    Raises RenderRefused, BadMarkup, TooLong.
    """
    text = limited("template", source, LONGEST_SOURCE)
    own = Templates({**overrides(session, office_id), known(name): text})
    words = catalogue().papers[sample.code]
    limits = BOOK if words.book else PAPER
    head = letterhead(session, office_id)
    ready = Ready(
        "", sample.item.title, words.form, thai_digits=words.thai_digits and head.thai_digits, draft=True
    )
    if sample.code in CONTENTS:
        told = CONTENTS[sample.code](session, sample.item, on=on)
        return replace(ready, markup=compose(name, told, own, limits=limits))
    told = _around(session, office_id, sample, on)
    return replace(ready, markup=whole(compose(name, told, own)))


def _around(session: Session, office_id: int, sample: Sample, on: datetime.date) -> dict[str, Any]:
    """What the template may name: of a paper that was drafted, or of one as it would be drafted now."""
    item, code = sample.item, sample.code
    if session.get(PaperRow, item.id) is not None:
        return drafted_context(session, item.id, on=on)
    occasion, bureau = Occasion(item, on), Desk(session, on).of(office_id)
    made, fields = tabled(session, code, occasion), fields_of(session, code, occasion, bureau)
    return {
        **particulars(session, code, occasion),
        "unit": bureau.unit,
        "figures": made.figures,
        "table": made.table is not None,
        "office": office(session, office_id),
        "paper": to_builtins(fields) | {"form": catalogue().papers[code].form, "code": code},
        "signer": _NOBODY,
        "opinions": [],
        "order": "",
        "readers": [],
        "on": on.isoformat(),
    }
