"""Where the built-in database lives, and the account it runs as."""

import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import IO
from urllib.parse import quote

from leadwell.lib.embedded.failure import EmbeddedFailed

ACCOUNT = "leadwell"
SOCKET = ".s.PGSQL.5432"


def home() -> Path:
    """The directory everything is kept in: LEADWELL_HOME, or the usual place for this user."""
    if os.geteuid() == 0:
        usual = "/var/lib/leadwell"
    else:
        usual = os.environ.get("XDG_DATA_HOME", "~/.local/share") + "/leadwell"
    return Path(os.environ.get("LEADWELL_HOME") or usual).expanduser().absolute()


def sockets(base: Path) -> Path:
    """The directory of the server's socket: `base/run`, or a short one where that cannot serve."""
    path = base / "run"
    # A socket's name has at most 103 bytes (macOS; 107 on Linux); libpq splits hosts at commas.
    if len(os.fsencode(path / SOCKET)) <= 103 and re.fullmatch(r"[\w/. +@=~-]+", str(path)):
        return path
    name = hashlib.sha256(os.fsencode(base)).hexdigest()[:10]
    return Path("/tmp") / f"leadwell-{os.geteuid()}-{name}"


def url(base: Path) -> str:
    """The DATABASE_URL of the server of `base`, whether it runs or not."""
    return f"postgresql://leadwell_owner@/leadwell?host={quote(str(sockets(base)), safe='')}"


@dataclass(frozen=True)
class Place:
    """One home: its directory, and the account its server runs as (None: our own)."""

    base: Path
    account: pwd.struct_passwd | None

    @cached_property
    def data(self) -> Path:
        return self.base / "data"

    @cached_property
    def conf(self) -> Path:
        return self.base / "conf"

    @cached_property
    def sockets(self) -> Path:
        return sockets(self.base)

    @cached_property
    def socket(self) -> Path:
        return self.sockets / SOCKET

    @cached_property
    def owner(self) -> int:
        """The user id that owns the data."""
        return self.account.pw_uid if self.account else os.geteuid()

    def lock_file(self, name: str) -> IO[str]:
        """An open file to lock: ours alone, so that nobody else on this computer can hold it."""
        return open(self.base / name, "a", opener=partial(os.open, mode=0o600))

    def run(self, *args: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a program as the account, in `base`, without any PG* setting of the caller's."""
        who: dict[str, object] = {}
        if self.account:
            who = {"user": self.owner, "group": self.account.pw_gid, "extra_groups": []}
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [str(arg) for arg in args],
            env=env | {"LC_ALL": "C.UTF-8"},
            cwd=self.base,
            text=True,
            **({"capture_output": True} | who | options),
        )


def here() -> Place:
    """The home in use: its directory made, ours, and reachable by the server's account."""
    base = home()
    place = Place(base, _account() if os.geteuid() == 0 else None)
    if base.exists():
        _check_owner(place)
    if not is_reachable(base, place.account):
        raise EmbeddedFailed(
            f"{base} lies in a directory that only root may enter, and PostgreSQL does not run as "
            "root. Set LEADWELL_HOME to a directory under /var/lib or /tmp."
        )
    if not base.is_dir():
        base.mkdir(parents=True, exist_ok=True)
        base.chmod(0o711 if place.account else 0o700)
    return place


def _check_owner(place: Place) -> None:
    found = place.data if place.data.exists() else None
    if found and found.stat().st_uid != place.owner:
        raise EmbeddedFailed(
            f"The database in {place.base} belongs to {_name(place.base.stat().st_uid)}. Run "
            "Leadwell as that user, or set LEADWELL_HOME to a directory of your own."
        )


def user_names(place: Place) -> list[str]:
    """The names of those who may sign in to the server: ourselves and its account."""
    try:
        me = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedFailed(
            f"User id {os.geteuid()} has no account name on this computer, and PostgreSQL needs "
            "one. Add an account for it, or set DATABASE_URL."
        ) from None
    return sorted({me, place.account.pw_name if place.account else me})


def is_reachable(path: Path, account: pwd.struct_passwd | None) -> bool:
    """Whether the account may enter `path` and every directory above it, so far as they exist."""
    directories = [p for p in [path, *path.parents] if p.is_dir()]
    return account is None or all(_may_enter(p.stat(), account) for p in directories)


def _may_enter(found: os.stat_result, account: pwd.struct_passwd) -> bool:
    if found.st_uid == account.pw_uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.pw_gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _account() -> pwd.struct_passwd:
    """The account the server runs as when we are root, made if there is none."""
    for _ in range(20):  # useradd refuses while another useradd is at work
        try:
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            problem = _add_account()
        time.sleep(0.1 if problem else 0)
    raise EmbeddedFailed(
        f"PostgreSQL does not run as root, and no account could be made for it ({problem}). "
        f"Add a system account called {ACCOUNT}, run Leadwell as an ordinary user, "
        "or set DATABASE_URL."
    )


def _add_account() -> str:
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not useradd:
        return "there is no useradd"
    options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    done = subprocess.run([useradd, *options, ACCOUNT], capture_output=True, text=True)
    return done.stderr.strip()


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user id {uid}"
