"""The chat model behind one setting: opened through LangChain, called with retries, within a time and a budget.

It owns what may go wrong between here and a server, and knows nothing of questions, articles or the gate.
"""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from askbot.errors import ModelError, WritingError
from askbot.settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
    from langchain_core.tools import StructuredTool

MOST_TRIES = 3
FIRST_PAUSE_S = 0.5
# A few claims with their quotes are a tenth of it; a model that goes on writing is cut off.
MOST_TOKENS_A_REPLY = 2_000
MOST_PIECES_A_REPLY = 8_000  # of a server that keeps to no number of tokens
# What a server doesn't count is estimated, for the budget alone: English has about four characters a token.
CHARACTERS_A_TOKEN = 4
# Ollama cuts a prompt off at 4,096 tokens where nobody asks for more, without a word.
OLLAMA_WINDOW_TOKENS = 16_384
_OVERLOADED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_BROKEN_OFF = ("Connect", "Timeout", "Protocol", "ReadError", "WriteError", "IncompleteRead", "ClosedError")
# What the last piece of a reply says why it ended.
_ENDS = {"openai": "finish_reason", "anthropic": "stop_reason", "ollama": "done_reason"}
_PACKAGES = {
    "openai": "openai", "azure_openai": "openai", "anthropic": "anthropic", "ollama": "ollama",
}  # fmt: skip

Listen = Callable[["AIMessage"], None]


@dataclass(frozen=True, slots=True)
class Spent:
    """What calls have taken; tokens are None where the server counts none."""

    calls: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    estimated_tokens: int = 0

    def plus(self, reply: AIMessage, characters: int) -> Spent:
        """Add one call with that many characters sent."""
        used = reply.usage_metadata
        sent = used["input_tokens"] if used else 0
        written = used["output_tokens"] if used else 0
        counted = bool(sent or written)
        estimate = sent + written if counted else (characters + len(str(reply.content))) // CHARACTERS_A_TOKEN
        return Spent(
            self.calls + 1,
            (self.input_tokens or 0) + sent if counted else self.input_tokens,
            (self.output_tokens or 0) + written if counted else self.output_tokens,
            self.estimated_tokens + estimate,
        )

    def plus_failed(self, characters: int) -> Spent:
        """Add one call that brought no whole reply: what was sent may be paid for, and counts as an estimate."""
        estimate = self.estimated_tokens + characters // CHARACTERS_A_TOKEN
        return replace(self, calls=self.calls + 1, estimated_tokens=estimate)


class ChatModel:
    """A chat model that answers within its time or raises WritingError; may be used from several threads."""

    def __init__(self, model: BaseChatModel, settings: ModelSettings) -> None:
        self._model = model
        self.settings = settings

    def reply(
        self, messages: Sequence[BaseMessage], tools: Sequence[StructuredTool], *, until: float, listen: Listen
    ) -> AIMessage:
        """Return the model's next message; `listen` hears it grow, and from the start again where a try broke off.

        Busy servers and broken connections are tried again, with growing pauses; whatever happens, it is over at
        `until` (of time.monotonic), even where a server sends a little now and then for ever.
        """
        bound = self._model.bind_tools(list(tools))
        for tries in range(1, MOST_TRIES + 1):
            try:
                return self._heard(lambda: bound.stream(list(messages)), until=until, listen=listen)
            except WritingError:
                raise
            except Exception as error:  # every provider has errors of its own
                pause = _pause(error, tries)
                if pause is None or tries == MOST_TRIES or time.monotonic() + pause >= until:
                    raise _failure(error, self.settings) from error
            time.sleep(pause)
        raise AssertionError("unreachable")

    def _heard(self, stream: Callable[[], Iterator[Any]], *, until: float, listen: Listen) -> AIMessage:
        """Read a stream in a thread of its own, so that waiting for it can end."""
        pieces: queue.SimpleQueue[AIMessageChunk | Exception | None] = queue.SimpleQueue()
        over = threading.Event()

        def read() -> None:
            try:
                for number, piece in enumerate(stream()):
                    if over.is_set():
                        return  # closes the connection
                    if number >= MOST_PIECES_A_REPLY:
                        raise WritingError("it wrote without end", "Try another model or server.")
                    pieces.put(piece)
                pieces.put(None)
            except Exception as error:  # noqa: BLE001 - it is raised where the stream is waited for
                pieces.put(error)

        threading.Thread(target=read, name="chat-model", daemon=True).start()
        whole: AIMessageChunk | None = None
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    raise _late(self.settings) from None
                if isinstance(piece, Exception):
                    raise piece
                if time.monotonic() >= until:
                    raise _late(self.settings)
                if piece is None:
                    break
                whole = piece if whole is None else whole + piece
                listen(whole)
        finally:
            over.set()
        end = _ENDS.get(self.settings.provider)
        if whole is None or (end is not None and not whole.response_metadata.get(end)):
            # A server that goes away may close the stream as if it had said all.
            raise ConnectionResetError("the stream ended before the reply did")
        return whole


def open_model(settings: ModelSettings) -> ChatModel:
    """Open the chat model that the settings name; no server is asked yet.

    Raises ModelError where its provider is unknown or the provider's package is not installed.
    """
    from langchain.chat_models import init_chat_model

    try:
        return ChatModel(init_chat_model(settings.name, **_arguments(settings)), settings)
    except ImportError as error:
        provider = settings.provider
        package = f"'askbot[{_PACKAGES[provider]}]'" if provider in _PACKAGES else f"langchain-{provider}"
        raise ModelError(
            f"The package for models of '{provider}' is not installed.", f"Install it: pip install {package}"
        ) from error
    except Exception as error:
        if "provider" in str(error).lower():
            raise ModelError(
                f"'{settings.provider}' is no provider of chat models.",
                "Name the model as PROVIDER:MODEL, such as ollama:qwen3:4b or openai:gpt-5-mini.",
            ) from error
        raise ModelError(
            f"The model '{settings.name}' can't be opened: {_first_line(error)}",
            "Look at ASKBOT_MODEL, ASKBOT_MODEL_URL and ASKBOT_MODEL_KEY (README, A chat model).",
        ) from error


def _arguments(settings: ModelSettings) -> dict[str, Any]:
    """What a provider's class is made with; they name the same things differently."""
    at = {"base_url": settings.url} if settings.url else {}
    if settings.provider == "ollama":
        return at | {
            "client_kwargs": {"timeout": settings.seconds},
            "num_ctx": OLLAMA_WINDOW_TOKENS,
            "num_predict": MOST_TOKENS_A_REPLY,
            "temperature": 0,
        }
    made = at | {"timeout": settings.seconds, "max_retries": 0, "max_tokens": MOST_TOKENS_A_REPLY}
    if settings.key or settings.url:
        # A server of one's own gets the key that was set for it, never the provider's.
        made["api_key"] = settings.key or "none"
    if settings.provider == "openai":
        made["stream_usage"] = True
    if settings.url:
        made["temperature"] = 0
    return made


# --- what goes wrong -------------------------------------------------------------------------------------------------


def _pause(error: Exception, tries: int) -> float | None:
    """How long to wait before another try, in seconds; None where there is no use in one."""
    status = _status(error)
    if status not in _OVERLOADED and not (status is None and _is_broken_off(error)):
        return None
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        asked = float(headers.get("retry-after", ""))
    except ValueError:
        asked = 0.0
    # A little chance keeps many processes from coming back all at once; with "nan" asked for, max keeps the first.
    return max(FIRST_PAUSE_S * 2.0 ** (tries - 1) * random.uniform(1.0, 1.5), asked)  # noqa: S311 - no secret depends on it


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


def _is_broken_off(error: BaseException) -> bool:
    """Say whether a connection failed: by the names of the errors, for each provider brings a library of its own."""
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return False
        if isinstance(seen, OSError) or any(part in type(seen).__name__ for part in _BROKEN_OFF):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _late(settings: ModelSettings) -> WritingError:
    return WritingError(
        f"it took longer than {settings.seconds:g} s",
        f"Give it longer: export ASKBOT_MODEL_SECONDS={2 * settings.seconds:g}",
    )


def _failure(error: Exception, settings: ModelSettings) -> WritingError:
    status, where = _status(error), settings.url or f"the server of {settings.provider}"
    if status in (401, 403):
        return WritingError("the key was not accepted", "Set the right key (README, A chat model).")
    if status == 404:
        pull = f"Get it: ollama pull {settings.model}" if settings.provider == "ollama" else "Look at its name."
        return WritingError(f"{where} has no model '{settings.model}'", pull)
    if status == 429:
        return WritingError(f"{where} has had too many requests", "Ask again in a minute.")
    if status is not None:
        return WritingError(f"{where} answered with error {status}", "Ask again; look at the server's log.")
    if _is_broken_off(error):
        return WritingError(f"{where} can't be reached or broke off", "Look whether the server runs.")
    return WritingError(
        f"it answered something that can't be read ({type(error).__name__})", "Try another model or server."
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
