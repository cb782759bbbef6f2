"""Running other programs: how long they take, and how much memory they and their children hold."""

import os
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

LOOK_EVERY = 0.05  # seconds
DATABASE = ("postgres", "initdb", "pg_ctl", "pg_isready")
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """seconds: from start to end of the process. peak: bytes, children of the database apart."""

    seconds: float
    peak: int
    out: str


class Failed(RuntimeError):
    """A program that was to be measured did not do its work; str() is what it said."""


def run(command: Sequence[str | Path], *, env: Mapping[str, str], log: Path) -> Run:
    """Run a command to its end, looking at its memory on the way. Raises Failed.

    peak is the sum of each process's own greatest resident memory, whenever that was: never less
    than the greatest sum at any one moment.
    """
    with log.open("w+b") as said:
        begun = time.perf_counter()
        process = subprocess.Popen([*map(str, command)], env=dict(env), stdout=said, stderr=said)
        peaks: dict[int, int] = {}
        while True:
            try:
                process.wait(LOOK_EVERY)
                break
            except subprocess.TimeoutExpired:
                _look(process.pid, peaks)
        seconds = time.perf_counter() - begun
        said.seek(0)
        out = said.read().decode(errors="replace")
    if process.returncode:
        raise Failed(f"{' '.join(map(str, command))}\n{out}")
    return Run(seconds=seconds, peak=sum(peaks.values()), out=out)


def _look(pid: int, peaks: dict[int, int]) -> None:
    """Note the greatest memory so far of a process and all below it, for next to no time."""
    try:
        if (Path("/proc") / str(pid) / "comm").read_text().strip() in DATABASE:
            peaks.pop(pid, None)
            return
        peaks[pid] = max(peaks.get(pid, 0), _high_water(pid))
        # Not psutil's children(): it reads every process there is, which takes half a core.
        below = (Path("/proc") / str(pid) / "task" / str(pid) / "children").read_text().split()
    except (OSError, StopIteration):
        return  # it ended while we looked
    for each in below:
        _look(int(each), peaks)


def _high_water(pid: int) -> int:
    status = (Path("/proc") / str(pid) / "status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def tree(pid: int) -> list[psutil.Process]:
    """A process and everything below it; nothing if it has ended."""
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def shares(pids: Iterable[int]) -> int:
    """Proportional set size in bytes: memory that n processes share counts 1/n for each."""
    total = 0
    for pid in pids:
        text = (Path("/proc") / str(pid) / "smaps_rollup").read_text()
        line = next(line for line in text.splitlines() if line.startswith("Pss:"))
        total += int(line.split()[1]) * 1024
    return total


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process of ours to end and wait until it has."""
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def load() -> float:
    """How many processes were running or waiting to, on average over the last minute."""
    return os.getloadavg()[0]
