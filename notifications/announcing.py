"""What a notice of a step says: what happened, who did it and when, why, and what is expected by when."""

import re
from collections.abc import Mapping
from typing import Final

from notifications.because import because, post_name
from notifications.gathering import Gathered, Paper, Step
from notifications.mentioning import comment_of
from notifications.models import Notice
from notifications.phrases import Phrases
from notifications.told import Told, item_link
from states.catalogue import catalogue
from states.filling import filled, one_line, shortened
from states.model import Definition
from workflow.models import Item, Obligation
from workflow.moments import bangkok_date
from workflow.permissions import ACTING, ON_BEHALF

# The number of an amendment as its code gives it: AM2561-2 is the second of the year.
_ROUND: Final = re.compile(r"[-/](\d{1,3})$")
_HOUR: Final = re.compile(r"\s*น\.?$")


def announced(notice: Notice, known: Gathered, say: Phrases, base_url: str) -> Told:
    """The notice of a step in words."""
    words = catalogue().notices[notice.code]
    paper, step = known.paper_of(notice), known.steps.get(notice.outbox_id or 0)
    definition = known.definition_of(paper.item)
    particulars = particulars_of(notice, paper, step, known, say)
    duty = known.open_duty(notice)
    body = (
        filled(say.label(words.say), particulars),
        say("reason", reason=one_line(step.entry.reason)) if step and step.entry.reason.strip() else "",
        _expected(duty, definition, known, say) if duty else "",
        say.label(words.closing_label),
        because(notice.because, known, say),
    )
    return Told(
        code=notice.code,
        subject=filled(say.label(words.label), particulars),
        body="\n".join(line for line in body if line),
        link=item_link(base_url, paper.item.code, paper=paper.kept),
        due_on=duty.due_on if duty else None,
        urgent=words.urgent,
        item_code=paper.item.code,
        kind=say.label(definition.label),
    )


def _expected(duty: Obligation, definition: Definition, known: Gathered, say: Phrases) -> str:
    left = say.left(duty.due_on, known.on)
    return say("expected", duty=duty_name(duty, definition, say), due=say.date(duty.due_on), left=left)


def particulars_of(
    notice: Notice, paper: Paper, step: Step | None, known: Gathered, say: Phrases
) -> Mapping[str, str]:
    """Everything a notice of a step may name; empty where it is not known."""
    item, title = paper.item, one_line(paper.item.title)
    group = known.groups.get(item.group_id or 0)
    numbered = _ROUND.search(item.code)
    named = title.removeprefix("โครงการ").strip() or title
    return {
        **dict.fromkeys(("title", "plan", "report", "document"), title),
        "project": named if say.language == "th" else title,
        "code": item.code,
        "doc_no": one_line(known.numbers.get(item.id, "")) or item.code,
        "fy": str(item.fiscal_year),
        "of_fy": "" if str(item.fiscal_year) in title else str(item.fiscal_year),
        "q": str(item.quarter or ""),
        "round": numbered[1] if numbered else "",
        "group": own_name(group.name_th, group.name_en, say) if group else "",
        "school": paper.school,
        "into": one_line(paper.into),
        **_of_the_step(notice, item, step, known, say),
        **_of_the_meeting(item, title, known, say),
        **_of_the_comment(notice, known),
    }


def _of_the_step(
    notice: Notice, item: Item, step: Step | None, known: Gathered, say: Phrases
) -> Mapping[str, str]:
    definition = known.definition_of(item)
    state = definition.by_state.get(step.entry.to_state if step else item.state)
    move = definition.moves.get((step.entry.from_state, step.entry.trigger)) if step else None
    body = known.bodies.get((notice.office_id, state.body)) if state and state.body else None
    kind_of_body = catalogue().bodies.get(state.body) if state and state.body else None
    return {
        "actor": actor_name(step, say) if step else "",
        "day": say.date(step.entry.effective_on if step else bangkok_date(notice.written_at)),
        "step": say.label(move.label) if move else say.label(definition.label),
        "state": say.label(state.label) if state else "",
        "body": own_name(body.name_th, body.name_en, say)
        if body
        else say.label(kind_of_body.label)
        if kind_of_body
        else "",
    }


def _of_the_comment(notice: Notice, known: Gathered) -> Mapping[str, str]:
    """Who called the reader, and in what words; nothing where the comment was withdrawn."""
    number = comment_of(notice)
    if number is None:
        return {"comment": ""}
    writer, text = known.comments.get(number, ("", ""))
    return {"actor": writer, "comment": shortened(one_line(text), 200)}


def _of_the_meeting(item: Item, title: str, known: Gathered, say: Phrases) -> Mapping[str, str]:
    found = known.meetings.get(item.id)
    if found is None:
        unset = dict.fromkeys(("meeting", "no", "held_on"), "")
        return {**unset, "when_where": say("meeting_unset"), "paper": "" if item.kind == "meeting" else title}
    meeting, body = found
    held_on = say.date(meeting.held_on)
    begins = _HOUR.sub("", one_line(meeting.begins))
    return {
        "meeting": own_name(body.name_th, body.name_en, say),
        "no": f"{meeting.number}/{meeting.year}",
        "held_on": held_on,
        "when_where": say("meeting_at", held_on=held_on, begins=begins, place=one_line(meeting.place)),
        "paper": "" if item.kind == "meeting" else title,
    }


def own_name(name_th: str, name_en: str, say: Phrases) -> str:
    """An office's own name for something; not everything of its own has an English one."""
    return one_line(name_en if say.language == "en" and name_en else name_th)


def actor_name(step: Step, say: Phrases) -> str:
    """Who took the step, by which post and in which capacity."""
    if not step.actor:
        return say("actor_system")
    how = step.entry.capacity if step.entry.capacity in {ACTING, ON_BEHALF} else "own"
    post = post_name(step.post.role, step.post.title_th, say) if step.post else ""
    return say(f"actor_{how}", name=step.actor, post=post)


def duty_name(duty: Obligation, definition: Definition, say: Phrases) -> str:
    """What is owed, and which of several in a year."""
    known = definition.duty.get(duty.code) or catalogue().deadlines.get(duty.code)
    name = say.label(known.label) if known else duty.code
    return say("turn", duty=name, turn=duty.turn) if duty.turn > 1 else name
