"""A reading model that notes what it was given to read."""

from collections.abc import Sequence

from askbot.reading_model import Span, SpanReader


class Recorder:
    """The bundled reading model, with a note of what it was given to read."""

    def __init__(self) -> None:
        self.model, self.read, self.begun = SpanReader(), list[str](), list[str]()

    def spans(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> list[list[Span]]:
        self.read += [passage for _, passage in passages]
        return self.model.spans(question, passages, most=most)

    def prefetch(self, question: str, passages: Sequence[tuple[str, str]], *, most: int = 6) -> None:
        self.begun += [passage for _, passage in passages]
        self.model.prefetch(question, passages, most=most)
