"""Carries out a request's plain functions together: one thread, one transaction, committed before the answer.

FastAPI would run each function that an address depends on in a thread of its own, ten for a step, and walk
the same branches of what depends on what again and again. Here an address is given to it with what only
FastAPI can do: what the request says, and what is awaited. Whatever needs the transaction is called in its
order where the transaction is, with the handler last.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin

from fastapi import Depends, Request, params
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from sqlmodel import Session

from api.dependencies import SAFE, Turns, moment_of, settings_of, transaction
from api.in_writing import in_writing
from workflow.database import Database

Plain = Callable[..., Any]
P = TypeVar("P", bound=Plain)
_KEYWORD: Final = inspect.Parameter.KEYWORD_ONLY
_REQUEST: Final = "request_at_the_door"
_PLAN: Final = "plan_of_the_door"
_BRIEF: Final = "brief_at_the_door"


@dataclass(frozen=True, slots=True)
class Step:
    """One function, and where its arguments come from: other steps by number, request and session by name.

    `gathers` says that the rest comes from FastAPI.
    """

    call: Plain
    takes: tuple[tuple[str, int], ...]
    request: str
    session: str
    gathers: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The functions of one address in their order, the handler last."""

    steps: tuple[Step, ...]
    brief: bool

    def carry_out(self, request: Request, session: Session, told: Mapping[str, Any]) -> Any:
        """What the handler answers; `told` has what FastAPI found out, by step."""
        done: list[Any] = []
        for number, step in enumerate(self.steps):
            done.append(_called(step, request, session, told.get(_name(number), {}), done))
        return done[-1]

    def first_refusal(self, request: Request, session: Session, told: Mapping[str, Any]) -> Exception | None:
        """What the functions before the handler raise, as far as the request says enough for them."""
        done: dict[int, Any] = {}
        for number, step in enumerate(self.steps[:-1]):
            known = not step.gathers or _name(number) in told
            if known and all(source in done for _, source in step.takes):
                try:
                    done[number] = _called(step, request, session, told.get(_name(number), {}), done)
                except Exception as refusal:
                    return refusal
        return None


def _called(step: Step, request: Request, session: Session, told: Mapping[str, Any], done: Any) -> Any:
    arguments = dict(told)
    for name, source in step.takes:
        arguments[name] = done[source]
    if step.request:
        arguments[step.request] = request
    if step.session:
        arguments[step.session] = session
    return step.call(**arguments)


def brief(endpoint: P) -> P:
    """Marks a handler that takes well under a millisecond on SQLite, see `in_writing`."""
    setattr(endpoint, _BRIEF, True)
    return endpoint


def together(endpoint: Plain) -> Plain:
    """The handler as FastAPI is to see it; one that needs no transaction stays as it is."""
    if hasattr(endpoint, _PLAN) or not _plain(endpoint) or not _needs_transaction(endpoint):
        return endpoint
    made = _Making(_with_all_below(endpoint))
    own = made.step(endpoint)
    plan, last = Plan(tuple(made.steps), hasattr(endpoint, _BRIEF)), len(made.steps) - 1
    gathered = made.gathered()

    async def carried_out(**values: Any) -> Any:
        request = values.pop(_REQUEST)
        told: dict[str, Any] = {}
        for parameter in gathered:
            told |= values.pop(parameter.name)
        told[_name(last)] = values
        return await _carried_out(plan, request, told)

    functools.update_wrapper(carried_out, endpoint)
    del carried_out.__wrapped__  # type: ignore[attr-defined]  # FastAPI would look through it
    carried_out.__signature__ = inspect.Signature([_asks_for_request(), *own, *gathered])  # type: ignore[attr-defined]
    setattr(carried_out, _PLAN, plan)
    return carried_out


async def _carried_out(plan: Plan, request: Request, told: Mapping[str, Any]) -> Any:
    def work(session: Session) -> Any:
        return plan.carry_out(request, session, told)

    if request.method not in SAFE:
        return await in_writing(request, work, brief=plan.brief)
    turns: Turns = request.app.state.turns
    async with turns.reading:
        return await run_in_threadpool(_looked, request.app.state.database, work)


def _looked(database: Database, work: Callable[[Session], Any]) -> Any:
    with database.read() as session:
        return work(session)


def before_shape(request: Request, error: RequestValidationError) -> Exception:
    """What is answered where a request is not of the right shape: that, or a refusal that comes before it.

    Who has not signed in, or may not come here, is told so, whatever else is wrong with what she sent.
    """
    plan: Plan | None = getattr(request.scope.get("endpoint"), _PLAN, None)
    if plan is None:
        return error
    database: Database = request.app.state.database
    with database.read() as session:
        return plan.first_refusal(request, session, getattr(request.state, "gathered", {})) or error


def _name(number: int) -> str:
    return f"for_step_{number}"


@dataclass(eq=False)
class _Gathering:
    """What several steps take from the request, asked for at once: each takes FastAPI a while."""

    parameters: dict[str, inspect.Parameter] = field(default_factory=dict)
    of_steps: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def takes_in(self, number: int, own: list[inspect.Parameter]) -> bool:
        """Adds a step's parameters, unless one of that name is another here."""
        if any(self.parameters.get(each.name, each) != each for each in own):
            return False
        self.parameters |= {each.name: each for each in own}
        self.of_steps[_name(number)] = tuple(each.name for each in own)
        return True

    async def __call__(self, **values: Any) -> dict[str, dict[str, Any]]:
        request: Request = values[_REQUEST]
        told = {step: {name: values[name] for name in names} for step, names in self.of_steps.items()}
        request.state.gathered = getattr(request.state, "gathered", {}) | told
        return told

    @property
    def __signature__(self) -> inspect.Signature:
        """What FastAPI reads."""
        return inspect.Signature([_asks_for_request(), *self.parameters.values()])


@dataclass
class _Making:
    """A plan in the making; `theirs` are functions that FastAPI has to call for others it awaits."""

    theirs: frozenset[Plain]
    steps: list[Step] = field(default_factory=list)
    known: dict[Plain, int] = field(default_factory=dict)
    gatherings: list[_Gathering] = field(default_factory=list)

    def step(self, call: Plain) -> list[inspect.Parameter]:
        """Adds the step that calls it, after those that it depends on; answers what the request must say."""
        takes, own, request, session = [], [], "", ""
        for parameter in inspect.signature(call).parameters.values():
            needed = _dependency(parameter)
            if needed is transaction:
                session = parameter.name
            elif needed is not None and self._ours(needed):
                takes.append((parameter.name, self._number(needed)))
            elif parameter.annotation is Request:
                request = parameter.name
            else:
                own.append(parameter.replace(kind=_KEYWORD))
        self.known[call] = len(self.steps)
        self.steps.append(Step(call, tuple(takes), request, session, bool(own)))
        return own

    def _number(self, call: Plain) -> int:
        """The number of the step that calls it."""
        if call not in self.known:
            own = self.step(call)
            if own and not any(each.takes_in(self.known[call], own) for each in self.gatherings):
                self.gatherings.append(_Gathering())
                self.gatherings[-1].takes_in(self.known[call], own)
        return self.known[call]

    def _ours(self, call: Plain) -> bool:
        if call in self.theirs:
            return False
        return call in (moment_of, settings_of) or (_plain(call) and _needs_transaction(call))

    def gathered(self) -> list[inspect.Parameter]:
        """A parameter for each gathering."""
        return [
            inspect.Parameter(f"gathering_{number}", _KEYWORD, annotation=Annotated[Any, Depends(each)])
            for number, each in enumerate(self.gatherings)
        ]


def _asks_for_request() -> inspect.Parameter:
    return inspect.Parameter(_REQUEST, _KEYWORD, annotation=Request)


def _dependency(parameter: inspect.Parameter) -> Plain | None:
    """The function whose answer the parameter takes, if it is one."""
    annotation = parameter.annotation
    if get_origin(annotation) is not Annotated:
        return None
    kind, *more = get_args(annotation)
    found = [each for each in more if isinstance(each, params.Depends)]
    return (found[-1].dependency or kind) if found else None


def _below(call: Plain) -> list[Plain]:
    return [
        needed
        for each in inspect.signature(call).parameters.values()
        if (needed := _dependency(each)) is not None
    ]


@functools.cache
def _needs_transaction(call: Plain) -> bool:
    return any(each is transaction or _needs_transaction(each) for each in _below(call))


def _plain(call: Plain) -> bool:
    return not (
        inspect.iscoroutinefunction(call)
        or inspect.isgeneratorfunction(call)
        or inspect.isasyncgenfunction(call)
    )


def _with_all_below(call: Plain) -> frozenset[Plain]:
    """What lies below functions that are awaited: FastAPI calls all of it. None may need a transaction."""
    found: set[Plain] = set()
    for each in _below(call):
        if not _plain(each) and _needs_transaction(each):
            raise TypeError(f"{each.__qualname__} is awaited and cannot take part in the transaction")
        found |= _with_all_below(each) if _plain(each) else {each, *_everything_below(each)}
    return frozenset(found)


def _everything_below(call: Plain) -> set[Plain]:
    return {found for each in _below(call) for found in (each, *_everything_below(each))}
