"""The office one belongs to: its groups, schools and bodies."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.dependencies import Moment, SignedIn, Transaction
from api.problems import RESPONSES
from api.v1.shapes import Named
from workflow.models import Body, Group, Office, School
from workflow.moments import bangkok_date

router = APIRouter(tags=["offices"], responses={401: RESPONSES[401]})


class OfficeShown(BaseModel):
    """An area office as it is today."""

    code: str
    name_th: str
    short_th: str
    name_en: str
    profile: str = Field(description="The variant of the office's work")
    website: str
    document_prefix: str
    calendar_version: int = Field(description="Rises with every holiday added or taken away")
    groups: list[Named]
    schools: list[Named]
    bodies: list[Named]


@router.get("/offices/mine")
def my_office(session: Transaction, person: SignedIn, at: Moment) -> OfficeShown:
    """สำนักงานของฉัน · The office of whoever has signed in, with what exists today."""
    office = session.get_one(Office, person.office_id)
    return OfficeShown(
        code=office.code,
        name_th=office.name_th,
        short_th=office.short_th,
        name_en=office.name_en,
        profile=office.profile,
        website=office.website,
        document_prefix=office.document_prefix,
        calendar_version=office.calendar_version,
        groups=_today(session, Group, office.id, at),
        schools=_today(session, School, office.id, at),
        bodies=_today(session, Body, office.id, at),
    )


def _today(session: Session, table: Any, office_id: int, at: Moment) -> list[Named]:
    on = bangkok_date(at)
    rows = session.exec(
        select(table)
        .where(
            table.office_id == office_id,
            table.valid_from <= on,
            col(table.valid_to).is_(None) | (col(table.valid_to) >= on),
        )
        .order_by(table.code)
    )
    return [
        Named(code=row.code, th=row.name_th, en=getattr(row, "name_en", "") or row.name_th) for row in rows
    ]
