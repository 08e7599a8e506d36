"""The demonstration: two invented offices whose year has really been walked, step by step."""

from workflow.demo.build import PASSWORD, Account, Demonstration, accounts, build_demo, built_until, stands_at

__all__ = ["PASSWORD", "Account", "Demonstration", "accounts", "build_demo", "built_until", "stands_at"]
