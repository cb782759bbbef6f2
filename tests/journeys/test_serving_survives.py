"""What falls over comes back: the worker when PostgreSQL restarts, the web process when killed."""

import socket
import subprocess
import time
import urllib.error
import urllib.request

import psutil
import psycopg
import pytest

from leadwell.config import serving
from leadwell.lib import embedded
from tests.journeys.conftest import COMMAND


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(question, *, within=30.0):
    """The first true answer; a failure after `within` seconds."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{question.__name__} did not come true within {within} s")


@pytest.fixture
def site(leadwell):
    """A served site: its port and its process."""
    port = free_port()
    process = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    eventually(lambda: is_ready(port))
    yield port, process
    process.terminate()
    process.wait(timeout=30)


def is_ready(port) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def workers() -> set[int]:
    with psycopg.connect(embedded.url()) as connection:
        return {row[0] for row in connection.execute("select id from procrastinate_workers")}


def test_a_site_comes_back_by_itself_after_its_database_restarts(site):
    port, _ = site
    before = eventually(workers)
    embedded.stop()
    embedded.start()

    assert eventually(lambda: is_ready(port))
    assert eventually(lambda: workers() - before)


def test_a_killed_web_process_is_started_again(site):
    port, process = site
    web = next(
        p for p in psutil.Process(process.pid).children() if "granian" in " ".join(p.cmdline())
    )
    killed = [web, *web.children(recursive=True)]  # or its own workers would live on without it
    for each in killed:
        each.kill()
    psutil.wait_procs(killed, timeout=10)

    assert eventually(lambda: is_ready(port))


def test_stopping_the_site_leaves_nothing_running(site, home_to_break):
    _, process = site
    children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    process.wait(timeout=30)

    assert not [child for child in children if child.is_running() and child.status() != "zombie"]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(embedded.url())


def test_a_taken_port_is_said_in_one_line(leadwell):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serving.is_taken("127.0.0.1", port)
        status, _, err = leadwell("serve", "--port", port)
    assert status == 1
    assert err.startswith(f"Port {port} is taken by another program.")
