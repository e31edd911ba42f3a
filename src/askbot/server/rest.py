"""The Chroma server's own interface (its REST API, version 2), with every wait, retry and buffer bounded.

Chroma's client waits for ever, asks three questions before the first one, and takes a second and a half to import;
a bot asks whether there is something new and wants to know in milliseconds. It knows nothing of what is stored.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, urlsplit

from askbot import __version__
from askbot.errors import ServerError
from askbot.settings import ServerSettings

# 256 vectors of 1,024 dimensions are some 6 MB as JSON; the server itself takes 40 MB.
LARGEST_ANSWER_BYTES = 64_000_000
# Chroma Cloud writes and returns 300 records at most.
MOST_RECORDS = 256
# How many collections are listed at once, and at most: of those, askbot keeps some dozens an index.
LISTED_AT_ONCE, MOST_LISTED = 500, 100_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take: to reach the server, for all of its answer, and the pauses between its tries."""

    reach_s: float
    answer_s: float
    pauses_s: tuple[float, ...]


# A question waits, so it asks briefly; what is carried there or back takes its time.
BRIEF = Patience(2.0, 5.0, (0.2,))
CARRYING = Patience(10.0, 120.0, (0.2, 1.0, 4.0))
_BUSY = frozenset({408, 429, 500, 502, 503, 504})


class Server:
    """A Chroma server; for one thread at a time. Raises ServerError throughout."""

    def __init__(self, settings: ServerSettings, patience: Patience = CARRYING) -> None:
        self.url = settings.url
        self.name = settings.name
        self._patience = patience
        self._token = settings.token
        self._parts = urlsplit(settings.url)
        place = f"/api/v2/tenants/{settings.tenant}/databases/{settings.database}/collections"
        self._path = f"{self._parts.path}{place}"
        self._connection: http.client.HTTPConnection | None = None
        self._ids: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection; the next call makes another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def create(self, name: str, fields: Mapping[str, str | int] | None = None) -> bool:
        """Make a collection with these fields; False where one of that name exists: of two who try, one succeeds."""
        status, made = self._call("POST", "", {"name": name, "metadata": dict(fields or {}) or None})
        if status == 409:
            return False
        if status == 404:
            raise self._refused(status, made)
        self._ids[name] = self._text(made, "id")
        return True

    def fields(self, name: str) -> dict[str, Any] | None:
        """Return a collection's fields; None where there is no such collection."""
        status, found = self._call("GET", f"/{quote(name)}")
        if status == 404:
            self._ids.pop(name, None)
            return None
        self._ids[name] = self._text(found, "id")
        return _fields(found)

    def collections(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the name and the fields of every collection of this index, in no order."""
        for start in range(0, MOST_LISTED, LISTED_AT_ONCE):
            status, listed = self._call("GET", f"?limit={LISTED_AT_ONCE}&offset={start}")
            if status != 200:
                raise self._refused(status, listed)
            if not isinstance(listed, list):
                raise self._odd("it answers as no Chroma server does")
            for one in listed:
                name = self._text(one, "name")
                if name.startswith(f"{self.name}."):
                    self._ids[name] = self._text(one, "id")
                    yield name, _fields(one)
            if len(listed) < LISTED_AT_ONCE:
                return

    def drop(self, name: str) -> None:
        """Remove a collection, if it is there."""
        self._call("DELETE", f"/{quote(name)}")
        self._ids.pop(name, None)

    def add(
        self,
        name: str,
        ids: Sequence[str],
        *,
        vectors: Sequence[Sequence[float]],
        texts: Sequence[str],
        fields: Sequence[Mapping[str, str | int]] | None = None,
    ) -> None:
        """Put up to MOST_RECORDS records into a collection; those that are there already are replaced."""
        body = {"ids": list(ids), "embeddings": list(vectors), "documents": list(texts), "metadatas": fields}
        self._in(name, "POST", "/upsert", body)

    def texts(self, name: str, ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of up to MOST_RECORDS records, by id, as far as they are there."""
        found = self._in(name, "POST", "/get", {"ids": list(ids), "include": ["documents"]})
        return self._by_id(found, "documents", str)

    def vectors(self, name: str, ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors of up to MOST_RECORDS records, by id, as far as they are there."""
        found = self._in(name, "POST", "/get", {"ids": list(ids), "include": ["embeddings"]})
        return self._by_id(found, "embeddings", list)

    def count(self, name: str) -> int:
        """Return how many records a collection has; 0 where it is missing."""
        if self.fields(name) is None:
            return 0
        found = self._in(name, "GET", "/count")
        return found if isinstance(found, int) else 0

    def _by_id(self, found: object, column: str, kind: type) -> dict[str, Any]:
        try:
            rows = dict(zip(found["ids"], found[column], strict=True))  # type: ignore[index]
        except (KeyError, TypeError, ValueError) as error:
            raise self._odd(f"its records have no {column}") from error
        if not all(isinstance(value, kind) for value in rows.values()):
            raise self._odd(f"its records have no {column}")
        return rows

    def _in(self, name: str, method: str, path: str, body: object = None) -> object:
        if name not in self._ids and self.fields(name) is None:
            raise self._odd(f"it has no collection '{name}'")
        status, found = self._call(method, f"/{quote(self._ids[name])}{path}", body)
        if status == 404:
            raise self._odd(f"its collection '{name}' is gone")
        return found

    def _text(self, found: object, field: str) -> str:
        value = found.get(field) if isinstance(found, dict) else None
        if not isinstance(value, str):
            raise self._odd("it answers as no Chroma server does")
        return value

    def _odd(self, what: str) -> ServerError:
        return ServerError(
            f"The index on the Chroma server at '{self.url}' can't be read: {what}.", "Publish it anew: askbot index"
        )

    def _call(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        """Ask until there is an answer or patience ends; return its status, 404 and 409 among them, and its JSON."""
        sent = None if body is None else json.dumps(body).encode()
        failure = ""
        for pause_s in (*self._patience.pauses_s, None):
            try:
                status, answer = self._once(method, f"{self._path}{path}", sent)
            except (OSError, http.client.HTTPException) as error:
                failure = getattr(error, "strerror", None) or str(error) or type(error).__name__
            else:
                if status in (404, 409) or 200 <= status < 300:
                    return status, _parsed(answer)
                if status not in _BUSY:
                    raise self._refused(status, _parsed(answer))
                failure = f"status {status}"
            self.close()
            if pause_s is not None:
                time.sleep(pause_s)
        raise ServerError(
            f"The Chroma server at '{self.url}' can't be reached ({failure}).",
            "Start it (chroma run), or correct ASKBOT_CHROMA_URL, and try again.",
        )

    def _once(self, method: str, path: str, sent: bytes | None) -> tuple[int, bytes]:
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
            self._connection = kind(self._parts.hostname or "", self._parts.port, timeout=self._patience.reach_s)
            self._connection.connect()
        line = self._connection.sock
        line.settimeout(self._patience.answer_s)
        headers = {"Accept": "application/json", "User-Agent": f"askbot/{__version__}"}
        if sent is not None:
            headers["Content-Type"] = "application/json"
        if self._token:
            # Chroma Cloud reads the one, servers behind a gateway the other.
            headers |= {"X-Chroma-Token": self._token, "Authorization": f"Bearer {self._token}"}
        # A timeout of the socket starts anew with each byte of a server that drips, in its headers too.
        is_late = threading.Event()
        watch = threading.Timer(self._patience.answer_s, _cut, (line, is_late))
        watch.daemon = True
        watch.start()
        try:
            self._connection.request(method, path, body=sent, headers=headers)
            response = self._connection.getresponse()
            answer = response.read(LARGEST_ANSWER_BYTES)
            if not response.isclosed():
                raise TimeoutError("its answer does not end")
        except (OSError, http.client.HTTPException) as error:
            raise TimeoutError("it does not answer in time") if is_late.is_set() else error from None
        finally:
            watch.cancel()
        return response.status, answer

    def _refused(self, status: int, said: object) -> ServerError:
        if status in (401, 403):
            return ServerError(
                f"The Chroma server at '{self.url}' refuses the token (status {status}).",
                "Set ASKBOT_CHROMA_TOKEN to one that may use this tenant and database.",
            )
        reason = said.get("message") if isinstance(said, dict) else None
        told = " ".join(str(reason or f"status {status}").split())[:200]
        if self._token:
            told = told.replace(self._token, "…")
        return ServerError(
            f"The Chroma server at '{self.url}' refuses: {told}.", "Check ASKBOT_CHROMA_URL, _TENANT and _DATABASE."
        )


def _cut(line: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _fields(found: object) -> dict[str, Any]:
    fields = found.get("metadata") if isinstance(found, dict) else None
    return fields if isinstance(fields, dict) else {}


def _parsed(answer: bytes) -> object:
    try:
        found: object = json.loads(answer) if answer else None
        return found
    except ValueError:
        return None
