"""The work of a job: composing a paper from a template, or making an output of it."""

import json
from collections.abc import Callable
from typing import Any

from papers.composing import compose, compose_blocks
from papers.outputs.html import html
from papers.outputs.text import text
from papers.ready import Ready, from_plain
from workflow.errors import RenderRefused


def work(job: dict[str, Any]) -> Callable[[], bytes]:
    """The job as something to call; what it needs is loaded now, so that it does not count as its time."""
    characters = job["limits"]["characters"]
    if job["kind"] == "produce":
        return _producing(job["fmt"], from_plain(job["ready"]), characters)
    name, values, overrides, blocks = job["name"], job["values"], job["overrides"], job["blocks"]
    if blocks is None:
        return lambda: json.dumps(compose(name, values, overrides, characters)).encode()
    return lambda: json.dumps(compose_blocks(name, values, overrides, blocks, characters)).encode()


def _producing(fmt: str, ready: Ready, characters: int) -> Callable[[], bytes]:
    if len(ready.markup) > characters:
        raise RenderRefused("too_large", str(characters))
    if fmt == "pdf":
        from papers.outputs import pdf

        pdf.warm_up()
        return lambda: pdf.pdf(ready)
    if fmt == "docx":
        from papers.outputs import docx

        docx.warm_up()
        return lambda: docx.docx(ready)
    if fmt == "text":
        return lambda: text(ready.blocks()).encode()
    return lambda: html(ready).encode()
