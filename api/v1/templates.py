"""The templates of papers: the office's own texts, tried on real data, with every version kept."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.template_trials import Trial, Wish, difference, in_force, source_of, tried
from api.v1.schools import for_the_whole_office
from api.v1.shapes import Asked, Instant
from papers import trying
from papers.outputs.text import text
from workflow.models import PaperTemplate, Person
from workflow.papers import templates

router = APIRouter(tags=["papers"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})
Name = Annotated[PlainText, Path(description="Such as memo.html")]


class VersionShown(BaseModel):
    version: int
    note: str
    saved_by: str
    saved_at: Instant
    shipped: bool = Field(description="Whether it went back to the shipped template")
    difference: str = Field(description="To the shipped template, as diff -u writes it")


class TemplateLine(BaseModel):
    name: str
    papers: list[str] = Field(description="Codes of the papers written by it")
    version: int | None = Field(description="The office's own in force; null: as shipped")


class TemplateShown(TemplateLine):
    source: str = Field(description="The text in force")
    shipped: str
    versions: list[VersionShown] = Field(description="The newest first")


class WantedPreview(Asked):
    source: PlainText = Field(description="Jinja2; at most 200,000 characters")
    item: PlainText = Field(default="", description="Code of the item to try it on; else the newest")


class WantedTemplate(WantedPreview):
    """A new version. It is tried first, and refused where no paper comes of it."""

    source: PlainText = Field(description="Jinja2; empty: back to the shipped template")
    note: PlainText = Field(default="", description="Why; at most 300 characters")


class PreviewShown(BaseModel):
    item: str = Field(description="On which item it was tried")
    text: str = Field(description="The paper as plain text")
    markup: str = Field(description="The paper in the vocabulary of papers")
    difference: str = Field(description="To the shipped template, as diff -u writes it")


async def previewed(request: Request, wish: WantedPreview, name: Name) -> Trial:
    """Tries the text; raises what is wrong with it."""
    return _whole(await tried(request, name, Wish(wish.source, None, wish.item)))


async def proven(request: Request, wish: WantedTemplate, name: Name) -> Trial:
    """Tries the new version, or the shipped one; raises what is wrong with it."""
    version = None if wish.source else 0
    return _whole(await tried(request, name, Wish(wish.source or None, version, wish.item, wish.note)))


def _whole(trial: Trial) -> Trial:
    if trial.error is not None:
        raise trial.error
    return trial


@router.get("/templates")
def all_templates(session: Transaction, who: Looking, office: OwnOffice) -> list[TemplateLine]:
    """แบบของหนังสือ · Every template, and whose version is in force."""
    for_the_whole_office(who)
    newest = in_force(session, office)
    return [_line(name, newest.get(name)) for name in trying.names()]


@router.get("/templates/{name}")
def one_template(session: Transaction, who: Looking, office: OwnOffice, name: Name) -> TemplateShown:
    """แบบหนึ่ง · The text in force, the shipped one, and every version kept."""
    for_the_whole_office(who)
    return _shown(session, office, name)


@router.post("/templates/{name}/preview")
def preview(trial: Annotated[Trial, Depends(previewed)], wish: WantedPreview) -> PreviewShown:
    """ดูตัวอย่าง · The paper that the text makes of an item; nothing is kept."""
    assert trial.ready is not None
    return PreviewShown(
        item=trial.item,
        text=text(trial.ready.blocks()),
        markup=trial.ready.markup,
        difference=difference(trial.name, trial.source),
    )


@router.put("/templates/{name}", response_model=TemplateShown)
def save(
    trial: Annotated[Trial, Depends(proven)],
    wish: WantedTemplate,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    name: Name,
    once: OnlyOnce,
) -> Response:
    """บันทึกแบบ · Keeps a new version, which holds for papers not yet signed."""

    def act() -> TemplateShown:
        templates.save(session, office, name, wish.source, wish.note, hand)
        return _shown(session, office, name)

    return once(wish, act)


def _line(name: str, newest: PaperTemplate | None) -> TemplateLine:
    own = newest.version if newest is not None and newest.source else None
    return TemplateLine(name=name, papers=list(trying.papers_using(name)), version=own)


def _shown(session: Session, office: int, name: str) -> TemplateShown:
    shipped, kept = trying.shipped(name), templates.versions(session, office, name)
    return TemplateShown(
        **_line(name, kept[0] if kept else None).model_dump(),
        source=source_of(session, office, name),
        shipped=shipped,
        versions=[
            VersionShown(
                version=each.version,
                note=each.note,
                saved_by=session.get_one(Person, each.saved_by).username,
                saved_at=each.saved_at,
                shipped=not each.source,
                difference=difference(name, each.source or shipped),
            )
            for each in kept
        ],
    )
