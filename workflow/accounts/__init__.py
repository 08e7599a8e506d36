"""Who is there: passwords, sessions, second factors, one-time codes, identity providers."""

from workflow.accounts.codes import IssuedCode, issue_code
from workflow.accounts.passwords import check_password, hash_password, set_password
from workflow.accounts.sessions import person_of, sign_out, start

__all__ = [
    "IssuedCode",
    "check_password",
    "hash_password",
    "issue_code",
    "person_of",
    "set_password",
    "sign_out",
    "start",
]
