"""What a memo, letter, circular or order is laid out from, and the paper itself, ready to be given out."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from sqlmodel import Session, select

from papers.content.shown import holder, office, title_of
from papers.desk import Desk
from papers.drafting import DATED
from papers.particulars import Occasion, particulars
from papers.ready import Ready
from papers.render import Templates, compose
from papers.tables import tabled
from papers.titles import in_full
from states.thai import long_date
from workflow.models import Entry, Item, Obligation, Office, PaperRow, Person, Position, RegisterNumber
from workflow.papers import addressees
from workflow.papers.drafts import must_have, words_of
from workflow.papers.fields import read
from workflow.papers.opinions import Opinion, opinions, signing
from workflow.papers.signing import signed_text
from workflow.papers.templates import overrides
from workflow.permissions import ACTING, ON_BEHALF
from workflow.retention.standing import must_stand
from workflow.situation import read as look

Context = dict[str, Any]
_SIGNS: Final = "area_director"
_IN_SYSTEM: Final = "ลงนามทางอิเล็กทรอนิกส์"
_STANDING_IN: Final = {ACTING: "รักษาราชการแทน", ON_BEHALF: "ปฏิบัติราชการแทน"}


def context_of(
    session: Session, item_id: int, *, on: datetime.date, signer: Mapping[str, str] | None = None
) -> Context:
    """Everything the template of a paper's form lays out, as plain JSON values.

    `signer` is who is about to sign (`as_signer`); without one whoever signed, and before that whoever holds
    the area director's post on the Bangkok date `on`. Raises UnknownItem where the paper is not kept here.
    """
    item = session.get_one(Item, item_id)
    row = must_have(session, item_id, item.code)
    fields = read(row.fields)
    signed, head = signing(session, item_id), office(session, item.office_id)
    return {
        "office": head,
        "paper": {**msgspec.json.decode(row.fields), "form": row.form, "code": row.code},
        "signer": dict(signer) if signer else _signer(session, item, signed, on),
        "opinions": [_opinion(each, head["name"]) for each in opinions(session, item_id)],
        "order": signed.text if signed else "",
        "readers": addressees.named(session, item.office_id, fields.sent_to, "th"),
        "on": on.isoformat(),
    }


def drafted_context(session: Session, item_id: int, *, on: datetime.date) -> Context:
    """The same, with what the texts of its draft may name: for trying out a template on a real paper."""
    item = session.get_one(Item, item_id)
    row = must_have(session, item_id, item.code)
    occasion = _occasion(session, row, on)
    bureau, made = Desk(session, on).of(item.office_id), tabled(session, row.code, occasion)
    known = particulars(session, row.code, occasion)
    drafted = {"unit": bureau.unit, "figures": made.figures, "table": made.table is not None}
    return {**known, **drafted, **context_of(session, item_id, on=on)}


def paper_markup(
    session: Session, item_id: int, *, on: datetime.date, signer: Mapping[str, str] | None = None
) -> Ready:
    """The paper to be given out: its text as signed, or else laid out as it stands on the Bangkok date `on`.

    The emblem and what it is a witness of are for the door to add. Raises UnknownItem, RenderRefused,
    BadMarkup, ContentDestroyed.
    """
    item = session.get_one(Item, item_id)
    row = must_have(session, item_id, item.code)
    must_stand(session, item_id)
    fields, text = read(row.fields), signed_text(session, item_id)
    if text is not None:
        markup, title = text.markup, text.title
    else:
        own = Templates(overrides(session, item.office_id))
        markup = compose(template_of(row), context_of(session, item_id, on=on, signer=signer), own)
        title = fields.subject
    number = session.exec(select(RegisterNumber).where(RegisterNumber.item_id == item_id)).first()
    return Ready(
        markup=markup,
        title=title,
        form=row.form,
        thai_digits=row.thai_digits,
        slots={
            "number": number.text if number else "",
            "dated": long_date(number.dated_on) if number else "",
            "signed": _IN_SYSTEM if text is not None and text.signature == "in_system" else "",
        },
        secrecy=fields.secrecy,
        draft=text is None,
    )


def template_of(row: PaperRow) -> str:
    """The template that lays a paper out: that of its form, which prints what its writers have made of it.

    The templates of single memos, letters and circulars hold the sentences of their first draft.
    """
    return words_of(row.code).template if row.form == "order" else f"{row.form}.html"


def as_signer(
    session: Session, item_id: int, person_id: int, trigger: str, on: datetime.date
) -> dict[str, str]:
    """How a person signs the paper on a Bangkok date by the step `trigger`: for herself or another."""
    item, name = session.get_one(Item, item_id), session.get_one(Person, person_id).name_th
    actor = look(session, item_id, person_id, on, lock=False).actor
    able = [each for each in actor.authorities if each.role == _SIGNS and each.covers(item.kind, trigger)]
    own, office_name = title_of(session, person_id, on), session.get_one(Office, item.office_id).name_th
    for each in able:
        post = in_full(session.get_one(Position, each.position_id).title_th, office_name)
        if each.capacity in _STANDING_IN:
            return {"name": name, "title": own, "on_behalf": f"{_STANDING_IN[each.capacity]}{post}"}
        return {"name": name, "title": post, "on_behalf": ""}
    return {"name": name, "title": own, "on_behalf": ""}


def _signer(session: Session, item: Item, signed: Opinion | None, on: datetime.date) -> dict[str, str]:
    if signed is None:
        return {**holder(session, item.office_id, _SIGNS, on), "on_behalf": ""}
    for_whom = _STANDING_IN.get(signed.capacity, "")
    name = session.get_one(Office, item.office_id).name_th
    stands_for = in_full(signed.stands_for, name)
    return {"name": signed.by, "title": in_full(signed.title, name), "on_behalf": f"{for_whom}{stands_for}"}


def _opinion(given: Opinion, office_name: str) -> dict[str, str]:
    for_whom = _STANDING_IN.get(given.capacity, "")
    return {
        "by": given.by,
        "title": in_full(given.title, office_name),
        "text": given.text,
        "on": given.on.isoformat(),
        "capacity": f"{for_whom}{in_full(given.stands_for, office_name)}" if for_whom else "",
    }


def _occasion(session: Session, row: PaperRow, on: datetime.date) -> Occasion:
    """What a paper was drafted for; one written by hand is taken for itself."""
    about = session.get_one(Item, row.about_id or row.item_id)
    first, _, rest = (row.cause or "").partition(":")
    duty_id, seq = rest.partition(":")[0], rest.rpartition(":")[2]
    if first == DATED:
        duty = session.get(Obligation, int(duty_id)) if duty_id.isdecimal() else None
        return Occasion(about, on, duty=duty)
    return Occasion(about, on, session.get(Entry, (row.office_id, int(seq))) if seq.isdecimal() else None)
