"""Passwords whose hash costs nothing to check: Argon2 as ever, with little to do.

tests/workflow/test_accounts.py and the sample offices have the hash that an office gets, slow on purpose.
"""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


@cache
def quick_hash(password: str) -> str:
    """A hash that workflow.accounts checks like any other; how much work it is stands in the hash itself."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)).hash(password)
