"""More than a hundred definitions made wrong by hand, one fault each, and the complaint each must draw."""
# ruff: noqa: E501  a table reads best one mutant to a line

from dataclasses import dataclass

from changes import (
    Change,
    added,
    apart,
    asking,
    body,
    by,
    channels,
    drop,
    edit,
    ending,
    given_up,
    going_on,
    named,
    never_opening,
    never_settling,
    one_more,
    owed,
    papers,
    standing,
    starting,
    telling,
    to,
    twice,
    with_,
    without,
)

from states.compile import shipped_definition
from states.model import Definition, Label


@dataclass(frozen=True)
class Mutant:
    """`name` says the fault in words; `code` is the complaint that verification must make."""

    name: str
    kind: str
    change: Change
    code: str
    profile: str = "uttaradit2_fy2561"

    def definition(self) -> Definition:
        return self.change(shipped_definition(self.kind, self.profile))


BLANK, NO_ENGLISH = Label("  ", "Name"), Label("ชื่อ", "")
M = Mutant
MUTANTS = (
    # annual plan
    M("publishing is left out", "annual_plan", drop("publish"), "no_way_out"),
    M("what follows publishing cannot be reached", "annual_plan", drop("publish"), "unreachable"),
    M("the director's return skips both boards", "annual_plan", to("director_return", "approved"), "step_bypassed"),
    M("the subcommittee is jumped over", "annual_plan", starting("record_board_endorsed", "director_review"), "step_bypassed"),
    M("the target state is misspelt", "annual_plan", to("publish", "publisched"), "unknown_state"),
    M("the start is misspelt", "annual_plan", with_(initial="preparring"), "unknown_state"),
    M("a state that must be passed is misspelt", "annual_plan", with_(must_pass=("aproved",)), "unknown_state"),
    M("a state is left out", "annual_plan", without("revising"), "unknown_state"),
    M("the board's changes lead two ways", "annual_plan", twice("record_board_endorsed", "revising"), "two_ways"),
    M("closing stands twice", "annual_plan", twice("close"), "two_ways"),
    M("extending the call needs no reason", "annual_plan", asking("extend_proposals"), "send_back_without_reason"),
    M("cancelling needs no reason", "annual_plan", asking("cancel"), "given_up_without_reason"),
    M("the director's return is not a send-back", "annual_plan", edit("director_return", send_back=False), "backward_undeclared"),
    M("a closed plan can be reopened", "annual_plan", added("reopen", "closed", "in_execution", "area_director", rework=True), "end_goes_on"),
    M("the board is unknown", "annual_plan", body("board", "provincal_board"), "unknown_body"),
    M("a publication channel stands twice", "annual_plan", channels("website", "website"), "unknown_channel"),
    M("a publication channel is empty", "annual_plan", channels("website", " "), "unknown_channel"),
    M("the approval's deadline is past its year", "annual_plan", owed("D-AP-03", rule={"after": "end", "plus_days": 300}), "deadline_outside_year"),
    M("the approval's deadline is never met", "annual_plan", never_settling("D-AP-03"), "never_settled"),
    M("the mid-year meetings are never owed", "annual_plan", never_opening("D-AM-01"), "never_opened"),
    M("the auditor publishes", "annual_plan", by("publish", "internal_auditor"), "nobody_may"),
    M("separated from a step that is not there", "annual_plan", apart("submit_to_director", "signed_by_minister"), "unknown_trigger"),
    # annual report
    M("the books are never compiled", "annual_report", drop("start_compiling"), "no_way_out"),
    M("publication has no source", "annual_report", starting("publish"), "no_source"),
    M("the boards are not informed", "annual_report", to("send_to_subcommittee", "ready_to_publish"), "step_bypassed"),
    M("only the last board is informed", "annual_report", to("send_to_subcommittee", "board_ack"), "step_bypassed"),
    M("corrections follow no return", "annual_report", drop("director_return"), "rework_without_send_back"),
    M("corrections are not declared", "annual_report", edit("resume", rework=False), "backward_undeclared"),
    M("a role is misspelt", "annual_report", by("publish", "plan_directer"), "unknown_role"),
    M("a guard is misspelt", "annual_report", asking("publish", "chanels_recorded"), "unknown_guard"),
    M("a paper is misspelt", "annual_report", papers("publish", "anual_report_book"), "unknown_document"),
    M("a circular is misspelt", "annual_report", telling("publish", "circular_report_publishd"), "unknown_notice"),
    M("the published report leads on", "annual_report", added("withdraw", "published", "returned", "area_director", send_back=True), "end_goes_on"),
    M("the deadline's month is wrong", "annual_report", owed("D-AR-01", rule={"by": "30 Nob next"}), "deadline_unusable"),
    M("the deadline has no date", "annual_report", owed("D-AR-02", rule={}), "deadline_unusable"),
    M("no end is a good end", "annual_report", given_up("published"), "no_good_end"),
    # development plan
    M("the direction is never set", "development_plan", drop("set_direction"), "unreachable"),
    M("the analysis is jumped over", "development_plan", to("finish_review", "setting_direction"), "step_bypassed"),
    M("the director's approval goes to publication", "development_plan", to("director_approve_final", "published"), "step_bypassed"),
    M("a returned draft needs no reason", "development_plan", asking("director_return"), "send_back_without_reason"),
    M("a plan is given up without a word", "development_plan", asking("cancel", "swot_attached"), "given_up_without_reason"),
    M("a trigger is a word of Python", "development_plan", named("publish", "global"), "bad_name"),
    M("a trigger has a space", "development_plan", named("publish", "publish it"), "bad_name"),
    M("the state has no Thai name", "development_plan", standing("drafting", label=BLANK), "label_missing"),
    M("only the administrator supersedes", "development_plan", by("supersede", "system_admin"), "nobody_may"),
    M("a replaced plan comes back", "development_plan", added("revive", "superseded", "published", "plan_director", rework=True), "end_goes_on"),
    M("the deadline is unknown", "development_plan", owed("D-DP-01", code="D-DP-99"), "unknown_deadline"),
    M("who owes it is unknown", "development_plan", owed("D-DP-01", owed_by="planner"), "unknown_role"),
    M("the area committee is unknown", "development_plan", body("board", "area_comittee"), "unknown_body", "phayao2"),
    M("the area committee is jumped over", "development_plan", to("submit_to_board", "revising"), "step_bypassed", "phayao2"),
    # expenditure analysis
    M("the survey is never launched", "expenditure_analysis", drop("launch_survey"), "unreachable"),
    M("reporting to OBEC is left out", "expenditure_analysis", drop("report_to_obec"), "no_way_out"),
    M("the director is passed over", "expenditure_analysis", to("submit_to_director", "report_production"), "step_bypassed"),
    M("a rejection needs no reason", "expenditure_analysis", asking("director_reject"), "send_back_without_reason"),
    M("the committee reconvenes undeclared", "expenditure_analysis", edit("reconvene", rework=False), "backward_undeclared"),
    M("nobody may approve", "expenditure_analysis", by("director_approve"), "nobody_may"),
    M("an outside auditor approves too", "expenditure_analysis", by("director_approve", "area_director", "external_auditor"), "nobody_may"),
    M("the same state stands twice", "expenditure_analysis", one_more("published"), "duplicate_state"),
    M("one set holds one step", "expenditure_analysis", apart("publish"), "separation_too_small"),
    M("one set holds the same step twice", "expenditure_analysis", apart("publish", "publish"), "separation_too_small"),
    M("the deadline falls before the year", "expenditure_analysis", owed("D-EX-01", rule={"after": "opened", "plus_days": -40}), "deadline_unusable"),
    M("the deadline is a quarter later than allowed", "expenditure_analysis", owed("D-EX-01", rule={"after": "end", "plus_days": 120}), "deadline_outside_year"),
    # meeting
    M("the minutes are never adopted", "meeting", drop("adopt_minutes"), "no_way_out"),
    M("the meeting is adopted before it is held", "meeting", to("invite", "minutes_circulated"), "step_bypassed"),
    M("minutes are adopted undrafted", "meeting", to("hold", "minutes_drafted"), "unreachable"),
    M("a postponement is silent", "meeting", asking("postpone"), "send_back_without_reason"),
    M("the chair of schools holds the meeting", "meeting", by("hold", "school_cluster_chair"), "nobody_may"),
    M("the trigger is called trigger", "meeting", named("hold", "trigger"), "bad_name"),
    M("the trigger would jump to a state", "meeting", named("hold", "to_held"), "bad_name"),
    M("the trigger is written in capitals", "meeting", named("hold", "Hold"), "bad_name"),
    M("held meetings fall back to the plan", "meeting", added("forget", "held", "planned", "clerk"), "backward_undeclared"),
    M("a state nothing leads to", "meeting", one_more("recessed"), "unreachable"),
    M("an unknown notice", "meeting", telling("invite", "letter_to_the_moon"), "unknown_notice"),
    # memo
    M("signing is left out", "memo", drop("sign", "sign_as_deputy"), "unreachable"),
    M("a memo is issued unsigned", "memo", to("pass_deputy", "issued"), "step_bypassed"),
    M("a memo is signed without the group", "memo", to("propose", "pending_director"), "step_bypassed"),
    M("voiding after issue is silent", "memo", asking("void_after_issue"), "given_up_without_reason"),
    M("corrections are not declared", "memo", edit("fix", rework=False), "backward_undeclared"),
    M("corrections follow no return", "memo", edit("fix", sources=("signed",)), "rework_without_send_back"),
    M("two ways to sign", "memo", twice("sign", "issued"), "two_ways"),
    M("a void paper is signed", "memo", added("rescue", "void", "signed", "area_director", rework=True), "end_goes_on"),
    M("separated from a misspelt step", "memo", apart("sign", "propse"), "unknown_trigger"),
    M("the deputy is misspelt", "memo", by("pass_deputy", "deputy"), "unknown_role"),
    M("the trigger has no English name", "memo", edit("issue", label=NO_ENGLISH), "label_missing"),
    # plan amendment
    M("the minutes are never circulated", "plan_amendment", drop("circulate"), "no_way_out"),
    M("the board is not told", "plan_amendment", to("report_to_board", "closed"), "step_bypassed"),
    M("the amendment closes before the board knows", "plan_amendment", starting("close", "reported_to_board", "circulated"), "step_bypassed"),
    M("the meeting's no needs no reason", "plan_amendment", asking("reject", "minutes_attached"), "given_up_without_reason"),
    M("the board's no is silent", "plan_amendment", asking("record_board_rejected"), "given_up_without_reason"),
    M("an adopted change goes back in silence", "plan_amendment", added("recompile", "adopted", "compiled", "plan_officer"), "backward_undeclared"),
    M("a deadline of the plan is unknown", "plan_amendment", edit("adopt", settles_on_parent=("D-AM-09",)), "unknown_deadline"),
    M("adopting is open twice", "plan_amendment", twice("adopt"), "two_ways"),
    M("an unknown paper is asked for", "plan_amendment", papers("compile", "before_after_chart"), "unknown_document"),
    M("the referral leads nowhere", "plan_amendment", drop("record_board_approved", "record_board_rejected"), "no_way_out"),
    # project
    M("spending is authorised unscreened", "project", to("submit", "authorised"), "step_bypassed"),
    M("a project starts unauthorised", "project", starting("start", "in_plan"), "step_bypassed"),
    M("a report is closed unread", "project", to("complete", "closed"), "step_bypassed"),
    M("suspending needs no reason", "project", asking("suspend"), "rework_without_send_back"),
    M("leaving out needs no reason", "project", asking("reject"), "given_up_without_reason"),
    M("merging needs no reason", "project", asking("merge", "merge_target_set"), "given_up_without_reason"),
    M("carried-over money never comes back", "project", drop("finish_carry_over"), "no_way_out"),
    M("a suspended project never ends", "project", lambda d: starting("cancel", "in_plan")(drop("resume")(d)), "no_way_out"),
    M("a merged project is submitted", "project", added("unmerge", "merged", "draft", "project_owner", rework=True), "end_goes_on"),
    M("the owner is misspelt", "project", by("start", "project_ownr"), "unknown_role"),
    M("the guard's name has a capital", "project", asking("endorse", "Within_group_ceiling"), "unknown_guard"),
    M("the project report is never owed", "project", never_opening("D-PR-01"), "never_opened"),
    M("the project report is owed for ever", "project", never_settling("D-PR-01"), "never_settled"),
    M("the report's date has a bad roll", "project", owed("D-PR-01", rule={"by": "15 Oct next", "roll": "sideways"}), "deadline_unusable"),
    M("the auditor must report", "project", owed("D-PR-01", owed_by="internal_auditor"), "unknown_role"),
    # quarterly report
    M("the quarter is closed unseen", "quarterly_report", to("submit", "acknowledged"), "step_bypassed"),
    M("the quarter never opens", "quarterly_report", drop("open"), "no_way_out"),
    M("follow-up never ends", "quarterly_report", drop("close_follow_up"), "no_way_out"),
    M("returning figures is silent", "quarterly_report", asking("send_back", "figures_reconciled"), "send_back_without_reason"),
    M("figures come back undeclared", "quarterly_report", edit("send_back", send_back=False, target="collecting"), "backward_undeclared"),
    M("the closed quarter is corrected", "quarterly_report", added("correct", "closed", "consolidating", "plan_officer", rework=True), "end_goes_on"),
    M("the fifth quarter", "quarterly_report", owed("D-QR", rule={"quarter_end": 5, "plus_days": 15}), "deadline_unusable"),
    M("half a year after the quarter", "quarterly_report", owed("D-QR", rule={"quarter_end": "item", "plus_days": 200}), "deadline_outside_year"),
    M("acknowledging no longer settles", "quarterly_report", never_settling("D-QR"), "never_settled"),
    M("the state has a hyphen", "quarterly_report", lambda d: one_more("follow-up")(added("chase", "follow_up", "follow-up", "clerk")(d)), "bad_name"),
    # school plan
    M("the area office never reviews", "school_plan", drop("review"), "unreachable"),
    M("a school's plan is used unseen", "school_plan", to("submit", "in_use"), "step_bypassed"),
    M("a school's plan is cancelled in silence", "school_plan", asking("cancel"), "given_up_without_reason"),
    M("the school starts from no state", "school_plan", starting("start"), "no_source"),
    M("the fiscal year never closes", "school_plan", lambda d: starting("cancel", "notified")(drop("close")(d)), "no_way_out"),
    M("corrections lead back to the notice", "school_plan", lambda d: edit("resume", rework=False, target="notified")(d), "backward_undeclared"),
    M("both halves are one step", "school_plan", apart("accept", "accept"), "separation_too_small"),
    M("the deadline is never reached", "school_plan", never_settling("D-SP-01"), "never_settled"),
    M("the deadline is in the wrong era", "school_plan", owed("D-SP-01", rule={"by": "2560-12-31"}), "deadline_unusable"),
    # self-assessment
    M("one's own level is confirmed unchecked", "self_assessment", to("submit", "confirmed"), "step_bypassed"),
    M("the round never closes", "self_assessment", drop("close"), "no_way_out"),
    M("a closed round is open after all", "self_assessment", going_on("closed"), "no_good_end"),
    M("a confirmed level ends the round early", "self_assessment", ending("confirmed"), "end_goes_on"),
    M("evidence is asked for in silence", "self_assessment", asking("send_back"), "send_back_without_reason"),
    M("scoring again follows nothing", "self_assessment", drop("send_back"), "rework_without_send_back"),
    M("the state has no English name", "self_assessment", standing("confirmed", label=NO_ENGLISH), "label_missing"),
    M("the trigger is called state", "self_assessment", named("score", "state"), "bad_name"),
    M("nobody but the auditor confirms", "self_assessment", by("confirm", "external_auditor"), "nobody_may"),
    M("the deadline has two rules", "self_assessment", owed("D-SA-01", rule={"by": "31 Mar", "window": ["1 Oct", "31 Mar"]}), "deadline_unusable"),
)  # fmt: skip
