"""The demonstration: two invented offices whose year has really been walked, step by step."""

from workflow.demo.build import PASSWORD, Account, Demonstration, accounts, build_demo, built_until, stands_at
from workflow.demo.reading import CODES, SAMPLE

SAMPLE_OFFICE = CODES[SAMPLE]

__all__ = [
    "PASSWORD",
    "SAMPLE_OFFICE",
    "Account",
    "Demonstration",
    "accounts",
    "build_demo",
    "built_until",
    "stands_at",
]
