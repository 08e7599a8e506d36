"""Sends what schemathesis makes up, and notes every answer that is not as the description says."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from fuzzed_office import TOKEN, FuzzedOffice
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test

CHECKED: Final = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "ignored_auth",
    "unsupported_method",
    "allow_header_conformance",
)
# They end the session by which they are asked: before each example of theirs she signs in anew.
ENDING_SESSIONS: Final = frozenset(
    {
        "POST /api/v1/sign-out",
        "DELETE /api/v1/account/sessions",
        "DELETE /api/v1/account/sessions/{name}",
    }
)
_HEADERS: Final = {"Authorization": f"Bearer {TOKEN}"}
_LONGEST: Final = 600


@dataclass
class Tally:
    """What came of it: operations, requests, answers by status, operations carried out, failures."""

    operations: int = 0
    examples: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    carried_out: set[str] = field(default_factory=set)
    failures: dict[tuple[str, str], str] = field(default_factory=dict)

    def answered(self, label: str, status: int) -> None:
        self.examples += 1
        self.answers[status] += 1
        if status < 300:
            self.carried_out.add(label)

    def failed(self, label: str, failure: BaseException, case: Case, answer: Any) -> None:
        """The first of each kind at each operation; the others would say the same."""
        sent = f"{case.path_parameters} {case.query} {case.body!r}"[:_LONGEST]
        said = f"{answer.status_code} {answer.text}"[:_LONGEST] if answer is not None else ""
        self.failures.setdefault((label, type(failure).__name__), f"{failure}\nsent {sent}\nanswered {said}")


def send_all(office: FuzzedOffice, examples: int, *, boundaries: bool, only: str = "") -> Tally:
    """`examples` made-up requests to each operation, half of them wrong on purpose.

    With `boundaries` also schemathesis's own list for each: every limit, every missing field, and the methods
    that its address does not take. One operation's failures keep nobody from asking the next one.
    """
    load_all_checks()
    schema, tally = office.described(examples), Tally()
    modes = [HypothesisTestMode.FUZZING, *([HypothesisTestMode.COVERAGE] if boundaries else [])]
    for found in schema.get_all_operations():
        operation = found.ok()
        if only in operation.label:
            tally.operations += 1
            office.sign_in()
            office.let_try_again()
            made = HypothesisTestConfig(project=schema.config, modes=modes, settings=_settings(examples))
            create_test(operation=operation, test_func=_asking(office, tally), config=made)()
    return tally


def _settings(examples: int) -> settings:
    """The same requests every time. Failures are noted, not raised: nothing is shrunk, nothing flakes."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def _asking(office: FuzzedOffice, tally: Tally) -> Callable[[Case], None]:
    checks = CHECKS.get_by_names(CHECKED)

    def ask(case: Case) -> None:
        label, answer = case.operation.label, None
        if label in ENDING_SESSIONS:
            office.sign_in()
        try:
            answer = case.call(headers=dict(_HEADERS))
            tally.answered(label, answer.status_code)
            case.validate_response(answer, checks, headers=dict(_HEADERS))
        except FailureGroup as failures:
            for each in failures.exceptions:
                tally.failed(label, each, case, answer)
        except Exception as fault:  # raised by the application through the client, or by the client
            logging.getLogger(__name__).exception("at %s", label)
            tally.failed(label, fault, case, answer)

    return ask
