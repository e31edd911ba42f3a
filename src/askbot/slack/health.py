"""The health endpoint: `GET /health` on loopback, 200 while questions are taken and answered, else 503."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from askbot.errors import SettingsError

Status = Callable[[], tuple[bool, Mapping[str, object]]]

HOST = "127.0.0.1"
REQUEST_TIMEOUT_S = 5


class Health:
    """A listening endpoint; `status` is asked at every request."""

    def __init__(self, port: int, status: Status) -> None:
        class Handler(BaseHTTPRequestHandler):  # http.server's own extension point
            timeout = REQUEST_TIMEOUT_S

            def do_GET(self) -> None:
                """Answer with the status, or with 404."""
                if self.path != "/health":
                    self.send_error(404)
                    return
                healthy, facts = status()
                body = json.dumps({"status": "ok" if healthy else "unhealthy", **facts}).encode()
                self.send_response(200 if healthy else 503)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: whoever watches the bot asks every few seconds."""

        try:
            self._server = ThreadingHTTPServer((HOST, port), Handler)
        except OSError as error:
            raise SettingsError(
                f"The health endpoint can't listen on {HOST}:{port} ({error.strerror}).",
                "Name another port: askbot slack --health 8399",
            ) from error
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, name="health", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
