"""What a notice says: the catalogue's subject with the item's own particulars."""

from collections import defaultdict

from states.catalogue import catalogue
from workflow.models import Item


def subject(code: str, item: Item, language: str = "th") -> str:
    """The subject line of a notice about `item`, in Thai or English."""
    words = catalogue().notices[code].label.in_language(language)
    particulars: dict[str, str] = defaultdict(
        str,
        fy=str(item.fiscal_year),
        q=str(item.quarter or ""),
        plan=item.title,
        project=item.title,
        report=item.title,
        document=item.title,
        meeting=item.title,
        doc_no=item.code,
    )
    return words.format_map(particulars).strip()
