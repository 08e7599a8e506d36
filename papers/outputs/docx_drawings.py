"""Pictures in the language of Word documents: the emblem in the text or beside it, ร่าง behind it."""

from io import BytesIO
from typing import Final

from docx.document import Document
from docx.image.exceptions import UnrecognizedImageError

from papers.outputs.docx_words import run
from papers.outputs.html import DRAFT, EMBLEM_WORDS

_EMU: Final = 360_000  # in a centimetre
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_PICTURE: Final = (
    '<a:graphic xmlns:a="{main}/main"><a:graphicData uri="{main}/picture">'
    '<pic:pic xmlns:pic="{main}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="emblem" descr="{words}"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rid}"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
)
_NAMED: Final = '<wp:docPr id="1" name="emblem" descr="{words}"/><wp:cNvGraphicFramePr/>'
_SPACE: Final = 'xmlns:wp="{main}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"'
_INLINE: Final = (
    f'<w:drawing><wp:inline {_SPACE}><wp:extent cx="{{cx}}" cy="{{cy}}"/>{_NAMED}{_PICTURE}'
    "</wp:inline></w:drawing>"
)
_BESIDE: Final = (
    f'<w:drawing><wp:anchor {_SPACE} simplePos="0" relativeHeight="2" behindDoc="0" locked="0"'
    ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    f"{_NAMED}{_PICTURE}</wp:anchor></w:drawing>"
)
WATERMARK: Final = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="draft" type="#_x0000_t136" style="position:absolute;width:340pt;height:170pt;rotation:315;'
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#e4e4e4" stroked="f">'
    f'<v:textpath style="font-family:&quot;TH SarabunPSK&quot;;font-size:1pt" string="{DRAFT}"/>'
    "</v:shape></w:pict></w:r>"
)


class Emblem:
    """The office's emblem, put into the document once; nothing where it has uploaded none."""

    def __init__(self, document: Document, image: bytes | None) -> None:
        self.rid, self.shape = "", 1.0
        if image:
            try:
                self.rid, known = document.part.get_or_add_image(BytesIO(image))
            except UnrecognizedImageError:
                return
            self.shape = known.px_width / max(1, known.px_height)

    def inline(self, centimetres: float) -> str:
        return self._drawn(_INLINE, centimetres)

    def beside(self, centimetres: float) -> str:
        """At the top left of the page's text, taking no room there."""
        return self._drawn(_BESIDE, centimetres)

    def _drawn(self, form: str, centimetres: float) -> str:
        if not self.rid:
            return ""
        high = round(centimetres * _EMU)
        wide = round(high * self.shape)
        return run(form.format(main=_MAIN, rid=self.rid, cx=wide, cy=high, words=EMBLEM_WORDS))
