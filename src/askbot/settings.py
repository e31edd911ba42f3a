"""The environment and the flags, read once into one frozen value; nothing else reads the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from askbot.errors import SettingsError

DEFAULT_INDEX = Path(".askbot")
DEFAULT_CORPUS = Path("corpus")
SLACK_API = "https://slack.com/api/"
# Chroma's own names of what nobody has named, and ours of an index.
_SERVER_NAMES = {"TENANT": "default_tenant", "DATABASE": "default_database", "NAME": "askbot"}
# What never leaves the machine, so that a token may go there without TLS.
_LOOPBACK = ("127.0.0.1", "localhost", "::1")

OFFLINE = "offline"  # as the name of a model: none
# Providers that take nothing without a key, and the variable in which their own libraries look for it.
_KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "openai": "OPENAI_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "groq": "GROQ_API_KEY",
    "openrouter": "OPENROUTER_API_KEY",
}
_MODEL_NAMES = "Name it PROVIDER:MODEL, such as ollama:qwen3:4b, openai:gpt-5-mini or anthropic:claude-haiku-4-5."


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The chat model that writes, as its user names it; the key is never printed with it."""

    name: str  # provider:model
    url: str | None = None  # of a server; None is the provider's own
    key: str | None = field(default=None, repr=False)  # None leaves it to the provider's library
    seconds: float = 60.0  # after which the offline answer is given
    tokens: int = 24_000  # read and written for one question
    price_usd: tuple[float, float] | None = None  # of a million tokens read, and written

    @property
    def provider(self) -> str:
        """The part before the colon."""
        return self.name.partition(":")[0]

    @property
    def model(self) -> str:
        """The part behind the colon."""
        return self.name.partition(":")[2]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, named: str | None = None) -> ModelSettings | None:
        """Read ASKBOT_MODEL (`named`, from a flag, beats it) and ASKBOT_MODEL_*; None where no model is named.

        SettingsError says what makes no sense: a name without a provider, a missing key, an address that is none.
        """
        name = (named if named is not None else environment.get("ASKBOT_MODEL", "")).strip()
        if name in ("", OFFLINE):
            return None
        if not re.fullmatch(r"[a-z][a-z0-9_]*:[^\s:][^\s]*", name):
            raise SettingsError(f"The model '{name[:80]}' has no provider in its name.", _MODEL_NAMES)
        url = environment.get("ASKBOT_MODEL_URL") or None
        if url is not None and not re.match(r"(?i)https?://(?:\w|\[[\da-f:.]+\])", url):
            raise SettingsError(
                f"ASKBOT_MODEL_URL '{url}' is no address.", "Give one such as http://localhost:8000/v1, or unset it."
            )
        made = cls(
            name,
            url,
            environment.get("ASKBOT_MODEL_KEY") or None,
            seconds=_figure(environment, "ASKBOT_MODEL_SECONDS", 60, least=1, most=3_600),
            tokens=int(_figure(environment, "ASKBOT_MODEL_TOKENS", 24_000, least=1_000, most=10_000_000)),
            price_usd=_price(environment.get("ASKBOT_MODEL_PRICE")),
        )
        variable = _KEYS.get(made.provider)
        if variable and not (made.url or made.key or environment.get(variable)):
            raise SettingsError(
                f"{variable} is not set, and {made.provider} wants a key.", f"Set it: export {variable}=…"
            )
        return made


def _price(text: str | None) -> tuple[float, float] | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)/(\d{1,6}(?:\.\d{1,6})?)", text.strip())
    if match is None:
        raise SettingsError(
            f"ASKBOT_MODEL_PRICE is '{text}'.", "Give dollars for a million tokens read and written, such as 0.25/2.00."
        )
    return float(match[1]), float(match[2])


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The Chroma server that an index is shared through; the token is never printed with it."""

    url: str  # without a slash at its end
    token: str = field(default="", repr=False)
    tenant: str = _SERVER_NAMES["TENANT"]
    database: str = _SERVER_NAMES["DATABASE"]
    name: str = _SERVER_NAMES["NAME"]  # of the index on the server, which may hold several

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ServerSettings | None:
        """Read ASKBOT_CHROMA_*; None where no server is named. SettingsError says what makes no sense."""
        url = environment.get("ASKBOT_CHROMA_URL", "").strip().rstrip("/")
        if not url:
            return None
        token = environment.get("ASKBOT_CHROMA_TOKEN", "").strip()
        if not re.fullmatch(r"[!-~]*", token):
            raise SettingsError("ASKBOT_CHROMA_TOKEN holds a blank or a letter that no token has.", "Copy it anew.")
        named = {
            variable: environment.get(f"ASKBOT_CHROMA_{variable}", "").strip() or usual
            for variable, usual in _SERVER_NAMES.items()
        }
        for variable, value in named.items():
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{1,59}", value):
                raise SettingsError(
                    f"ASKBOT_CHROMA_{variable} is '{value[:80]}'.",
                    "Give 2 to 60 letters, digits, '-' and '_', or unset it.",
                )
        return cls(_server_url(url, is_secret=bool(token)), token, *named.values())


def _server_url(url: str, *, is_secret: bool) -> str:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a bracket that is never closed, a port that is no number
        is_address = False
    if not is_address or not re.fullmatch(r"[!-~]+", url) or parts.query or parts.fragment:
        raise SettingsError("ASKBOT_CHROMA_URL is no address.", "Give one such as http://localhost:8000, or unset it.")
    if parts.username is not None or parts.password is not None:
        raise SettingsError(
            "ASKBOT_CHROMA_URL holds a name or a password.", "Leave it out; a token goes into ASKBOT_CHROMA_TOKEN."
        )
    if is_secret and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise SettingsError(
            f"ASKBOT_CHROMA_URL '{url}' is not https, and a token would be read on the way.",
            "Give an address with https, or unset ASKBOT_CHROMA_TOKEN.",
        )
    return url


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how answers are shown."""

    index: Path = DEFAULT_INDEX
    corpus: Path = DEFAULT_CORPUS
    embedding_model: Path | None = None  # a sentence-transformers folder; None is the bundled MiniLM
    reading_model: Path | None = None  # a folder with an extractive reading model; None is the bundled one
    colour: bool = True
    chat_model: ModelSettings | None = None  # None answers offline
    server: ServerSettings | None = None  # None keeps the index to this machine

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str], *, index: Path | None = None, model: str | None = None
    ) -> Settings:
        """Read ASKBOT_INDEX, _EMBEDDING_MODEL, _READER, _MODEL, _CHROMA_URL and NO_COLOR; a flag beats its own."""
        named, reader = environment.get("ASKBOT_EMBEDDING_MODEL"), environment.get("ASKBOT_READER")
        return cls(
            index=index or Path(environment.get("ASKBOT_INDEX") or DEFAULT_INDEX),
            embedding_model=Path(named) if named else None,
            reading_model=Path(reader) if reader else None,
            colour=not environment.get("NO_COLOR"),
            chat_model=ModelSettings.from_environment(environment, named=model),
            server=ServerSettings.from_environment(environment),
        )


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What the Slack bot needs to know; the tokens are never printed with it."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)  # Socket Mode only
    signing_secret: str = field(default="", repr=False)  # HTTP only
    api_url: str = SLACK_API
    channels: frozenset[str] = frozenset()  # the only channels to answer in; all, if none is named
    users: frozenset[str] = frozenset()  # the only people to answer; all, if nobody is named
    teams: frozenset[str] = frozenset()  # other workspaces whose people are answered in shared channels
    questions_a_minute: int = 20  # of one person
    workers: int = 4
    ping_s: float = 5.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, http: bool) -> SlackSettings:
        """Read SLACK_* and ASKBOT_SLACK_*; SettingsError names what is missing or makes no sense.

        Socket Mode wants an app token, HTTP a signing secret; both want a bot token.
        """
        wanted = {"SLACK_BOT_TOKEN": "xoxb-"} | ({"SLACK_SIGNING_SECRET": ""} if http else {"SLACK_APP_TOKEN": "xapp-"})
        for name, prefix in wanted.items():
            value = environment.get(name, "").strip()
            if not value:
                raise SettingsError(f"{name} is not set.", f"Set it: export {name}={prefix}… (README, Slack)")
            if not value.startswith(prefix):
                raise SettingsError(
                    f"{name} does not begin with {prefix}, so it is another kind of token.",
                    f"Copy the one that begins with {prefix} (README, Slack).",
                )
        return cls(
            bot_token=environment["SLACK_BOT_TOKEN"].strip(),
            app_token=environment.get("SLACK_APP_TOKEN", "").strip(),
            signing_secret=environment.get("SLACK_SIGNING_SECRET", "").strip(),
            api_url=_api_url(environment.get("SLACK_API_URL") or SLACK_API),
            channels=_ids(environment, "ASKBOT_SLACK_CHANNELS"),
            users=_ids(environment, "ASKBOT_SLACK_USERS"),
            teams=_ids(environment, "ASKBOT_SLACK_TEAMS"),
            questions_a_minute=int(_figure(environment, "ASKBOT_SLACK_RATE", 20, least=1, most=10_000)),
            workers=int(_figure(environment, "ASKBOT_SLACK_WORKERS", 4, least=1, most=64)),
            ping_s=_figure(environment, "ASKBOT_SLACK_PING", 5, least=1, most=60),
        )

    @property
    def secrets(self) -> frozenset[str]:
        """What no log may show."""
        return frozenset({self.bot_token, self.app_token, self.signing_secret} - {""})


def _api_url(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is never closed
        parts = urlsplit("")
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return url if url.endswith("/") else f"{url}/"
    # The bot token goes there with every call.
    raise SettingsError(f"SLACK_API_URL '{url}' is not https.", "Unset it: Slack's own address is the default.")


def _ids(environment: Mapping[str, str], name: str) -> frozenset[str]:
    ids = environment.get(name, "").replace(",", " ").split()
    for id in ids:
        if not id.isascii() or not id.isalnum() or not id[0].isupper():
            raise SettingsError(
                f"{name} holds '{id}', which is no id of Slack's.",
                "Give ids such as C0123456789, with commas between them: they stand under 'View details' in Slack.",
            )
    return frozenset(ids)


def _figure(environment: Mapping[str, str], name: str, usual: float, *, least: float, most: float) -> float:
    text = environment.get(name)
    if not text:
        return usual
    try:
        figure = float(text)
    except ValueError:
        figure = float("nan")
    if not least <= figure <= most:
        raise SettingsError(f"{name} is '{text}'.", f"Give a number from {least:g} to {most:g}, or unset it.")
    return figure
