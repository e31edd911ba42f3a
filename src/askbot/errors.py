"""What can go wrong, one child for each thing that a caller treats differently.

AskbotError                 message and remedy: what failed, and one runnable step
├── SettingsError           a flag or an environment variable makes no sense
├── CorpusError             an article or its folder cannot be read
├── StorageError            the index or the store is missing, unreadable or cannot be written
│   ├── StaleIndexError     it was made by another model or format version
│   └── ServerError         the Chroma server is away, refuses, or holds what can't be right
├── SessionError            a conversation that isn't there or can't be gone on with
├── ModelError              a model is missing or is not the one expected
├── WritingError            the chat model gave nothing that can be used; the offline answer stands
├── QuestionError           the question itself cannot be taken: empty, too long, control characters
├── CalculationError        an expression that has no value: syntax, units, limits
└── CaseError               an evaluation file that cannot be read

Not knowing is an Answer with a Refusal, never an error.
"""

from __future__ import annotations


class AskbotError(Exception):
    """Something failed; `remedy` is one step that a person can take."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class SettingsError(AskbotError):
    """A flag or an environment variable makes no sense."""


class CorpusError(AskbotError):
    """An article or its folder cannot be read."""


class StorageError(AskbotError):
    """The index or the store is missing, unreadable or cannot be written."""


class StaleIndexError(StorageError):
    """The index was made by another model or format version."""


class ServerError(StorageError):
    """The Chroma server is away, refuses, or holds what can't be right."""


class SessionError(AskbotError):
    """A conversation that isn't there or can't be gone on with."""


class ModelError(AskbotError):
    """A model is missing or is not the one expected."""


class WritingError(AskbotError):
    """The chat model gave nothing that can be used; the offline answer stands."""


class QuestionError(AskbotError):
    """The question itself cannot be taken."""


class CalculationError(AskbotError):
    """An expression that has no value: syntax, units or limits."""


class CaseError(AskbotError):
    """An evaluation file that cannot be read."""
