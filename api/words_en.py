"""What Khanton says in English when it refuses: a title, what happened, and what to do next."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str, str]] = {
    "unknown_item": (
        "No such item",
        "There is no item “{code}” in your office, or it lies outside what you may see.",
        "Check the code, or look for the title in the list.",
    ),
    "unknown_office": ("No such office", "There is no office “{code}”.", "Check the office code."),
    "unknown_person": (
        "No such account",
        "No account is named “{username}”.",
        "Check the name, or ask your office's system administrator.",
    ),
    "unknown_body": (
        "No such committee or member",
        "The office has no committee or member “{code}”.",
        "Check the codes in the office's register of committees.",
    ),
    "unknown_kind": (
        "Your office has no work of this kind",
        "The office has not published the steps for “{kind}”.",
        "Choose a kind that exists, or have the system administrator publish this one first.",
    ),
    "unknown_trigger": (
        "No step of this name",
        "This kind of item has no step “{trigger}”.",
        "Choose from the steps on offer. All steps of this kind: {known}",
    ),
    "unknown_entry": (
        "No such history entry",
        "This item has no history entry number {seq}.",
        "Open the item's history and use a number shown there.",
    ),
    "unknown_document": (
        "No such document",
        "Item {code} has no such document.",
        "Open the item's list of documents and choose from it.",
    ),
    "not_open_here": (
        "This step is not open now",
        "Item {code} stands at “{state}”, where the step {trigger} cannot be taken.",
        "From here these steps are open: {open_here}",
    ),
    "no_role": (
        "This step is not yours to take",
        "It belongs to the holder of a certain position, or whoever is ordered to act for her.",
        "Please pass it to: {roles}",
    ),
    "other_group": (
        "This item belongs to another group",
        "You may take this step only for items of your own group.",
        "Please ask the group that owns the item: {roles}",
    ),
    "other_school": (
        "This item belongs to another school",
        "You may take this step only for items of your own school.",
        "Please ask the school that owns the item: {roles}",
    ),
    "not_hers": (
        "Somebody else's message",
        "Only whoever wrote a message can take it back.",
        "Please ask its writer.",
    ),
    "other_office": (
        "Another office's work",
        "You may see and act on the work of your own office only.",
        "For another office's information, please contact that office.",
    ),
    "read_only": (
        "This account only reads",
        "Your position sees the work and its history, and moves nothing.",
        "Please ask: {roles}",
    ),
    "not_active": (
        "The account is not in force",
        "Your account has not begun yet, or has run out.",
        "Please ask your office's system administrator to extend it.",
    ),
    "separated": (
        "It has to be somebody else",
        "You took the step {other_trigger} on this item. One person may not take both, nor stand in for it.",
        "Please ask somebody else with authority: {roles}",
    ),
    "service_only": (
        "The system takes this step",
        "The system takes this step when its time comes; nobody needs to.",
        "There is nothing to do: the item moves on at its time.",
    ),
    "step_refused": (
        "Something is still missing",
        "The step {trigger} cannot be taken yet. Missing: {missing}",
        "Supply what is missing and try again. Who can supply it: {roles}",
    ),
    "somebody_was_faster": (
        "Somebody was faster",
        "Item {code} has changed since you looked (version {expected_version}, now {version}){what}.",
        "Look at the item again and decide whether the step is still needed. Nothing of yours was recorded.",
    ),
    "content_changed": (
        "Somebody has changed it meanwhile",
        "{by} changed {code} at {at}, after you opened it.",
        "Open it again and bring your changes together with theirs. What you entered has not been saved.",
    ),
    "correction_not_latest": (
        "Only the latest step can be undone",
        "Entry {seq} is not the item's latest step.",
        "Undo the latest step first, or record a corrected date or evidence instead.",
    ),
    "correction_not_a_step": (
        "This entry cannot be corrected",
        "Entry {seq} is not a step that can be corrected.",
        "Choose an entry that is a step.",
    ),
    "correction_already_corrected": (
        "Already corrected",
        "Entry {seq} has been undone already.",
        "Open the item's history to see the correction.",
    ),
    "correction_has_children": (
        "Cannot be undone: other items moved with it",
        "Entry {seq} moved other items along.",
        "Record a corrected date or evidence instead of undoing.",
    ),
    "correction_in_use": (
        "Cannot be undone: the money has been used",
        "Entry {seq} cannot be undone: {detail}.",
        "Undo first what relies on it, or move the money back by another amendment.",
    ),
    "correction_needs_reason": (
        "A reason is needed",
        "Correcting entry {seq} needs a reason.",
        "Write why it has to be corrected, and send it again.",
    ),
    "correction_nothing_to_correct": (
        "Nothing to correct was given",
        "The correction of entry {seq} neither undoes it nor gives a date or evidence.",
        "Say that it should be undone, or give the right date or evidence.",
    ),
    "meeting_fixed": (
        "It can no longer be changed",
        "Meeting {code} stands at “{state}”, where its {what} cannot be changed.",
        "Look where the meeting stands. What was recorded wrongly goes on the next agenda.",
    ),
    "closing_refused": (
        "The meeting cannot be closed yet",
        "Meeting {code} still needs: {missing}",
        "Supply what is missing and close it again. No paper has been changed.",
    ),
    "already_exists": (
        "It exists already",
        "{what} “{name}” exists already.",
        "Use another code, or open that one.",
    ),
    "bad_input": ("A value is wrong", "{name}: “{detail}” cannot be used.", "Change it and send it again."),
    "sign_in_failed": (
        "Sign-in failed",
        "The name or the password is wrong, or the account is not in force.",
        "Check both. If you forgot it, choose “Forgotten password” or ask your administrator for a code.",
    ),
    "wrong_password": (
        "Wrong password",
        "The password typed to confirm is wrong. Nothing was recorded or signed.",
        "Type your password again.",
    ),
    "not_signed_in": (
        "Not signed in",
        "Sign in first; an earlier session may have ended.",
        "Sign in and try again.",
    ),
    "too_many_attempts": (
        "Too many attempts",
        "Signing in has failed many times in a row.",
        "Wait {minutes} minutes and try again, or ask your office's system administrator for a new password.",
    ),
    "cross_site": (
        "The order came from another site",
        "The browser says that this came from {origin}, so nothing was done.",
        "Open the page in Khanton itself and try again.",
    ),
    "too_large": ("Too much data", "It is over {megabytes} megabytes.", "Attach documents as files."),
    "bad_request": (
        "The request is wrong",
        "The request cannot be read: {fields}",
        "Change that and send it again.",
    ),
    "key_reused": (
        "Key used for another request",
        "The Idempotency-Key “{key}” was used for another request.",
        "Use a new key for a new request.",
    ),
    "key_in_use": (
        "The same request is under way",
        "A request with the Idempotency-Key “{key}” is being carried out.",
        "Wait a moment, then send the same request with the same key to get its answer.",
    ),
    "definition_refused": (
        "These steps cannot be used yet",
        "The steps for “{kind}” fail verification: {findings}",
        "Change what is named and check again.",
    ),
    "unreadable": (
        "The file cannot be read",
        "The file {path} cannot be read at line {line} ({detail}).",
        "Change the file at that line.",
    ),
    "busy": (
        "The database is busy",
        "The database cannot be reached at the moment. Nothing was recorded.",
        "Wait a moment and try again. If that does not help, tell the system administrator.",
    ),
    "storage_full": (
        "The disk is full",
        "There is no room left where the records are kept. Nothing was recorded.",
        "Ask the system administrator to make room, then try again. What was recorded before is all there.",
    ),
    "http_404": (
        "No such page",
        "There is nothing at this address.",
        "Check the address, or go to the first page.",
    ),
    "http_405": (
        "Not by this method",
        "This address does not take requests by this method.",
        "See /openapi.json for the methods it takes.",
    ),
    "http_refused": (
        "The request is wrong",
        "The request was not taken.",
        "Check the request and send it again.",
    ),
    "fault": (
        "Something went wrong",
        "An unexpected fault occurred. Nothing was recorded.",
        "Try again. If it stays so, tell the system administrator, with the time it happened.",
    ),
}
