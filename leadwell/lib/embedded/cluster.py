"""Making the data directory, its settings and its roles."""

import hashlib
import os
import shutil
from pathlib import Path

from leadwell.lib.embedded import binaries
from leadwell.lib.embedded.failure import EmbeddedFailed, from_text
from leadwell.lib.embedded.place import Place, user_names

# May be run any number of times. leadwell_owner owns every table but is no superuser;
# leadwell_app owns nothing, and is what the site acts as.
ROLES = """
select 'create role leadwell_owner' where to_regrole('leadwell_owner') is null \\gexec
select 'create role leadwell_app' where to_regrole('leadwell_app') is null \\gexec
alter role leadwell_owner login createdb createrole nosuperuser;
alter role leadwell_app nologin nosuperuser nocreatedb nocreaterole;
grant leadwell_app to leadwell_owner;
select 'create database leadwell owner leadwell_owner'
 where not exists (select from pg_database where datname = 'leadwell') \\gexec
"""

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
hba_file = '{conf}/pg_hba.conf'
ident_file = '{conf}/pg_ident.conf'
cluster_name = 'leadwell'
max_connections = 60
shared_buffers = '64MB'
# Not /dev/shm: 64 MB in a container, and emptied when an ordinary user signs out.
dynamic_shared_memory_type = 'mmap'
log_checkpoints = off
"""


def make_data(place: Place, bin_: Path) -> None:
    """Make the data directory if there is none: whole or not at all."""
    if place.data.exists():
        return
    new = place.base / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    _own_directory(new, place, 0o700)
    options = ["-U", "postgres", "-A", "peer", "-E", "UTF8", "--no-instructions"]
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
    done = place.run(bin_ / "initdb", "-D", new, *options, *locale)
    if done.returncode:
        shutil.rmtree(new, ignore_errors=True)
        problem = f"A new database could not be made in {place.base}."
        raise from_text(done.stderr, base=place.base, otherwise=problem)
    (place.base / "roles").unlink(missing_ok=True)
    new.rename(place.data)


def check_data(place: Place, bin_: Path) -> None:
    """Refuse a data directory that these programs cannot run."""
    version = place.data / "PG_VERSION"
    if not version.exists() or not (place.data / "global" / "pg_control").exists():
        raise EmbeddedFailed(
            f"The database in {place.data} is damaged: files are missing. Move that directory away "
            "(do not delete it), then run `leadwell restore` with your latest backup."
        )
    made_by, ours = version.read_text().strip(), binaries.major(bin_, place)
    if made_by != str(ours):
        raise EmbeddedFailed(
            f"The database in {place.data} was made by PostgreSQL {made_by}, and this Leadwell "
            f"carries PostgreSQL {ours}. With the Leadwell you had before, run `leadwell backup`; "
            "then move that directory away and run `leadwell restore` with this one."
        )


def make_settings(place: Place) -> None:
    """Write the settings, afresh at every start: the home may have moved.

    They are kept outside the data directory, so that root never writes where its server may.
    """
    place.conf.mkdir(exist_ok=True)
    place.conf.chmod(0o755)
    settings = SETTINGS.format(sockets=_quoted(place.sockets), conf=_quoted(place.conf))
    _write(place.conf / "postgresql.conf", settings)
    _write(place.conf / "pg_hba.conf", "local all all peer map=leadwell\n")
    names = (f'leadwell "{name}" all\n' for name in user_names(place))
    _write(place.conf / "pg_ident.conf", "".join(names))


def make_sockets(place: Place) -> None:
    """Make the socket's directory, and refuse one that somebody else made in /tmp."""
    if not os.path.lexists(place.sockets):
        _own_directory(place.sockets, place, 0o711 if place.account else 0o700)
    if place.sockets.is_symlink() or place.sockets.stat().st_uid != place.owner:
        raise EmbeddedFailed(
            f"{place.sockets} belongs to somebody else. Remove it, "
            "or set LEADWELL_HOME to a directory with a shorter name."
        )


def forget_sockets(place: Place) -> None:
    """Leave nothing behind in /tmp once the server has stopped."""
    if place.base not in place.sockets.parents:
        shutil.rmtree(place.sockets, ignore_errors=True)


def make_roles(place: Place, bin_: Path) -> None:
    """Make the roles and the database, unless exactly these have been made."""
    mark, wanted = place.base / "roles", hashlib.sha256(ROLES.encode()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    options = ["-qXAt", "-v", "ON_ERROR_STOP=1", "-h", str(place.sockets), "-U", "postgres"]
    done = place.run(bin_ / "psql", *options, "-d", "postgres", input=ROLES)
    if done.returncode:
        problem = f"The roles of the database in {place.base} could not be made."
        raise from_text(done.stderr, base=place.base, otherwise=problem)
    _write(mark, wanted)


def _own_directory(path: Path, place: Place, mode: int) -> None:
    path.mkdir()
    path.chmod(mode)
    if place.account:
        os.chown(path, place.account.pw_uid, place.account.pw_gid)


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "''")


def _write(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_text(text)
    new.chmod(0o644)
    new.rename(path)
