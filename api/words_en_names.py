"""The short phrases and the names of things in the English sentences of `api.words_en`."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "meant": "; it probably means {value}",
    "last_step": " ({value})",
    "what_happened": ": {by} took the step {trigger} at {at}",
    "nobody": "your office's system administrator",
    "nothing": "none (the item has ended)",
    "field_missing": "{place} is missing",
    "field_extra_forbidden": "{place} is not known",
    "field_json_invalid": "it is not readable JSON",
    "field_wrong": "{place} has a value that cannot be used",
    "field_nul_character": "{place} has a character that cannot be used",
    "body": "the body",
}

NAMES: Mapping[str, str] = {
    "code": "Item code",
    "title": "Title",
    "fiscal_year": "Fiscal year",
    "quarter": "Quarter",
    "reason": "Reason",
    "justification": "Justification",
    "evidence": "Evidence",
    "password": "Password",
    "username": "Account name",
    "group": "Group",
    "school": "School",
    "owner": "Owner",
    "parent": "Parent item",
    "state": "State",
    "item": "Item",
    "office": "Office",
    "person": "Account",
    "position": "Position",
    "definition": "Steps",
    "holiday": "Holiday",
    "cluster": "School cluster",
    "idempotency_key": "Idempotency-Key",
}
