"""The path of a definition as text: Mermaid for documents, DOT for Graphviz."""

from collections.abc import Iterable

from states.model import Definition, Ending, Transition


def mermaid(definition: Definition, language: str = "th") -> str:
    """A Mermaid `stateDiagram-v2` of every state and move, labelled in `language` (th or en)."""
    lines = ["stateDiagram-v2", f"  [*] --> {definition.initial}"]
    lines += [
        f'  state "{_plain(state.label.in_language(language))}" as {state.name}'
        for state in definition.states
    ]
    for source, move in _edges(definition):
        lines.append(f"  {source} --> {move.target}: {_plain(move.label.in_language(language))}")
    lines += [f"  {state.name} --> [*]" for state in definition.states if state.ending is not Ending.OPEN]
    return "\n".join(lines) + "\n"


def dot(definition: Definition, language: str = "th") -> str:
    """A Graphviz digraph; send-backs are dashed, ends have a double line."""
    lines = [f'digraph "{definition.kind}" {{', "  rankdir=TB; node [shape=box, style=rounded];"]
    for state in definition.states:
        ends = ", peripheries=2" if state.ending is not Ending.OPEN else ""
        lines.append(f'  {state.name} [label="{_plain(state.label.in_language(language))}"{ends}];')
    for source, move in _edges(definition):
        dashed = ", style=dashed" if move.send_back else ""
        label = _plain(move.label.in_language(language))
        lines.append(f'  {source} -> {move.target} [label="{label}"{dashed}];')
    return "\n".join([*lines, "}"]) + "\n"


def _edges(definition: Definition) -> Iterable[tuple[str, Transition]]:
    return ((source, move) for move in definition.transitions for source in move.sources)


def _plain(text: str) -> str:
    """Without the characters that either language reads as syntax."""
    return text.replace('"', "'").replace(":", " ").replace(";", " ").replace("#", " ").replace("\n", " ")
