"""Who sees an office's whole record, beyond her own papers."""

from states.catalogue import catalogue
from workflow.errors import Denial, NotAllowed
from workflow.queries import Viewer


def must_see_all(who: Viewer) -> None:
    """Raises NotAllowed: school people see their own school's papers only, not the whole office's record."""
    if not who.active or not who.roles or who.bounded:
        others = (name for name, role in catalogue().roles.items() if role.scope != "school")
        raise NotAllowed(Denial("no_role", tuple(name for name in others if name.endswith("auditor"))))
