"""One office of the auditor's measurements: its people, its items year by year, their entries in order."""

import datetime
import random
from typing import Any, Final

from bench.parts.audit_load import Load, Made, Numbers
from bench.parts.office import NOW

YEARS: Final = range(2552, 2562)  # fiscal years, B.E.
PER_ITEM: Final = 10  # entries that an item has, about
GROUPS: Final = 8
OWNERS: Final = 12
_UTC: Final = datetime.UTC
_ROLES: Final = (
    *("area_director", "deputy_director", "plan_director", "plan_officer", "clerk", "committee_secretary"),
    *("board_recorder", "finance_officer", "internal_auditor", "system"),
)
# Step, from, to, who takes it, days after the one before.
_PATH: Final = (
    ("submit", "draft", "submitted", "owner", 6),
    ("endorse", "submitted", "group_endorsed", "group", 5),
    ("screen", "group_endorsed", "under_screening", "plan_officer", 9),
    ("include", "under_screening", "in_plan", "committee_secretary", 12),
    ("authorise", "in_plan", "authorised", "area_director", 20),
    ("start", "authorised", "in_progress", "owner", 4),
    ("complete", "in_progress", "completed", "owner", 90),
    ("submit_report", "completed", "reported", "owner", 25),
    ("accept_report", "reported", "closed", "plan_director", 9),
)
_RETURN: Final = (
    ("return_by_group", "submitted", "returned", "group", 3),
    ("revise", "returned", "draft", "owner", 2),
    ("submit", "draft", "submitted", "owner", 2),
)


def _text(at: datetime.datetime) -> str:
    return at.isoformat(timespec="microseconds")[:26] + "Z"


def _day(at: datetime.datetime) -> str:
    return (at + datetime.timedelta(hours=7)).date().isoformat()


class AuditedOffice:
    """One office: its people first, then its items year by year, then their entries in order."""

    def __init__(
        self,
        load: Load,
        made: Made,
        numbers: Numbers,
        choice: random.Random,
        number: int,
        hashes: dict[str, str],
    ) -> None:
        self.rows, self.made, self.numbers, self.choice = load.rows, made, numbers, choice
        self.hashes, self.number, self.id = hashes, number, 1_000 + number
        self.people: dict[str, int] = {}
        self.posts: dict[str, int] = {}
        self.groups: list[int] = []
        self.entries: list[tuple[Any, ...]] = []
        self.duties: list[tuple[Any, ...]] = []

    def write(self, items: int) -> None:
        self._people()
        amendments = {year: self._amendment(year) for year in YEARS}
        for number in range(items):
            year = YEARS[number * len(YEARS) // items]
            self._project(number, year, amendments[year])
        self._number()
        self.made.offices.append(self.id)
        self.made.people[self.id] = self.people

    def _people(self) -> None:
        code = f"B{self.number:04d}"
        row = (self.id, code, f"สำนักงานเขตตัวอย่าง {code}", code, "", "uttaradit2_fy2561", "", "", 1)
        self.rows["office"].append((*row, _text(NOW)))
        self.fund = self.numbers("fund")
        self.rows["fund"].append((self.fund, self.id, "OFFICE", "งบประมาณสำนักงาน"))
        for number in range(GROUPS):
            self.groups.append(self.numbers("office_group"))
            name = f"กลุ่มที่ {number + 1}"
            self.rows["office_group"].append((self.groups[-1], self.id, f"G{number}", name, "", "2005-10-01"))
        for role in _ROLES:
            self._post(role, role, None)
        for number, group in enumerate(self.groups):
            self._post(f"group{number}", "group_director", group)
        for number in range(OWNERS):
            self._post(f"owner{number}", "project_owner", self.groups[number % GROUPS])
        for year in YEARS:  # the deputy stands in for the director in one month of every year
            first = datetime.date(year - 543, 3, 1)
            order = (self.id, self.posts["area_director"], self.people["deputy_director"], "acting", "")
            days = (first.isoformat(), first.isoformat(), first.replace(day=31).isoformat())
            self.rows["delegation"].append((*order, f"{year - 2500}/{year}", *days))
        for kind, name in self.hashes.items():
            published = (self.id, kind, name, self.people["system"], "2005-10-01T00:00:00.000000Z")
            self.rows["office_definition"].append(published)

    def _post(self, name: str, role: str, group: int | None) -> None:
        person, position = self.numbers("person"), self.numbers("position")
        self.people[name], self.posts[name] = person, position
        since = "2005-10-01"
        username = f"{name}.b{self.number:04d}"
        self.rows["person"].append((person, self.id, username, f"บัญชี {username}", role == "system", since))
        self.rows["position"].append((position, self.id, name, role, f"ตำแหน่ง {name}", group, since))
        self.rows["occupancy"].append((position, person, since, ""))

    def _amendment(self, year: int) -> int:
        """The amendment of a year, adopted in April."""
        item = self.numbers("item")
        at = datetime.datetime(year - 543, 4, 1, 3, tzinfo=_UTC)
        name = self.hashes["plan_amendment"]
        code = f"A{year}"
        head = (item, self.id, "plan_amendment", code, f"ปรับแผน {year}", code.lower(), year, "adopted", 4)
        self.rows["item"].append((*head, _text(at), _day(at), name, None, None, None, _text(at)))
        steps = (
            ("compile", "requested", "compiled", "plan_officer"),
            ("table", "compiled", "meeting_review", "plan_director"),
            ("adopt", "meeting_review", "adopted", "committee_secretary"),
        )
        self._entry(at, item, code, name, "opened", "", "", "requested", "plan_officer")
        for number, (trigger, source, target, who) in enumerate(steps, start=1):
            later = at + datetime.timedelta(days=number)
            self._entry(later, item, code, name, "step", trigger, source, target, who)
        return item

    def _project(self, number: int, year: int, amendment: int) -> None:
        item, code, name = self.numbers("item"), f"P{number:06d}", self.hashes["project"]
        owner = f"owner{self.choice.randrange(OWNERS)}"
        group = int(owner[5:]) % GROUPS
        opened = datetime.datetime(year - 544, 10, 3, 2, tzinfo=_UTC)
        opened += datetime.timedelta(minutes=self.choice.randrange(90 * 1440))
        at, state, version, last = opened, "draft", 1, opened
        self._entry(at, item, code, name, "opened", "", "", "draft", owner)
        path = list(_PATH)
        if self.choice.random() < 0.1:
            path[1:1] = _RETURN
        if self.choice.random() < 0.05:
            path = path[: self.choice.randrange(2, len(path))]
        due = None
        for trigger, source, target, who, days in path:
            minutes = int(self.choice.expovariate(1 / (days * 1440))) + 1
            last, at = at, at + datetime.timedelta(minutes=minutes)
            actor = owner if who == "owner" else f"group{group}" if who == "group" else who
            if target == "submitted" and self.choice.random() < 0.002:
                actor = f"group{group}"
            self._step(at, last, item, code, name, trigger, source, target, actor)
            if target == "completed":
                due = (at + datetime.timedelta(days=30), at)
            if target == "reported" and due:
                self._owe(item, code, group, owner, due, at)
                due = None
            state, version = target, version + 1
        if due:
            self._owe(item, code, group, owner, due, None)
        if self.choice.random() < 0.01:
            later = at + datetime.timedelta(days=2)
            self._entry(
                later, item, code, name, "corrected", "start", "", "", "plan_director", reason="แก้วันที่"
            )
        head = (item, self.id, "project", code, f"โครงการตัวอย่าง {code}", code.lower(), year, state, version)
        tail = (_text(at), _day(at), name, None, self.groups[group], self.people[owner], _text(opened))
        self.rows["item"].append((*head, *tail))
        self._money(item, amendment, year)

    def _money(self, item: int, amendment: int, year: int) -> None:
        for category in ("training", "materials"):
            line, amount = self.numbers("project_line"), self.choice.randrange(1, 400) * 100_000
            self.rows["project_line"].append((line, item, self.fund, category, "", amount, amount))
            if self.choice.random() < 0.05:
                change = (line, amendment, self.choice.randrange(-5, 20) * 10_000, f"{year - 543}-04-04")
                self.rows["line_change"].append(change)

    def _step(
        self,
        at: datetime.datetime,
        last: datetime.datetime,
        item: int,
        code: str,
        name: str,
        trigger: str,
        source: str,
        target: str,
        actor: str,
    ) -> None:
        """A step; the deputy signs for the director in March, one in a hundred passes a soft guard."""
        post, capacity, order = actor, "own", ""
        if actor == "area_director" and at.month == 3:
            actor, capacity, order = "deputy_director", "acting", f"{at.year - 1957}/{at.year + 543}"
        details = (
            '{"justifications":{"within_group_ceiling":"รอกรอบวงเงิน"}}'
            if self.choice.random() < 0.01
            else "{}"
        )
        self._entry(
            at,
            item,
            code,
            name,
            "step",
            trigger,
            source,
            target,
            actor,
            post=post,
            capacity=capacity,
            order=order,
            details=details,
            dwell=int((at - last).total_seconds()),
        )

    def _entry(
        self,
        at: datetime.datetime,
        item: int,
        code: str,
        name: str,
        kind: str,
        trigger: str,
        source: str,
        target: str,
        actor: str,
        *,
        post: str = "",
        capacity: str = "own",
        order: str = "",
        reason: str = "",
        details: str = "{}",
        dwell: int | None = None,
    ) -> None:
        post = post or actor
        principal = self.people[post] if post != actor else None
        told = (kind, _text(at), _day(at), item, f"item:{code}", self.people[actor], self.posts[post])
        rest = (principal, capacity, order, trigger, source, target, 1, name, reason, details, None, dwell)
        self.entries.append((*told, *rest))

    def _owe(
        self,
        item: int,
        code: str,
        group: int,
        owner: str,
        due: tuple[datetime.datetime, datetime.datetime],
        closed: datetime.datetime | None,
    ) -> None:
        self.duties.append((item, code, group, owner, *due, closed))

    def _number(self) -> None:
        """The office's entries in the order of recording, and what refers to them by number."""
        self.entries.sort(key=lambda row: row[1])
        by_moment: dict[tuple[int, str], int] = {}
        for seq, row in enumerate(self.entries, start=1):
            by_moment[row[3], row[1]] = seq
            self.rows["history_entry"].append((self.id, seq, *row, f"{seq - 1:064x}", f"{seq:064x}"))
        self.rows["chain_head"].append((self.id, len(self.entries), f"{len(self.entries):064x}"))
        for item, _code, group, owner, due, opened, closed in self.duties:
            duty = self.numbers("obligation")
            ended = (_text(closed) if closed else None,)
            head = (duty, self.id, item, "D-PR-01", 1, "project_owner", self.groups[group], _day(due))
            way = ("ends_on + 30d", "1", "{}", "standard", by_moment[item, _text(opened)], _text(opened))
            seq = by_moment[item, _text(closed)] if closed else None
            self.rows["obligation"].append((*head, *way, "done" if closed else "", seq, *ended))
            self._remind(duty, item, owner, due, closed)

    def _remind(
        self, duty: int, item: int, owner: str, due: datetime.datetime, closed: datetime.datetime | None
    ) -> None:
        """A notice 7, 1 and 0 days before, to its owner, unless it was done by then; each by mail."""
        for rung in (-7, -1, 0):
            at = due + datetime.timedelta(days=rung)
            if closed is not None and closed < at:
                return
            notice, message, person = self.numbers("notice"), self.numbers("message"), self.people[owner]
            read = _text(at + datetime.timedelta(hours=3)) if self.choice.random() < 0.8 else None
            row = (notice, self.id, person, "due", item, duty, rung, _day(due), "", "", _text(at), read)
            self.rows["notice"].append(row)
            day = (_day(at), f"{message:036d}", "sent", 1, _text(at), "", _text(at), _text(at))
            self.rows["message"].append(
                (message, self.id, person, "mail", f"d{rung}{item % 10**6}"[:10], *day)
            )
            self.rows["delivery"].append((notice, "mail", message, "sent"))
