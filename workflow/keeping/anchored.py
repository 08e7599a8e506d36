"""What is known of the record from outside, to notice a backup that is older than that."""

from pathlib import Path

from workflow.checkpoints import anchors
from workflow.errors import BadAnchors
from workflow.errors_keeping import RestoreRefused
from workflow.keeping.restore import Anchors


def read_anchors(path: Path) -> Anchors:
    """The newest entry of each office that a file of anchors tells of, by number and hash.

    Raises RestoreRefused (no_file, unreadable).
    """
    if not path.is_file():
        raise RestoreRefused("no_file", str(path))
    try:
        told = anchors.read(path)
    except BadAnchors as error:
        raise RestoreRefused("unreadable", str(path), error.problem) from error
    strange = [*told.unreadable, *(each.line for each in told.found if not each.signed)]
    if strange:
        raise RestoreRefused("unreadable", str(path), str(min(strange)))
    found: Anchors = {}
    for each in told.found:
        if each.said.seq >= found.get(each.said.office, (0, ""))[0]:
            found[each.said.office] = (each.said.seq, each.said.head)
    return found
