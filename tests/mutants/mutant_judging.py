"""Judges mutants: runs the tests once, remembers which function each reaches, then runs them on every mutant.

A plugin of pytest. Each mutant lives in a process forked from the one that has loaded everything and made the
session's databases, so that it costs no more than its tests. It is put in place of the function's own code:
whoever imported the function has it, and nothing is written anywhere.
"""

import functools
import gc
import importlib
import os
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, Final

import pytest
from mutant_making import Mutant, code_of

KILLED, SURVIVED, TIMEOUT, UNREACHED = "killed", "survived", "timeout", "unreached"
_HEALTHY, _NOTICED, _MISFIT, _NOT_JUDGED = 0, 1, 3, 4
_MOST_MEMORY: Final = 3 << 30  # a mutant that never stops growing ends before the computer does
_PATIENCE: Final = 4.0, 6  # seconds, and times what the test took


class Judge:
    """Judges by those of `tests`, the files of each module's tests, that reach the function.

    `said` is told each mutant's fate and the seconds it took, as it becomes known.
    """

    def __init__(
        self,
        mutants: Sequence[Mutant],
        tests: Mapping[str, Collection[str]],
        remembered: Sequence[str],
        workers: int,
        said: Callable[[Mutant, str, float], None],
    ) -> None:
        self.mutants, self.workers, self.said = mutants, workers, said
        self.failed: list[str] = []
        self._tests, self._remembered = tests, remembered
        self._files = {str(Path(each.path).resolve()): each.path for each in mutants}
        self._seconds: dict[pytest.Item, float] = defaultdict(float)
        self._reaching: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
        self._running: dict[int, tuple[Mutant, int, float]] = {}
        self._item: pytest.Item | None = None
        self._caches: list[Any] = []

    def pytest_configure(self) -> None:
        """The same examples each time: a figure can be measured again, and no mutant learns from another."""
        from hypothesis import HealthCheck, Phase, settings  # pytest would complain of an earlier import

        settings.register_profile(
            "mutants",
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
            phases=[Phase.explicit, Phase.generate],  # that an example was found is enough
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._caches = self._found_caches()
        for item in session.items:
            self._look_on(session, item)
        if session.testsfailed:
            return True
        for tests in self._reaching.values():
            tests.sort(key=self._seconds.__getitem__)
        functions = self._functions()
        gc.freeze()  # what the children only read is not copied for them
        self._check_again(session, "before")
        for mutant in self.mutants if not self.failed else ():
            tests = self._reaching.get((mutant.path, mutant.function), [])
            if not tests:
                self.said(mutant, UNREACHED, 0.0)
                continue
            while len(self._running) >= self.workers:
                self._hear()
            self._start(session, mutant, functions[mutant.path, mutant.function], tests)
        while self._running:
            self._hear()
        self._check_again(session, "after")
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
        if report.when == "call" and self._item is not None:
            self._seconds[self._item] = report.duration

    def _look_on(self, session: pytest.Session, item: pytest.Item) -> None:
        """Runs a test as it is, and sees whose functions it calls."""
        reached: set[CodeType] = set()
        self._forget()

        def called(frame: FrameType, _event: str, _value: object) -> None:
            if frame.f_code.co_filename in self._files:
                reached.add(frame.f_code)

        self._item = item
        threading.settrace(called)
        sys.settrace(called)
        try:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=session)
        finally:
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]
        for code in reached:
            path = self._files[code.co_filename]
            tests = self._reaching[path, code.co_qualname.split(".<locals>")[0]]
            if item not in tests and item.nodeid.partition("::")[0] in self._tests[path]:
                tests.append(item)

    def _functions(self) -> dict[tuple[str, str], list[FunctionType]]:
        """The functions of the modules, whoever holds them: a class, a property, a cache."""
        found: dict[tuple[str, str], list[FunctionType]] = defaultdict(list)
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename in self._files:
                found[self._files[each.__code__.co_filename], each.__code__.co_qualname].append(each)
        return found

    def _found_caches(self) -> list[Any]:
        """The functions of the modules that keep their answers."""
        caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
        return [each for each in caches if each.__wrapped__.__code__.co_filename in self._files]

    def _forget(self) -> None:
        """What was reckoned by the function as it is must not answer for the mutant."""
        for each in self._caches:
            each.cache_clear()
        for name in self._remembered:
            module, _, variable = name.partition(":")
            getattr(importlib.import_module(module), variable).clear()

    def _check_again(self, session: pytest.Session, when: str) -> None:
        """Nothing broken, the same tests pass in a child too; else everything would seem to be noticed."""
        nothing = Mutant("", "every test", "", "")
        self._start(session, nothing, (), sorted(session.items, key=self._seconds.__getitem__))
        child, (_, answer, _) = self._running.popitem()
        os.close(answer)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != _HEALTHY:
            self.failed.append(f"the tests do not pass {when} the mutants, with nothing broken")

    def _start(
        self,
        session: pytest.Session,
        mutant: Mutant,
        functions: Sequence[FunctionType],
        tests: Sequence[pytest.Item],
    ) -> None:
        answer, told = os.pipe()
        child = os.fork()
        if child:
            os.close(told)
            self._running[child] = mutant, answer, time.perf_counter()
            return
        code = _NOT_JUDGED
        try:
            _be_quiet()
            self._forget()
            code = self._judged(session, mutant, functions, tests, told)
        finally:
            os._exit(code)

    def _judged(
        self,
        session: pytest.Session,
        mutant: Mutant,
        functions: Sequence[FunctionType],
        tests: Sequence[pytest.Item],
        told: int,
    ) -> int:
        try:
            for each in functions:
                each.__code__ = code_of(mutant.source, each.__code__.co_filename, mutant.function)
        except (
            SyntaxError,
            ValueError,
        ):  # no Python, or it closes over other variables than the function did
            return _MISFIT
        for item in tests:
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE[0] + _PATIENCE[1] * self._seconds[item])
            try:
                item.ihook.pytest_runtest_protocol(item=item, nextitem=session)
            except BaseException:  # what ends the session itself, like SystemExit
                session.testsfailed += 1
            if session.testsfailed:
                os.write(told, item.nodeid.encode())
                return _NOTICED
        return _HEALTHY

    def _hear(self) -> None:
        """Waits for one mutant's end. The test that noticed it is the first to be asked about the next."""
        child, status = os.wait()
        mutant, answer, began = self._running.pop(child)
        with os.fdopen(answer, "rb") as told:
            noticed_by = told.read().decode()
        tests = self._reaching[mutant.path, mutant.function]
        tests.sort(key=lambda item: item.nodeid != noticed_by)
        code = os.waitstatus_to_exitcode(status)
        if code == _NOT_JUDGED:
            self.failed.append(f"{mutant.path} {mutant.function} was not judged:\n{mutant.change}")
        elif code != _MISFIT:
            fate = {_HEALTHY: SURVIVED, -signal.SIGALRM: TIMEOUT}.get(code, KILLED)
            self.said(mutant, fate, time.perf_counter() - began)


def _be_quiet() -> None:
    """The child says nothing, ends when its time is over, and does not grow without bound."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
