"""The environment and the flags, read once into one frozen value; nothing else reads the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_INDEX = Path(".askbot")
DEFAULT_CORPUS = Path("corpus")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how answers are shown."""

    index: Path = DEFAULT_INDEX
    corpus: Path = DEFAULT_CORPUS
    embedding_model: Path | None = None  # a sentence-transformers folder; None is the bundled MiniLM
    colour: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, index: Path | None = None) -> Settings:
        """Read ASKBOT_INDEX, ASKBOT_EMBEDDING_MODEL and NO_COLOR; a flag beats its variable."""
        named = environment.get("ASKBOT_EMBEDDING_MODEL")
        return cls(
            index=index or Path(environment.get("ASKBOT_INDEX") or DEFAULT_INDEX),
            embedding_model=Path(named) if named else None,
            colour=not environment.get("NO_COLOR"),
        )
