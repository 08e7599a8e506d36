"""The English sentences about what people type and attach: what is wrong with it, and what to do."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str, str]] = {
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
    "date_after_next_step": (
        "The date is after the next step",
        "The date {date} is after that of the step that follows{meant}.",
        "Check the date on the paper. If the later step's date is wrong, correct that entry first.",
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
    "input_empty": ("Not filled in", "{name} is needed.", "Fill it in and send it again."),
    "input_unknown": ("An unknown value", "{name}: there is no “{detail}”.", "Use one the office has."),
    "input_wrong_era": (
        "A year of the wrong era",
        "{name}: “{detail}” is not a Buddhist year.",
        "Write the fiscal year in the Buddhist Era, such as 2561.",
    ),
    "input_unchanged": ("Nothing changes", "{name}: it is as it is already.", "Change something first."),
    "input_not_text": (
        "The file cannot be read",
        "{name} is not text in {detail}.",
        "Save it as UTF-8 and send it again.",
    ),
    "input_no_address_here": (
        "No address",
        "You are not reached by this channel yet.",
        "Set it in how you are told, then try it.",
    ),
    "input_went_on": (
        "It cannot be moved back",
        "{name}: {detail} was not moved to another path, or has gone on since.",
        "Let it go on by the path it has.",
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
    "input_not_for_this_body": (
        "Not for this body to decide",
        "{name}: {detail} is not decided by the body that meets here, or not where it stands now.",
        "Put it to the body that decides it, or under another heading where it is only to be heard.",
    ),
    "input_meeting_closed": (
        "A meeting has been closed",
        "{name}: {detail} has been closed, and who sat in it cannot change.",
        "Give a later day; what an earlier order said is kept with that meeting's minutes.",
    ),
    "input_only_earlier": (
        "An end is only brought forward",
        "{name}: the membership ends on {detail} already.",
        "Give an earlier day. A longer term takes another order of appointment.",
    ),
    "input_invitations_out": (
        "The invitations are out",
        "{name}: everybody has been invited for {detail}.",
        "Postpone the meeting with its reason first, then set the new day and invite again.",
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
    "input_closed": (
        "The figures are closed",
        "{name}: {detail} or its plan has been closed, and the figures accepted with it stay.",
        "Undo the closing first, then record the right figure and close again.",
    ),
    "input_not_new_money": (
        "Not new money",
        "{name} {detail} has not arrived, or arrived before the plan was approved.",
        "Name a tranche that arrived after the plan was approved, or let the changes add up to zero.",
    ),
    "input_plan_approved": (
        "The year's plan is approved",
        "Plan {detail} is approved: no project joins it by an import.",
        "Take the projects in as proposals and bring them in by a plan amendment.",
    ),
    "input_only_now": (
        "This table tells only the present",
        "{name}: what stood in this table on {detail} is not kept.",
        "Export it without a date.",
    ),
    "input_needs_amendment": (
        "Approved content",
        "{name}: {detail} was approved with the plan.",
        "Change it through a plan amendment; who is responsible and the dates may be changed.",
    ),
    "input_overlaps": (
        "Taken already",
        "{name}: {detail} falls into a span that is recorded already.",
        "Look at what is recorded, change the days, and send it again.",
    ),
    "input_before_start": (
        "Ends before it begins",
        "{name}: {detail} is before the first day.",
        "Change the first day or the last, and send it again.",
    ),
    "input_not_a_project": (
        "Not a project",
        "{name}: {detail} is not a project.",
        "Choose a project.",
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
    "input_not_email": (
        "Not an e-mail address",
        "{name}: “{detail}” is not an e-mail address",
        "Enter an e-mail address, such as somsri@example.go.th",
    ),
    "input_not_line_user": (
        "Not a LINE user id",
        "{name}: “{detail}” is not a LINE user id",
        "A user id is U and 32 digits or letters a-f; the administrator can tell it",
    ),
    "input_not_amount": (
        "This is not an amount",
        "{name}: “{detail}” cannot be read as an amount of money.",
        "Type baht, for example 1,234.50, with at most two decimals, and send it again.",
    ),
    "input_not_time": (
        "Not a time",
        "{name}: “{detail}” cannot be read as a time",
        "Enter a time, such as 21:30",
    ),
    "input_quiet_all_day": (
        "No quiet hours between these times",
        "{name}: both times are {detail}",
        "Enter two different times, or leave both empty",
    ),
    "input_nothing_to_try": (
        "There is nothing to try it on",
        "{name} {detail}: the office has nothing yet that uses it.",
        "Draft such a paper, or open such an item first; then try the template and save it.",
    ),
    "input_too_many": ("Too many", "{name}: at most {detail}", "Remove some first"),
    "input_length": (
        "The length is wrong",
        "{name} has to have {detail} characters.",
        "Change it and send it again.",
    ),
}
