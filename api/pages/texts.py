"""All words on pages by language: those of every page, and those of each area beside its pages."""

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Final

from api.pages import common_texts, texts_en, texts_th
from api.pages.account import texts as account
from api.pages.account import texts_more as account_more
from api.pages.admin import texts as admin
from api.pages.admin import texts_health as admin_health
from api.pages.admin import texts_posts as admin_posts
from api.pages.admin import texts_retention as admin_retention
from api.pages.admin import texts_structure as admin_structure
from api.pages.admin import texts_ways as admin_ways
from api.pages.asof import texts as asof
from api.pages.assessment import texts as assessment
from api.pages.audit import texts as audit
from api.pages.calendar import texts as calendar
from api.pages.definitions import texts as definitions
from api.pages.definitions import texts_changing as definitions_changing
from api.pages.definitions import texts_staffing as definitions_staffing
from api.pages.desk import texts as desk
from api.pages.development import texts as development
from api.pages.history_export import texts as history_export
from api.pages.imports import texts as imports
from api.pages.items import texts as items
from api.pages.meetings import texts as meetings
from api.pages.meetings import texts_room as meetings_room
from api.pages.notices import texts as notices
from api.pages.papers import texts as papers
from api.pages.papers import texts_help as papers_help
from api.pages.papers import texts_settings as papers_settings
from api.pages.papers import texts_verify as papers_verify
from api.pages.plan import texts as plan
from api.pages.plan import texts_amendments as plan_amendments
from api.pages.plan import texts_figures as plan_figures
from api.pages.plan import texts_money as plan_money
from api.pages.proposals import texts as proposals
from api.pages.proposals import texts_drafts as proposals_drafts
from api.pages.proposals import texts_fields as proposals_fields
from api.pages.proposals import texts_report as proposals_report
from api.pages.public import texts as public
from api.pages.reports import texts as reports
from api.pages.reports import texts_annual as reports_annual
from api.pages.schools import texts as schools
from api.pages.year import texts as year

_AREAS: Final = (
    common_texts,
    account,
    account_more,
    admin,
    admin_health,
    admin_posts,
    admin_retention,
    admin_structure,
    admin_ways,
    asof,
    assessment,
    audit,
    calendar,
    definitions,
    definitions_changing,
    definitions_staffing,
    desk,
    development,
    history_export,
    imports,
    items,
    meetings,
    meetings_room,
    notices,
    papers,
    papers_help,
    papers_settings,
    papers_verify,
    plan,
    plan_amendments,
    plan_figures,
    plan_money,
    proposals,
    proposals_drafts,
    proposals_fields,
    proposals_report,
    public,
    reports,
    reports_annual,
    schools,
    year,
)


def _together(first: Mapping[str, str], areas: Iterable[ModuleType], language: str) -> dict[str, str]:
    """The words of one language; a key that two areas use would silently say one thing in both."""
    found = dict(first)
    for area in areas:
        words: Mapping[str, str] = getattr(area, language)
        twice = found.keys() & words.keys()
        if twice:
            raise ValueError(f"{area.__name__}: {sorted(twice)}")
        found.update(words)
    return found


TEXTS: Final = {
    "th": _together(texts_th.TEXTS, _AREAS, "TH"),
    "en": _together(texts_en.TEXTS, _AREAS, "EN"),
}
