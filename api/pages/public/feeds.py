"""What programs read of the public pages: a feed of what is newly published, the map of addresses."""

import datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request, Response

from api.calendar_feed import base_url
from api.dependencies import Transaction
from api.pages.page_route import PageRoute
from api.pages.public.doors import OpenOffice
from workflow import publication
from workflow.models import Office
from workflow.moments import BANGKOK
from workflow.publication import Published

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_KEPT = {"Cache-Control": "public, max-age=900"}


def address_of(base: str, office: Office, what: Published | None = None) -> str:
    """The public page of an office, or of something it has published."""
    own = f"{base}/public/{quote(office.code, safe='')}"
    return f"{own}/plan/{what.fiscal_year}" if what is not None and what.kind == "annual_plan" else own


@router.get("/public/{office}/feed.xml")
def feed(request: Request, session: Transaction, office: OpenOffice) -> Response:
    """What was published, the newest first, as an Atom feed (RFC 4287)."""
    base = base_url(request)
    found = publication.published(session, office.id)
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "th"})
    own = address_of(base, office)
    SubElement(root, "id").text = own
    SubElement(root, "title").text = office.name_th
    SubElement(root, "updated").text = _moment(found[0].published_on if found else office.created_at.date())
    SubElement(root, "link", {"href": own})
    SubElement(root, "link", {"rel": "self", "href": f"{own}/feed.xml"})
    author = SubElement(root, "author")
    SubElement(author, "name").text = office.name_th
    for each in found:
        entry = SubElement(root, "entry")
        SubElement(entry, "id").text = f"{own}#{each.code}"
        SubElement(entry, "title").text = each.title
        SubElement(entry, "updated").text = _moment(each.published_on)
        SubElement(entry, "link", {"href": address_of(base, office, each)})
    return _xml(root, "application/atom+xml")


@router.get("/sitemap.xml")
def sitemap(request: Request, session: Transaction) -> Response:
    """The public addresses of every open office."""
    base = base_url(request)
    root = Element("urlset", {"xmlns": _MAP})
    for office in publication.open_offices(session):
        own = address_of(base, office)
        found = publication.published(session, office.id)
        _place(root, own, found[0].published_on if found else None)
        for year in publication.years(found):
            _place(root, f"{own}/oit/{year}", None)
        for each in found:
            if each.kind == "annual_plan":
                _place(root, address_of(base, office, each), each.published_on)
    return _xml(root, "application/xml")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Search engines may read the public pages and nothing else."""
    lines = ("User-agent: *", "Allow: /public", "Allow: /static", "Disallow: /", "")
    text = "\n".join(lines) + f"Sitemap: {base_url(request)}/sitemap.xml\n"
    return Response(text, media_type="text/plain; charset=utf-8", headers=_KEPT)


def _place(root: Element, address: str, changed: datetime.date | None) -> None:
    place = SubElement(root, "url")
    SubElement(place, "loc").text = address
    if changed is not None:
        SubElement(place, "lastmod").text = changed.isoformat()


def _moment(day: datetime.date) -> str:
    return datetime.datetime.combine(day, datetime.time(), BANGKOK).isoformat()


def _xml(root: Element, media_type: str) -> Response:
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type=media_type, headers=_KEPT)
