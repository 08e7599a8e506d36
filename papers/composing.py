"""Makes a paper's markup from its template and what is known; runs in the child process."""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import TemplateError
from jinja2.runtime import Context

from papers.environment import environment
from papers.vocabulary import parse
from papers.writing import markup
from workflow.errors import Refused, RenderRefused


def compose(name: str, values: Mapping[str, Any], overrides: Mapping[str, str], characters: int) -> str:
    """The canonical markup of the template `name` filled with `values`."""
    return markup(parse(_written(name, values, overrides, None, characters)[0]))


def compose_blocks(
    name: str, values: Mapping[str, Any], overrides: Mapping[str, str], blocks: Iterable[str], characters: int
) -> dict[str, str]:
    """The canonical markup of each of the template's named Jinja blocks."""
    names = list(blocks)
    written = _written(name, values, overrides, names, characters)
    return {each: markup(parse(text)) for each, text in zip(names, written, strict=True)}


def _written(
    name: str,
    values: Mapping[str, Any],
    overrides: Mapping[str, str],
    blocks: list[str] | None,
    characters: int,
) -> list[str]:
    """What the template says, all of it or by block; any fault of a template is its author's to mend."""
    try:
        template = environment(overrides).get_template(name)
        context = template.new_context(dict(values))
        if blocks is None:
            return [_limited(template.root_render_func(context), characters)]
        next(iter(template.root_render_func(context)), "")  # tells the blocks of the templates it extends
        return [_limited(_block(context, each), characters) for each in blocks]
    except (Refused, MemoryError):
        raise
    except TemplateError as fault:
        raise RenderRefused("bad_template", _told(fault)) from fault
    except Exception as fault:
        raise RenderRefused("bad_template", f"{type(fault).__name__}: {fault}"[:300]) from fault


def _block(context: Context, name: str) -> Iterable[str]:
    if name not in context.blocks:
        raise RenderRefused("bad_template", f"block {name}")
    return context.blocks[name][0](context)


def _limited(pieces: Iterable[str], characters: int) -> str:
    found, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > characters:
            raise RenderRefused("too_large", str(characters))
        found.append(piece)
    return "".join(found)


def _told(fault: TemplateError) -> str:
    line = getattr(fault, "lineno", None)
    return f"{type(fault).__name__}: {fault.message or ''}{f' (line {line})' if line else ''}"[:300]
