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
    "evidence_unknown_key": (
        "Unknown evidence",
        "There is no evidence or document named “{key}”.",
        "Use the names shown in the item's list of steps.",
    ),
    "evidence_not_yes_no": ("Yes or no is needed", "“{key}”: “{detail}” is neither.", "Write yes or no."),
    "evidence_not_number": (
        "A number is needed",
        "“{key}” was given “{detail}”, which is no amount.",
        "Write a number with at most two decimals, such as 12500.50.",
    ),
    "evidence_not_date": (
        "A date is needed",
        "“{key}” was given “{detail}”, which cannot be read as a date.",
        "Write a date, such as 2018-01-12.",
    ),
    "evidence_not_list": ("A list is needed", "“{key}” is empty.", "Write entries with commas between."),
    "evidence_not_fraction": (
        "A share is needed",
        "“{key}” was given “{detail}”, which is no share of a whole.",
        "Write it like 12/15 (12 of 15 present).",
    ),
    "evidence_empty": (
        "No evidence given",
        "There is nothing to record {key}.",
        "Send it again with a value.",
    ),
    "evidence_too_long": ("Evidence too long", "“{key}” is too long.", "Shorten it, or attach a file."),
    "evidence_too_large": (
        "The file is too large",
        "“{key}” is over 20 megabytes.",
        "Make it smaller, or split it.",
    ),
    "evidence_type_not_allowed": (
        "This type of file is not taken",
        "The content of the file “{key}” is of no accepted type, or it carries macros.",
        "Save it as one of the accepted types ({detail}) and attach it again.",
    ),
    "evidence_needs_file_name": (
        "The file has no name",
        "It was sent without one.",
        "Name it and attach it again.",
    ),
    "evidence_file_lost": (
        "The stored file is gone",
        "This file was recorded, but is no longer in the store.",
        "Ask the system administrator to bring it back from the backup.",
    ),
    "evidence_file_changed": (
        "The stored file was changed",
        "The file is no longer what was recorded, so it is not handed out.",
        "Ask the system administrator to bring it back from the backup.",
    ),
    "too_long": (
        "The text is too long",
        "{name}: {length} characters, where at most {limit} are taken.",
        "Shorten the text, or attach it as a document.",
    ),
    "date_in_future": (
        "The date is still to come",
        "The date {date} is still to come.",
        "Give the day it was really signed or resolved, today at the latest.",
    ),
    "date_before_last_step": (
        "The date is before the last step",
        "The date {date} is before that of the latest step{meant}.",
        "Check the date on the paper. If the earlier step's date is wrong, correct that entry first.",
    ),
    "wrong_era": (
        "A year of the wrong era",
        "“{text}” is not a year of the era used here{meant}.",
        "JSON takes the Common Era as YYYY-MM-DD; fiscal years are Buddhist Era.",
    ),
    "unreadable_date": (
        "Not a date",
        "“{text}” cannot be read as a date.",
        "JSON takes YYYY-MM-DD in the Common Era, such as 2018-01-12.",
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
    "input_empty": ("Not filled in", "{name} is needed.", "Fill it in and send it again."),
    "input_unknown": ("An unknown value", "{name}: there is no “{detail}”.", "Use one the office has."),
    "input_wrong_era": (
        "A year of the wrong era",
        "{name}: “{detail}” is not a Buddhist year.",
        "Write the fiscal year in the Buddhist Era, such as 2561.",
    ),
    "input_twice": ("Twice", "{name}: “{detail}” stands twice.", "Keep one, and send it again."),
    "input_out_of_range": (
        "A value out of range",
        "{name}: “{detail}” is out of range.",
        "Change it and send it again.",
    ),
    "input_not_in_force": (
        "Not in force then",
        "{name}: “{detail}” is not in force on that day.",
        "Check the order of appointment and the date, then send it again.",
    ),
    "input_not_carried": (
        "Not carried",
        "{name}: “{detail}” is no majority of those voting, and the chair has not cast a deciding vote.",
        "Let votes and resolution agree. Where votes are equal, say that the chair cast the deciding one.",
    ),
    "input_no_vote": (
        "No vote on this",
        "{name}: “{detail}” is absent, takes no part or has no vote on this entry.",
        "Check attendance and recusals, then send it again.",
    ),
    "input_unfit": (
        "These do not go together",
        "{name}: “{detail}” does not fit this paper or this resolution.",
        "Choose what fits the paper and the resolution, then send it again.",
    ),
    "input_sum_differs": (
        "The sums differ",
        "{name}: {detail}",
        "Change the figures until the sums are equal, then send it again.",
    ),
    "input_above_what_is_left": (
        "More than is left",
        "{name}: {detail}",
        "Check what is in force and what was paid of this line, then send it again.",
    ),
    "input_not_new_money": (
        "Not new money",
        "{name} {detail} has not arrived, or arrived before the plan was approved.",
        "Name a tranche that arrived after the plan was approved, or let the changes add up to zero.",
    ),
    "input_needs_amendment": (
        "Approved content",
        "{name}: {detail} was approved with the plan.",
        "Change it through a plan amendment; who is responsible and the dates may be changed.",
    ),
    "input_not_an_amendment": (
        "Not a plan amendment",
        "{name}: {detail} is not a plan amendment.",
        "Choose an amendment of the plan.",
    ),
    "input_not_in_plan": (
        "The project is not in the plan",
        "{name}: {detail} is not in the plan, so it has no money to pay from.",
        "Check the project's code, or include the project in the plan first.",
    ),
    "input_length": (
        "The length is wrong",
        "{name} has to have {detail} characters.",
        "Change it and send it again.",
    ),
    "sign_in_failed": (
        "Sign-in failed",
        "The name or the password is wrong, or the account is not in force.",
        "Check both. If you have forgotten the password, ask your office's system administrator.",
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
