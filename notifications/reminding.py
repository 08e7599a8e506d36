"""What a reminder says: how long is left, what is owed on what, how the date came about, why she is told."""

import datetime

from notifications.announcing import duty_name, own_name
from notifications.because import because, post_name
from notifications.gathering import ESCALATED, Gathered
from notifications.models import Notice
from notifications.phrases import Phrases
from notifications.told import Told, item_link
from states.catalogue import catalogue
from states.due_words import Reckoning, explain_en, explain_th
from states.filling import filled, one_line
from workflow.models import Item, Obligation
from workflow.moments import bangkok_date

REMINDER = "reminder"


def reminded(notice: Notice, known: Gathered, say: Phrases, base_url: str) -> Told:
    """The reminder in words; what is left is counted to the day of telling; of what is settled, as then."""
    words = catalogue().notices[REMINDER]
    duty, paper = known.duties[notice.obligation_id or 0], known.paper_of(notice)
    item = paper.item
    on = bangkok_date(notice.written_at) if duty.outcome else known.on
    definition = known.definition_of(item)
    particulars = {
        "left": say.left(duty.due_on, on),
        "duty": duty_name(duty, definition, say),
        "group": _group(duty, item, known, say),
        "title": one_line(item.title),
        "code": item.code,
        "due": say.date(duty.due_on),
        "counted": _counted(duty, say),
        "owed": _owed(duty, known, say, on) if notice.because == ESCALATED else "",
    }
    body = (
        filled(say.label(words.say), particulars),
        because(notice.because, known, say, late=duty.due_on < on),
    )
    subject = filled(say.label(words.label), particulars)
    return Told(
        code=REMINDER,
        subject=subject[:1].upper() + subject[1:],
        body="\n".join(line for line in body if line),
        link=item_link(base_url, item.code, paper=paper.kept),
        due_on=duty.due_on,
        urgent=words.urgent,
        item_code=item.code,
        kind=say.label(definition.label),
    )


def _group(duty: Obligation, item: Item, known: Gathered, say: Phrases) -> str:
    """Which group's share it is, where each group owes its own."""
    group = known.groups.get(duty.group_id or 0)
    return own_name(group.name_th, group.name_en, say) if group and duty.group_id != item.group_id else ""


def _counted(duty: Obligation, say: Phrases) -> str:
    if duty.reckoning == "{}":  # opened before the reckoning was kept
        return ""
    explain = explain_en if say.language == "en" else explain_th
    return say("counted", explained=explain(Reckoning.from_json(duty.reckoning), duty.due_on))


def _owed(duty: Obligation, known: Gathered, say: Phrases, on: datetime.date) -> str:
    """Who owes it, and since when where it is late."""
    holders = [
        say("actor_own", name=name, post=post_name(post.role, post.title_th, say) if post else "")
        for post, name in known.holders_of(duty)
    ]
    role = catalogue().roles.get(duty.owed_by)
    nobody = say("nobody", role=say.label(role.label) if role else duty.owed_by)
    since = say.date(duty.due_on) if duty.due_on < on else ""
    return say("owed", holders=", ".join(holders) or nobody, due=since)
