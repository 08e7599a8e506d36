"""Pictures of a page for the tour: whole enough to recognise, small enough for a repository."""

import io
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page

FORM = ".webp"
QUALITY = 60  # letters stay sharp; as PNG in few colours they took half as much room again
TALLEST = 0.95  # a picture is at most this much taller than wide; on a phone more than twice as tall
_WIDTHS = {"": 900, ".dark": 500, ".phone": 270, ".print": 460}


def photograph(page: Page, path: Path) -> int:
    """Writes what the screen shows, from the top; answers the size of the file in bytes."""
    viewport = page.viewport_size or {"width": 1366, "height": 768}
    width = viewport["width"]
    tallest = int(width * (2.4 if width < 500 else TALLEST))
    taken = page.screenshot(full_page=True, animations="disabled", caret="hide")
    with Image.open(io.BytesIO(taken)) as picture:
        return _kept(picture.crop((0, 0, picture.width, min(picture.height, tallest))), path)


def print_out(page: Page, path: Path) -> int:
    """Writes the first sheet of paper that a printer would give; answers the size of the file in bytes."""
    printed = page.pdf(format="A4", print_background=False)
    book = pypdfium2.PdfDocument(printed)
    try:
        sheet = book[0]
        picture = sheet.render(scale=1.6).to_pil()
        sheet.close()
    finally:
        book.close()
    return _kept(picture, path)


def _kept(picture: Image.Image, path: Path) -> int:
    """As wide as its kind is shown: `name.phone.webp` is a phone's."""
    width = min(_WIDTHS[Path(path.stem).suffix], picture.width)
    height = round(picture.height * width / picture.width)
    small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    small.save(path, quality=QUALITY, method=6)
    return path.stat().st_size
