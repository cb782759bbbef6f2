"""A real web server, a person signed in, and every page they may ask for."""

import gzip
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks import processes
from benchmarks.homes import ROOT, Home
from leadwell.config import serving

EMPTY = "empty page (cookies)"
EMPTY_URL = "/cookies/"
TAKING_TURNS = (
    "the pages and sizes taking turns; medians. Before each page that is measured the same server "
    "answers the empty page (the bare one its only page) unmeasured: no line pays for another "
    "server having had the machine just before."
)
HOST = "127.0.0.1"
TOKEN = "a" * 32
"""Against forged forms: the same in the cookie and beside the form, as a page has it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """seconds: from asking to the last byte. n_bytes: as sent, with the head."""

    seconds: float
    status: int
    headers: Mapping[str, str]
    body: bytes
    n_bytes: int

    @property
    def text(self) -> str:
        is_packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if is_packed else self.body).decode()


class Visitor:
    """One connection that is kept open, with or without a session."""

    def __init__(self, port: int, session: str = "") -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=120)
        # Production mode expects a proxy in front that speaks https.
        self._headers = {"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
        if session:
            self._headers["Cookie"] = session

    def get(self, url: str, **more: str) -> Answer:
        return self._ask("GET", url, None, more)

    def post(self, url: str, body: str, session: str, kind: str, **more: str) -> Answer:
        """What a page of the site sends. Raises Failed where it is not taken."""
        token = {"Cookie": f"{session}; csrftoken={TOKEN}", "X_CSRFToken": TOKEN}
        of_page = {"Content_Type": kind, "Referer": f"https://{HOST}:{self._connection.port}/"}
        answer = self._ask("POST", url, body, token | of_page | more)
        if answer.status not in {200, 302}:
            raise processes.Failed(f"{url} answered {answer.status}")
        return answer

    def _ask(self, method: str, url: str, body: str | None, more: Mapping[str, str]) -> Answer:
        begun = time.perf_counter()
        headers = self._headers | {name.replace("_", "-"): text for name, text in more.items()}
        self._connection.request(method, url, body=body, headers=headers)
        response = self._connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - begun
        head = f"HTTP/1.1 {response.status} {response.reason}\r\n{response.headers}"
        return Answer(
            seconds=seconds,
            status=response.status,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=body,
            n_bytes=len(head.encode()) + len(body),
        )

    def page(self, url: str, **more: str) -> Answer:
        """A page that is there. Raises Failed for anything else."""
        answer = self.get(url, **more)
        if answer.status != 200:
            raise processes.Failed(f"{url} answered {answer.status}")
        return answer


@contextmanager
def served(home: Home, application: str) -> Iterator[int]:
    """One web process with the options of `leadwell serve`; its port. The database must run."""
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "1", "--blocking-threads", str(serving.THREADS), "--backpressure", "64",
        "--no-ws", "--log-level", "error", application,
    ]  # fmt: skip
    with started(home, command, port):
        yield port


@contextmanager
def started(home: Home, command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server while the block lasts, from when it answers."""
    with home.path.with_suffix(".log").open("ab") as log:
        process = subprocess.Popen(
            command, env=home.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait_for(process, port)
        yield process
    finally:
        processes.end(process)


@contextmanager
def serving_all(home: Home) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`leadwell serve`: the database, one web process and one worker; and its port."""
    port = _free_port()
    command = [
        sys.executable, "-c", "from leadwell.config.cli import main; main()", "serve",
        "--host", HOST, "--port", str(port),
    ]  # fmt: skip
    with started(home, command, port) as process:
        yield process, port


def somebody(home: Home) -> dict[str, Any]:
    """A session of a person who may do everything, and what to ask for. The database must run."""
    found: dict[str, Any] = json.loads(home.python("-m", "benchmarks.person"))
    return found


def pages(about: Mapping[str, Any]) -> dict[str, list[str]]:
    """Addresses of every page that is drawn for a person signed in, by its name here; the empty
    one first. Where there are several, they are asked for in turn."""
    urn = about["urn"]
    one = {
        EMPTY: EMPTY_URL,
        "account": "/account/",
        "overview": "/overview/",
        "overview, lowest first": "/overview/?sort=level",
        "overview of an area": f"/overview/?{urlencode({'area': about['area']})}",
        "overview of a trust": f"/overview/?{urlencode({'trust': about['trust']})}",
        "search, nothing asked": "/schools/",
        "search by name": f"/schools/?{urlencode({'q': about['name']})}",
        "search by postcode": f"/schools/?{urlencode({'q': about['postcode']})}",
        "school": f"/schools/{urn}/",
        "school, all figures": f"/schools/{urn}/?figures=all",
        "similar schools": f"/schools/{urn}/similar/",
        "imports": "/data/",
        "upload": "/data/upload/",
    }
    # What has been asked before may be remembered; these have not.
    many = {
        "overview, another area each time": [f"/overview/?area={code}" for code in about["areas"]],
        "another school each time": [f"/schools/{each}/" for each in about["urns"]],
        "similar to another each time": [f"/schools/{each}/similar/" for each in about["urns"]],
    }
    return {name: [url] for name, url in one.items()} | many


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise processes.Failed(f"the web server ended with {process.returncode}")
        try:
            Visitor(port).get("/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise processes.Failed("the web server did not answer within a minute")
