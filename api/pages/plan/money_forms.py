"""Reads the tables of money that people type into: only what they changed, each with its own cell's name."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.pages.plan.seat import Filled
from states.catalogue import catalogue
from workflow.errors import BadInput
from workflow.money.office import NewCeiling, NewTarget, NewTranche
from workflow.money.pace import ALL

TRANCHES: Final = 3  # empty lines for tranches that came with one letter


def ceilings_of(
    form: Filled, now: Mapping[tuple[str, str], int], axes: tuple[list[str], list[str]]
) -> Iterator[tuple[str, NewCeiling]]:
    """The ceilings that differ from those that stand; raises BadInput where none does."""
    funds, groups = axes
    cells = [(f"c:{fund}:{group}", fund, group) for group in groups for fund in funds]
    typed = [(name, fund, group, form.amount(name)) for name, fund, group in cells]
    changed = [each for each in typed if each[3] is not None and each[3] != now.get((each[1], each[2]))]
    on = form.day("ceilings-on")
    with form.at("ceilings-authority"):
        if not form.text("ceilings-authority"):
            raise BadInput("authority", "empty")
    with form.at(cells[0][0] if cells else "ceilings-authority"):
        if not changed:
            raise BadInput("ceiling", "empty")
    provisional = bool(form.text("ceilings-provisional"))
    for name, fund, group, satang in changed:
        yield name, NewCeiling(fund, satang or 0, form.text("ceilings-authority"), group, provisional, on)


def tranches_of(form: Filled) -> Iterator[tuple[str, NewTranche]]:
    """The lines that were filled in; raises BadInput where none was, or something of one is lacking."""
    found = 0
    for number in range(TRANCHES):
        name = f"tranche-amount:{number}"
        if not any(form.text(f"tranche-{part}:{number}") for part in ("number", "amount", "on", "letter")):
            continue
        found += 1
        satang = form.amount(name, negative=True)
        with form.at(name):
            if satang is None:
                raise BadInput("amount", "empty")
        letter = f"tranche-letter:{number}"
        with form.at(letter):
            if not form.text(letter):
                raise BadInput("letter_no", "empty")
        new = NewTranche(
            form.text(f"tranche-fund:{number}"),
            form.whole(f"tranche-number:{number}", "tranche"),
            satang,
            form.must_day(f"tranche-on:{number}", "day"),
            form.text(letter),
            form.day(f"tranche-letter-on:{number}"),
        )
        yield name, new
    with form.at("tranche-amount:0"):
        if not found:
            raise BadInput("tranche", "empty")


def targets_of(form: Filled, now: Mapping[tuple[str, int], int]) -> Iterator[tuple[str, NewTarget]]:
    """The targets that differ from those that stand; raises BadInput where none does."""
    found = []
    for scope in (ALL, *catalogue().categories):
        for quarter in (1, 2, 3, 4):
            name = f"t:{scope}:{quarter}"
            share = form.per_cent(name)
            if share is not None and int(share * 100) != now.get((scope, quarter)):
                found.append((name, scope, quarter, share))
    with form.at("targets-authority"):
        if not form.text("targets-authority"):
            raise BadInput("authority", "empty")
    with form.at(f"t:{ALL}:1"):
        if not found:
            raise BadInput("target", "empty")
    for name, scope, quarter, share in found:
        yield (
            name,
            NewTarget(
                *(quarter, share, form.text("targets-authority"), scope, form.text("targets-source")),
                verified=bool(form.text("targets-verified")),
            ),
        )
