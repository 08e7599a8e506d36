"""The columns of the planning tables of AMSS++, and what becomes of each here.

Their names are those of one published database (MySQL, AMSS 6.1 of 2557) and of the planning module's own
forms; what a column means is inferred from its name and those forms, for there is no official description.
"""

from typing import Final

STRATEGIES: Final = "plan_stregic"
PROJECTS: Final = "plan_proj"
ACTIVITIES: Final = "plan_acti"

# Without these a row says nothing; the others may be missing from an export.
NEEDED: Final = {
    STRATEGIES: ("id_tegic", "budget_year", "strategic"),
    PROJECTS: ("budget_year", "code_proj", "name_proj"),
    ACTIVITIES: ("budget_year", "code_proj", "name_acti"),
}
# What has a place here: goal, project, group, lines, dates, report.
PLACED: Final = {
    STRATEGIES: NEEDED[STRATEGIES],
    PROJECTS: (
        *NEEDED[PROJECTS],
        *("code_clus", "code_tegy", "budget_proj", "budget_approve", "owner_proj"),
        *("begin_date", "finish_date", "eval_result", "eval_obstacle"),
    ),
    ACTIVITIES: (*NEEDED[ACTIVITIES], "code_clus", "code_acti", "begin_date", "finish_date"),
}
# Known, without a place here: kept as written in the entry of the import.
KEPT: Final = {
    STRATEGIES: (),
    PROJECTS: ("file_detail", "dayrec", "eval_tegy", "eval_activity", "eval_particular", "allow_edit"),
    ACTIVITIES: (
        *("code_approve", "budget_acti", "budget_approve", "owner_acti", "dayinput", "daythai"),
        *("dayseri", "stop"),
    ),
}
# Never taken: AMSS++'s own row number, and the 13 digits of somebody's identity card (DOMAIN 3.11).
DROPPED: Final = ("id", "id_defalt")


def known(table: str) -> tuple[str, ...]:
    """Every column of a table that is known, in no matter which role."""
    return (*PLACED[table], *KEPT[table], *DROPPED)
