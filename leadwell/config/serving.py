"""The web server and the worker as processes of their own, watched over while the command runs."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

THREADS = 6
STATIC = [sys.executable, "-m", "leadwell.config.owner", "collectstatic"]
WORKER = [sys.executable, "-c", "from leadwell.config.working import main; main()"]


class _Stop(Exception):
    """Somebody asked us to stop."""


def is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def collect_static() -> None:
    """Put style sheets and the like, compressed, where the web processes serve them from.

    In a process of its own: whoever only watches over the others needs no Django meanwhile.
    """
    subprocess.run([*STATIC, "--noinput", "--verbosity=0", "--skip-checks"], check=True)


def serve(*, host: str, port: int, workers: int) -> None:
    """Run web processes and one worker until Ctrl+C or a TERM signal; start again what falls over.

    The worker exits when PostgreSQL restarts: starting it again is what brings it back.
    """
    commands = [_web(host, port, workers), WORKER]
    running = [_start(command) for command in commands]
    signal.signal(signal.SIGTERM, _on_signal)
    signal.signal(signal.SIGINT, _on_signal)
    try:
        while True:
            time.sleep(0.5)
            for i, process in enumerate(running):
                if process.poll() is not None:
                    time.sleep(1)  # a fault that repeats must not spin
                    running[i] = _start(commands[i])
    except _Stop:
        pass
    finally:
        _end(running)


def work() -> None:
    """Run one worker in this process's place until it is told to stop, starting it again if it ends."""
    process = _start(WORKER)
    signal.signal(signal.SIGTERM, _on_signal)
    signal.signal(signal.SIGINT, _on_signal)
    try:
        while True:
            process.wait()
            time.sleep(1)
            process = _start(WORKER)
    except _Stop:
        pass
    finally:
        _end([process])


def _web(host: str, port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS), "--backpressure", "64",
        "--respawn-failed-workers", "--no-ws", "--log-level", "error",
        "leadwell.config.wsgi:application",
    ]  # fmt: skip


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl+C reaches this process only, which then ends the others in order.
    return subprocess.Popen(command, start_new_session=True, env=os.environ.copy())


def _on_signal(number: int, frame: FrameType | None) -> None:
    raise _Stop


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
