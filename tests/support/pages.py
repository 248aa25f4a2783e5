"""Pages without a database: rendered templates and the static files, served on loopback with the product's own CSP."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
Answer = tuple[int, dict[str, str], str]


def policy() -> str:
    """The header django-csp would send."""
    parts = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(str(each) for each in values)}" for name, values in parts.items())


def anonymous(path: str = "/") -> HttpRequest:
    """A request that needs neither session nor database."""
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    request._messages = []  # type: ignore[attr-defined]
    return request


def show(view: Callable[[HttpRequest], HttpResponse], path: str = "/") -> str:
    return view(anonymous(path)).content.decode()


def template(name: str, **context: Any) -> str:
    return render_to_string(name, context, anonymous())


@dataclass
class Site:
    """What is served: pages by path, answers to posts, and what came in."""

    url: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Answer] = field(default_factory=dict)
    received: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            return

        def _send(self, status: int, kind: str, body: bytes, more: dict[str, str] | None = None) -> None:
            self.send_response(status)
            headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Content-Security-Policy": policy()}
            for name, value in (headers | (more or {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path in site.pages:
                self._send(200, "text/html; charset=utf-8", site.pages[path].encode())
                return
            found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            if isinstance(found, str):
                self._send(200, KINDS.get(Path(found).suffix, "text/plain"), Path(found).read_bytes())
            else:
                self._send(404, "text/plain", b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            site.received.append((self.path, body))
            status, headers, answer = site.posts.get(self.path, (204, {}, ""))
            self._send(status, "text/html; charset=utf-8", answer.encode(), headers)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
