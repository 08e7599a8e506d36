"""Has the recorder's password typed again where a chosen resolution is a paper's final approval."""

from collections.abc import Iterable

from fastapi import Request
from sqlmodel import Session, col

from api.pages.meetings.forms import Sent, SentForm, whole
from api.retyping import retyped_of
from workflow import definitions
from workflow.accounts import policy
from workflow.accounts.final import final_triggers
from workflow.meetings.outside import wanted_steps
from workflow.models import Item
from workflow.queries import Viewer, items_visible_to


def chosen_of(form: Sent) -> list[int]:
    """The papers that were ticked; raises BadInput."""
    return [whole("item", each) or 0 for each in form.all("item")]


def resolved(form: Sent, item_id: int) -> tuple[str, str]:
    """The resolution chosen for a paper, and the step that it takes, where the form names one."""
    kind, _, trigger = form.text(f"kind:{item_id}").partition(":")
    return kind, trigger


async def retyped_resolutions(request: Request, form: SentForm) -> None:
    """Compares the password before the turn to write; name it after whatever keeps the form."""

    def steps(session: Session, who: Viewer) -> Iterable[tuple[Item, str]]:
        found = items_visible_to(who).where(col(Item.id).in_(chosen_of(form))).order_by(col(Item.id))
        for item in session.exec(found).all():
            for trigger in wanted_steps(session, item, *resolved(form, item.id)):
                yield item, trigger

    await retyped_of(request, steps, form.text("password"))


def asks_password(session: Session, office_id: int, papers: Iterable[tuple[Item, Iterable[str]]]) -> bool:
    """Whether the office has it typed again, and some step on offer is a final approval."""
    if not policy.of(session, office_id).retype_for_final:
        return False
    return any(
        not final_triggers(definitions.by_hash(session, item.definition_hash)).isdisjoint(triggers)
        for item, triggers in papers
    )
