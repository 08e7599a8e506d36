"""What the settings of every channel have in common: strict, frozen, and silent about their secrets."""

from pathlib import Path
from typing import Annotated, Any, Protocol, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationInfo

from notifications.channels.channel import Channel

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def _in_folder(path: Path, info: ValidationInfo) -> Path:
    folder = (info.context or {}).get("folder")
    return Path(folder) / path if folder else path


# A path in a settings file is meant from the folder that the file is in.
FilePath = Annotated[Path, Field(strict=False), AfterValidator(_in_folder)]
# Of each exchange, of which a sending has up to ten: well under the ten minutes after which a claim returns.
Seconds = Annotated[float, Field(gt=0, le=45)]


class Options(BaseModel):
    """The settings of one channel of one office."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @classmethod
    def secrets(cls) -> frozenset[str]:
        """The names of the fields that are secret; each may also be given as the file that holds it."""
        return frozenset(
            name
            for name, field in cls.model_fields.items()
            if SecretStr in (field.annotation, *get_args(field.annotation))
        )


class Opener(Protocol):
    """Makes a channel from its settings; nothing is connected before the first message."""

    def __call__(self, options: Any, /) -> Channel: ...
