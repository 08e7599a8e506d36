"""Reads the sample years from their files: dates as ISO, amounts as baht in text."""

import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from states.baht import satang_of
from states.load import read_yaml_file
from workflow.demo.sample import (
    Additions,
    Amendment,
    Call,
    Event,
    Line,
    Meeting,
    Project,
    Quarters,
    Sample,
    SampleSchool,
    SampleTarget,
    SampleTranche,
    Transfer,
    User,
)
from workflow.reports.outcomes import Score

FOLDER = Path(__file__).parent
SAMPLE, SECOND = "sample_fy2561", "second_fy2561"
CODES = {SAMPLE: "UTD2", SECOND: "PYO2"}


@cache
def read_sample(name: str) -> Sample:
    """The sample of this name; raises states.load.Unreadable, KeyError or ValueError where it is broken."""
    raw = read_yaml_file(FOLDER / f"{name}.yaml")
    return Sample(
        code=CODES[name],
        office=raw["office"],
        fiscal_year=int(raw["fiscal_year"]["be"]),
        groups=_names(raw, "groups"),
        funds=_names(raw, "funds"),
        clusters=_names(raw, "clusters"),
        schools=tuple(
            SampleSchool(each["code"], each["name"], each["cluster"], each["students"])
            for each in raw.get("schools", ())
        ),
        users=tuple(_user(each) for each in raw["users"]),
        meetings=tuple(_meeting(each) for each in raw["meetings"]),
        amendments=tuple(_amendment(each) for each in raw.get("amendments", ())),
        projects=tuple(_project(each, _requested(raw)) for each in raw.get("projects", ())),
        left_out=_left_out(raw),
        tranches=tuple(_tranche(each) for each in raw.get("tranches", ())),
        targets=tuple(_target(each) for each in raw.get("disbursement_targets", {}).get("rows", ())),
        savings=tuple(raw.get("savings_measures", ())),
        strategies=_names(raw, "strategies"),
        standards=_names(raw, "standards"),
        additions=_additions(raw["additions"]) if "additions" in raw else None,
        events=tuple(_event(each) for each in raw["timeline"]),
    )


def _names(raw: dict[str, Any], section: str) -> dict[str, str]:
    return {each["code"]: each["th"] for each in raw.get(section, ())}


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _satang(text: str) -> int:
    return satang_of(Decimal(text))


def _user(raw: dict[str, Any]) -> User:
    return User(raw["username"], raw["label"], raw["role"], raw["group"], raw.get("same_person_as", ""))


def _event(raw: dict[str, Any]) -> Event:
    day = _day(raw["on"])
    return Event(raw["machine"], raw["item"], raw["trigger"], raw["to"], day, raw["by"], raw["note"])


def _amendment(raw: dict[str, Any]) -> Amendment:
    transfers = tuple(Transfer(t["project"], t["sub"], _signed(t["change"])) for t in raw["transfers"])
    return Amendment(raw["code"], raw["th"], raw["reason"], _day(raw["on"]), transfers)


def _signed(text: str) -> int:
    return -_satang(text.removeprefix("-")) if text.startswith("-") else _satang(text)


def _meeting(raw: dict[str, Any]) -> Meeting:
    return Meeting(
        raw["code"], raw["body"], raw["no"], _day(raw["on"]), raw["agenda_item"], raw["resolution"]
    )


def _requested(raw: dict[str, Any]) -> dict[tuple[str, str], int]:
    """What was asked for where it differs from what was granted, by project and line."""
    found = raw.get("additions", {}).get("requested", ())
    return {(each["project"], each["sub"]): _satang(each["amount"]) for each in found}


def _project(raw: dict[str, Any], requested: dict[tuple[str, str], int]) -> Project:
    lines = tuple(
        Line(
            category=line["category"],
            sub=line["sub"],
            requested=requested.get((raw["code"], line["sub"]), _satang(line["original"])),
            original=_satang(line["original"]),
            final=_satang(line["final"]),
            disbursed=_satang(line["disbursed"]),
        )
        for line in raw["lines"]
    )
    return Project(
        code=raw["code"],
        title=raw["title"],
        group=raw["group"],
        fund=raw["fund"],
        strategy=raw["strategy"],
        start=_day(raw["start"]),
        end=_day(raw["end"]),
        lines=lines,
        planned=_quarters(raw["plan_by_quarter"]),
        quarters=_quarters(raw["disbursed_by_quarter"]),
        quantity=raw["target_quantity"],
        quality=raw["target_quality"],
    )


def _quarters(texts: list[str]) -> Quarters:
    first, second, third, fourth = (_satang(text) for text in texts)
    return first, second, third, fourth


def _left_out(raw: dict[str, Any]) -> tuple[Project, ...]:
    """The proposals that were merged or not selected: what was asked for, nothing granted."""
    details = {each["project"]: each for each in raw.get("additions", {}).get("not_included", ())}
    categories = {
        sub["code"]: each["code"] for each in raw.get("budget_categories", ()) for sub in each["subs"]
    }
    return tuple(
        _unselected(each, details[each["code"]], categories) for each in raw.get("proposals_not_included", ())
    )


def _unselected(raw: dict[str, Any], more: dict[str, Any], categories: dict[str, str]) -> Project:
    asked = _satang(raw["requested"])
    return Project(
        code=raw["code"],
        title=raw["title"],
        group=raw["group"],
        fund=more["fund"],
        strategy=more["strategy"],
        start=_day(more["start"]),
        end=_day(more["end"]),
        lines=(Line(categories[more["sub"]], more["sub"], asked, 0, 0, 0),),
        planned=(0, 0, 0, 0),
        quarters=(0, 0, 0, 0),
        quantity="",
        quality="",
        ends_as=raw["final_state"],
        merged_into=raw["merged_into"] or "",
        decided=raw["reason"],
    )


def _tranche(raw: dict[str, Any]) -> SampleTranche:
    return SampleTranche(raw["fund"], raw["no"], _satang(raw["amount"]), _day(raw["received_on"]))


def _target(raw: dict[str, Any]) -> SampleTarget:
    percent = Decimal(raw["cumulative_target_pct"])
    return SampleTarget(raw["quarter"], percent, raw["verified"], raw.get("src", ""))


def _additions(raw: dict[str, Any]) -> Additions:
    return Additions(
        ceilings={(each["group"], each["fund"]): _satang(each["amount"]) for each in raw["fund_ceilings"]},
        ceiling_authority=raw["ceiling_authority"],
        standards=raw["standards"],
        interim_authority=raw["interim_authority"],
        third_quarter=raw["third_quarter"],
        bodies={code: (size["members"], size["present"]) for code, size in raw["members"].items()},
        calls={
            code: Call(_day(each["planned"]), _day(each["invited"]), each["paper"], each.get("urgent", ""))
            for code, each in raw["calls"].items()
        },
        objectives=raw["objectives"],
        scores=tuple(
            Score(each["test"], each["level"], each["subject"], year, _satang(mean))
            for each in raw["outcomes"]
            for year, mean in each["means"].items()
        ),
    )
