"""Turns one person's notices into a message: the morning's digest, or one that cannot wait."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlmodel import Session

from notifications.announcing import own_name
from notifications.models import Notice, Preference
from notifications.phrases import Phrases
from notifications.reminding import REMINDER
from notifications.rendered import Rendered
from notifications.told import Told, line_text
from notifications.weekly import WEEKLY
from notifications.words import tell
from states.filling import one_line, shortened
from workflow.models import Office, Person
from workflow.moments import bangkok_date

SHOWN = 20
LONGEST_LINE = 1_000
_LONGEST_ENTRY = 120
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_JOINTS = re.compile(r"(?<=\d) (?=[ก-๙])|(?<=[ก-๙.]) (?=\d{4}(?!\d))")


def _unbroken(text: str) -> str:
    """`text` whose numbers stay on one line with what they count: 3 วัน, 9 มกราคม 2561."""
    return _JOINTS.sub("\N{NO-BREAK SPACE}", text)


_templates.filters["unbroken"] = _unbroken


@dataclass(frozen=True, slots=True)
class Digest:
    """A person's notices in the order in which she should read them; `rest` did not fit.

    `news` are by kind of paper: its name, how many there are of it, and those shown.
    """

    summaries: tuple[Told, ...]
    late: tuple[Told, ...]
    soon: tuple[Told, ...]
    news: tuple[tuple[str, int, tuple[Told, ...]], ...]
    rest: int


def render_message(
    session: Session,
    person: Person,
    notices: Sequence[Notice],
    *,
    kind: str,
    now: datetime.datetime,
    base_url: str,
    office: Office,
) -> Rendered:
    """The message that tells `person` these notices, in the language she prefers.

    `kind` is "digest" or "urgent". Without a `base_url` it says where to look without linking there.
    """
    preference = session.get(Preference, person.id)
    say = Phrases(preference.language if preference else "th")
    on = bangkok_date(now)
    found = tell(session, _each_matter_once(notices), say.language, base_url, now)
    told = found if base_url else [_unlinked(each) for each in found]
    parts, digest = _parts(told, on, say), arranged(told, on)
    alone = told[0] if kind == "urgent" and len(told) == 1 else None
    if alone:
        subject = say("single_subject", product=say("product"), subject=shortened(alone.subject))
    else:
        subject = say("digest_subject", product=say("product"), parts=parts, day=say.short_date(on))
    context: dict[str, Any] = {
        "t": say,
        "name": one_line(person.name_th),
        "office": own_name(office.name_th, office.name_en, say),
        "subject": subject,
        "lead": say("urgent_lead") if alone else say("digest_lead", day=say.date(on), parts=parts),
        "told": told,
        "digest": digest,
        "inbox": f"{base_url}/" if base_url else "",
    }
    return Rendered(
        subject=subject,
        text=_templates.get_template(f"{kind}.txt").render(context).rstrip() + "\n",
        html=_templates.get_template(f"{kind}.html").render(context),
        line=line_text(alone) if alone else _line(subject, digest, context["inbox"], say),
        told=tuple(_values(each) for each in told),
    )


def _each_matter_once(notices: Sequence[Notice]) -> list[Notice]:
    """Of several reminders of one matter, or several weeks, the last: after days without a mail server all
    would say the same."""
    last = {_matter(each): each.id for each in sorted(notices, key=lambda each: each.id)}
    return [each for each in notices if last[_matter(each)] == each.id]


def _matter(notice: Notice) -> tuple[str, int]:
    if notice.obligation_id is not None:
        return REMINDER, notice.obligation_id
    return (WEEKLY, 0) if notice.code == WEEKLY else ("", notice.id)


def _unlinked(told: Told) -> Told:
    return replace(told, link="", lines=tuple((text, "") for text, _ in told.lines))


def arranged(told: Sequence[Told], on: datetime.date) -> Digest:
    """Summaries, what is late, what falls due soonest, then other news by kind: SHOWN in all."""
    summaries = [each for each in told if each.code == WEEKLY]
    reminders = sorted((each for each in told if each.code == REMINDER), key=lambda each: each.due_on or on)
    news = [each for each in told if each.code not in {WEEKLY, REMINDER}]
    by_kind = {each.kind: [other for other in news if other.kind == each.kind] for each in news}
    in_order = [*reminders, *(each for group in by_kind.values() for each in group)]
    shown = {id(each) for each in in_order[:SHOWN]}
    return Digest(
        summaries=tuple(summaries),
        late=tuple(each for each in reminders if _late(each, on) and id(each) in shown),
        soon=tuple(each for each in reminders if not _late(each, on) and id(each) in shown),
        news=tuple(
            (kind, len(group), tuple(each for each in group if id(each) in shown))
            for kind, group in by_kind.items()
            if id(group[0]) in shown
        ),
        rest=max(0, len(in_order) - SHOWN),
    )


def _late(told: Told, on: datetime.date) -> bool:
    return told.due_on is not None and told.due_on < on


def _parts(told: Sequence[Told], on: datetime.date, say: Phrases) -> str:
    """`เกินกำหนด 1 เรื่อง ใกล้กำหนด 2 เรื่อง`: what the message holds, in a few words."""
    reminders = [each for each in told if each.code == REMINDER]
    late = sum(_late(each, on) for each in reminders)
    summaries = sum(each.code == WEEKLY for each in told)
    counts = {
        "part_late": late,
        "part_soon": len(reminders) - late,
        "part_news": len(told) - len(reminders) - summaries,
    }
    found = [say(key, count=say.count(count)) for key, count in counts.items() if count]
    return say.joint.join([*([say("part_summary")] if summaries else []), *found])


def _line(subject: str, digest: Digest, inbox: str, say: Phrases) -> str:
    """The digest as a short text for LINE: as many subjects as fit, how many more there are, the link."""
    news = (each for _, _, shown in digest.news for each in shown)
    told = (*digest.summaries, *digest.late, *digest.soon, *news)
    subjects = [f"• {shortened(each.subject, _LONGEST_ENTRY)}" for each in told]
    fitting = subjects[:]
    while True:
        rest = digest.rest + len(subjects) - len(fitting)
        tail = [say("more", count=say.count(rest))] if rest else []
        text = "\n".join([subject, *fitting, *tail, inbox or say("no_address")])
        if len(text) <= LONGEST_LINE or not fitting:
            return text
        fitting.pop()


def digest_line(told: Sequence[Told], on: datetime.date, base_url: str, language: str) -> str:
    """These notices as one short text to copy into LINE, as the morning's digest has it; empty for none."""
    if not told:
        return ""
    say = Phrases(language)
    parts = _parts(told, on, say)
    subject = say("digest_subject", product=say("product"), parts=parts, day=say.short_date(on))
    return _line(subject, arranged(told, on), f"{base_url}/notices" if base_url else "", say)


def _values(told: Told) -> dict[str, Any]:
    """A notice as plain values, for programs."""
    return {
        "code": told.code,
        "subject": told.subject,
        "body": told.body,
        "link": told.link,
        "due_on": told.due_on.isoformat() if told.due_on else None,
        "urgent": told.urgent,
        "item_code": told.item_code,
        "lines": [{"text": text, "link": link} for text, link in told.lines],
    }
