"""The `transitions` machine of a definition, built once and shared: it knows the graph and nothing else."""

from transitions import Machine, MachineError

from states.canonical import content_hash
from states.model import Definition


class Token:
    """What the machine moves. Items are database rows, which cannot be a machine's model."""

    state: str


class Graph:
    """One shared machine. Auto-transitions are off: `to_<state>()` would jump past every guard."""

    def __init__(self, definition: Definition) -> None:
        self.machine = Machine(
            model=None,
            states=[state.name for state in definition.states],
            initial=definition.initial,
            transitions=[
                {"trigger": move.trigger, "source": list(move.sources), "dest": move.target}
                for move in definition.transitions
            ],
            auto_transitions=False,
        )

    def target(self, state: str, trigger: str) -> str | None:
        """Where `trigger` leads from `state`, by the machine's own table; None where it is not open."""
        event = self.machine.events.get(trigger)
        if event is None:
            return None
        open_here = event.transitions.get(state)
        return str(open_here[0].dest) if open_here else None

    def fire(self, state: str, trigger: str) -> str | None:
        """The same answer by firing a token through the machine (fifty times slower; tests compare both)."""
        token = Token()
        self.machine.add_model(token, initial=state)
        try:
            token.trigger(trigger)  # type: ignore[attr-defined]  # put there by add_model
        except (MachineError, AttributeError):
            return None
        finally:
            self.machine.remove_model(token)  # a machine keeps every model it is given
        return str(token.state)


_GRAPHS: dict[str, Graph] = {}


def graph(definition: Definition, definition_hash: str | None = None) -> Graph:
    """The shared graph of `definition`; pass its hash where it is known, to save computing it."""
    name = definition_hash or content_hash(definition)
    if name not in _GRAPHS:
        _GRAPHS[name] = Graph(definition)
    return _GRAPHS[name]
