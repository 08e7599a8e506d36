"""Who is there: passwords, sessions, second factors, one-time codes, identity providers."""

from workflow.accounts.codes import IssuedCode, issue_code
from workflow.accounts.passwords import check_password, hash_password, set_password
from workflow.accounts.sessions import caller_of, sign_out, start

__all__ = [
    "IssuedCode",
    "caller_of",
    "check_password",
    "hash_password",
    "issue_code",
    "set_password",
    "sign_out",
    "start",
]
