"""Makes mutants: a module with one small thing of one function changed, by the operators of mutmut."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

_NEVER_CALLED_OTHERWISE = {"len", "isinstance"}  # to break these tells nothing about what is theirs


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: `source` is the whole module with it, `function` the qualified name of where it is."""

    path: str
    function: str
    source: str
    change: str


def mutants_of(root: Path, path: str, leave_out: Sequence[str] = ()) -> list[Mutant]:
    """Every mutant of a module, in the order of its text, but for those in the functions to be left out.

    Also functions that are decorated, like properties, which mutmut itself leaves alone. Left alone are what
    runs when the module is loaded (constants, defaults, decorators), annotations, and texts about a function.
    """
    original = (root / path).read_text(encoding="utf-8")
    module = cst.parse_module(original)
    parts = [module.code_for_node(each) for each in (*module.header, *module.body, *module.footer)]
    seen = {original}
    found: list[Mutant] = []
    for index, statement in enumerate(module.body, start=len(module.header)):
        for name, function in _functions([statement]):
            for before, after in _changes(function.body) if name not in leave_out else ():
                changed = module.code_for_node(
                    cst.ensure_type(statement.deep_replace(before, after), cst.CSTNode)
                )
                source = "".join((*parts[:index], changed, *parts[index + 1 :]))
                if source not in seen:
                    seen.add(source)
                    found.append(Mutant(path, name, source, _change(original, source)))
    return found


def _functions(body: Sequence[cst.CSTNode], outer: str = "") -> Iterator[tuple[str, cst.FunctionDef]]:
    """The functions and methods of a module by their qualified names."""
    for each in body:
        if isinstance(each, cst.FunctionDef):
            yield outer + each.name.value, each
        elif isinstance(each, cst.ClassDef):
            yield from _functions(each.body.body, f"{outer}{each.name.value}.")


def _changes(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """What may be changed at a node and below it: the part of the text, and what stands there instead."""
    if isinstance(node, cst.Annotation) or _is_left_alone(node):
        return
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            for changed in operator(node):
                yield node, changed
    for child in node.children:
        yield from _changes(child)


def _is_left_alone(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Name)
        and node.func.value in _NEVER_CALLED_OTHERWISE
    )


def _change(original: str, source: str) -> str:
    """The lines that differ, with - and + before them."""
    lines = difflib.unified_diff(original.splitlines(), source.splitlines(), n=0, lineterm="")
    kept = [line for line in lines if not line.startswith(("---", "+++"))]
    return "\n".join(kept)


def code_of(source: str, path: str, function: str) -> CodeType:
    """The code of one function of a module's text; raises LookupError where there is none of this name."""
    waiting = [compile(source, path, "exec")]
    while waiting:
        code = waiting.pop()
        if code.co_qualname == function:
            return code
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
    raise LookupError(function)
