"""Tells people that a comment called them, in the system's own way."""

from typing import Final

from sqlmodel import Session, col, select

from notifications.inserting import add_new
from notifications.models import Notice
from workflow.models import Comment, Mention

MENTIONED: Final = "notify_mention"
_ABOUT: Final = "comment "


def tell(session: Session, comment: Comment) -> int:
    """Writes a notice to everybody whom the comment calls; how many. It goes out with the next message."""
    called = session.exec(
        select(Mention.person_id).where(Mention.comment_id == comment.id).order_by(col(Mention.person_id))
    )
    values = [
        {
            "office_id": comment.office_id,
            "person_id": person_id,
            "code": MENTIONED,
            "item_id": comment.item_id,
            "about": f"{_ABOUT}{comment.id}",
            "because": "",
            "written_at": comment.written_at,
        }
        for person_id in called
    ]
    return add_new(session, Notice, values)


def comment_of(notice: Notice) -> int | None:
    """The id of the comment that a notice tells of; None for any other notice."""
    number = notice.about.removeprefix(_ABOUT)
    return int(number) if notice.code == MENTIONED and number.isdecimal() else None
