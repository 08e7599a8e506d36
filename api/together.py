"""Carries out a request's plain functions together: one thread, one transaction, committed before the answer.

FastAPI would run each function that an address depends on in a thread of its own, ten for a step, and walk
the same branches of what depends on what again and again. Here an address is given to it as one function that
takes whatever the request says. What is awaited comes first, then whatever needs the transaction is called
in its order where the transaction is, with the handler last.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin

from fastapi import Request, params
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.dependencies import SAFE, Turns, moment_of, settings_of, transaction
from api.in_writing import in_writing
from workflow.database import Database

Plain = Callable[..., Any]
P = TypeVar("P", bound=Plain)
_EMPTY: Final = inspect.Parameter.empty
_KEYWORD: Final = inspect.Parameter.KEYWORD_ONLY
_REQUEST: Final = "request_at_the_door"
_PLAN: Final = "plan_of_the_door"
_BRIEF: Final = "brief_at_the_door"


@dataclass(frozen=True, slots=True)
class Step:
    """One function, and where its arguments come from: what the request says, or another step by number."""

    call: Plain
    says: tuple[tuple[str, str], ...]
    takes: tuple[tuple[str, int], ...]
    request: str
    session: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The functions of one address in their order, the handler last; those that are `awaited` by name."""

    awaited: Mapping[str, Step]
    steps: tuple[Step, ...]
    asks: Mapping[str, inspect.Parameter]
    brief: bool

    async def prepare(self, request: Request, said: dict[str, Any]) -> None:
        """Adds to what the request says what the awaited functions make of it."""
        for name, step in self.awaited.items():
            said[name] = await step.call(**_arguments(step, request, None, said, ()))

    def carry_out(self, request: Request, session: Session, said: Mapping[str, Any]) -> Any:
        """What the handler answers."""
        done: list[Any] = []
        for step in self.steps:
            done.append(step.call(**_arguments(step, request, session, said, done)))
        return done[-1]

    def first_refusal(self, request: Request, session: Session) -> Exception | None:
        """What the functions before the handler raise, as far as the request says enough for them."""
        said, done = self._understood(request), dict[int, Any]()
        for number, step in enumerate(self.steps[:-1]):
            if all(key in said for _, key in step.says) and all(of in done for _, of in step.takes):
                try:
                    done[number] = step.call(**_arguments(step, request, session, said, done))
                except Exception as refusal:
                    return refusal
        return None

    def _understood(self, request: Request) -> dict[str, Any]:
        """What of a request of the wrong shape is as it should be, but for its body."""
        said = {}
        for name, parameter in self.asks.items():
            text = _text_of(request, parameter)
            try:
                if text is not None:
                    said[name] = TypeAdapter(parameter.annotation).validate_python(text)
                elif parameter.default is not _EMPTY:
                    said[name] = parameter.default
            except ValidationError:
                continue
        return said


def _arguments(
    step: Step, request: Request, session: Session | None, said: Mapping[str, Any], done: Any
) -> dict[str, Any]:
    arguments = {name: said[key] for name, key in step.says}
    for name, source in step.takes:
        arguments[name] = done[source]
    if step.request:
        arguments[step.request] = request
    if step.session:
        arguments[step.session] = session
    return arguments


def _text_of(request: Request, parameter: inspect.Parameter) -> str | None:
    """What the request says in its address or its headers, where FastAPI looks for it."""
    about = next((each for each in _metadata(parameter) if isinstance(each, params.Param)), None)
    name = (about and about.alias) or parameter.name
    if isinstance(about, params.Header):
        return request.headers.get(name.replace("_", "-"))
    if name in request.path_params:
        return str(request.path_params[name])
    return request.query_params.get(name)


def brief(endpoint: P) -> P:
    """Marks a handler that takes well under a millisecond on SQLite, see `in_writing`."""
    setattr(endpoint, _BRIEF, True)
    return endpoint


def together(endpoint: Plain) -> Plain:
    """The handler as FastAPI is to see it; one that needs no transaction stays as it is."""
    if hasattr(endpoint, _PLAN) or not _plain(endpoint) or not _needs_transaction(endpoint):
        return endpoint
    made = _Making(_with_all_below(endpoint))
    made.number(endpoint)
    plan = Plan(made.awaited, tuple(made.steps), made.asks, hasattr(endpoint, _BRIEF))

    async def carried_out(**said: Any) -> Any:
        request = said.pop(_REQUEST)
        await plan.prepare(request, said)
        return await _carried_out(plan, request, said)

    functools.update_wrapper(carried_out, endpoint)
    del carried_out.__wrapped__  # type: ignore[attr-defined]  # FastAPI would look through it
    carried_out.__signature__ = inspect.Signature([_asks_for_request(), *made.asks.values()])  # type: ignore[attr-defined]
    setattr(carried_out, _PLAN, plan)
    return carried_out


async def _carried_out(plan: Plan, request: Request, said: Mapping[str, Any]) -> Any:
    def work(session: Session) -> Any:
        return plan.carry_out(request, session, said)

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
        return plan.first_refusal(request, session) or error


@dataclass
class _Making:
    """A plan in the making; `theirs` are functions that FastAPI has to call for others it awaits."""

    theirs: frozenset[Plain]
    steps: list[Step] = field(default_factory=list)
    known: dict[Plain, int] = field(default_factory=dict)
    awaited: dict[str, Step] = field(default_factory=dict)
    asks: dict[str, inspect.Parameter] = field(default_factory=dict)

    def number(self, call: Plain) -> int:
        """The number of the step that calls it; it comes after those that it depends on."""
        if call not in self.known:
            step = self._step(call)
            self.known[call] = len(self.steps)
            self.steps.append(step)
        return self.known[call]

    def _step(self, call: Plain) -> Step:
        says, takes, request, session = [], [], "", ""
        for parameter in inspect.signature(call).parameters.values():
            needed = _dependency(parameter)
            if needed is transaction:
                session = parameter.name
            elif needed is not None and self._ours(needed):
                takes.append((parameter.name, self.number(needed)))
            elif needed is not None and _awaited_alone(needed):
                says.append((parameter.name, self._await(needed)))
            elif parameter.annotation is Request:
                request = parameter.name
            else:
                says.append((parameter.name, self._ask(parameter, call)))
        return Step(call, tuple(says), tuple(takes), request, session)

    def _ours(self, call: Plain) -> bool:
        if call in self.theirs:
            return False
        return call in (moment_of, settings_of) or (_plain(call) and _needs_transaction(call))

    def _await(self, call: Plain) -> str:
        """The name under which its answer is said."""
        name = f"{call.__module__}.{call.__qualname__}"
        if name not in self.awaited:
            self.awaited[name] = self._step(call)
        return name

    def _ask(self, parameter: inspect.Parameter, call: Plain) -> str:
        """The name under which the request says it: the parameter's, which means the same to all."""
        wanted = parameter.replace(kind=_KEYWORD)
        if self.asks.setdefault(wanted.name, wanted) != wanted:
            raise TypeError(f"{call.__qualname__} takes another {wanted.name!r} than what it is called with")
        return wanted.name


def _asks_for_request() -> inspect.Parameter:
    return inspect.Parameter(_REQUEST, _KEYWORD, annotation=Request)


def _metadata(parameter: inspect.Parameter) -> tuple[Any, ...]:
    annotation = parameter.annotation
    return get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()


def _dependency(parameter: inspect.Parameter) -> Plain | None:
    """The function whose answer the parameter takes, if it is one."""
    found = [each for each in _metadata(parameter) if isinstance(each, params.Depends)]
    return (found[-1].dependency or get_args(parameter.annotation)[0]) if found else None


def _below(call: Plain) -> list[Plain]:
    return [
        needed
        for each in inspect.signature(call).parameters.values()
        if (needed := _dependency(each)) is not None
    ]


@functools.cache
def _needs_transaction(call: Plain) -> bool:
    return any(each is transaction or _needs_transaction(each) for each in _below(call))


def _awaited_alone(call: Plain) -> bool:
    """Whether it is awaited and takes nothing but what the request says."""
    return inspect.iscoroutinefunction(call) and not _below(call)


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
