"""Every playbook there is here: those that come with Leadwell, then those that were added."""

from dataclasses import dataclass
from functools import cache

from leadwell.programmes import playbooks
from leadwell.programmes.models import OwnPlaybook, Programme
from leadwell.programmes.playbooks import Playbook, read_playbook
from leadwell.schools.sources.refusal import Refused


@dataclass(frozen=True, slots=True)
class Shelved:
    """text: of its file. own: its row, where it was added here."""

    playbook: Playbook
    text: str
    own: OwnPlaybook | None = None


def every() -> tuple[Shelved, ...]:
    """One query. An added one that this version of Leadwell cannot read any more is left out."""
    return (*_shipped(), *filter(None, map(_own, OwnPlaybook.objects.in_use())))


def find(key: str) -> Shelved | None:
    found = next((one for one in _shipped() if one.playbook.key == key), None)
    if found:
        return found
    own = OwnPlaybook.objects.in_use().filter(key=key).first()
    return _own(own) if own else None


def started_from(programme: Programme) -> Playbook | None:
    """As its file was when the programme was set up."""
    started = getattr(programme, "started_from", None)
    if started is None:
        return None
    try:
        return read_playbook(started.text.encode(), name=started.key)
    except Refused:
        return None


@cache
def _shipped() -> tuple[Shelved, ...]:
    texts = (file.read_text(encoding="utf-8") for file in playbooks.files())
    return tuple(map(Shelved, playbooks.shipped().values(), texts))


def _own(row: OwnPlaybook) -> Shelved | None:
    try:
        return Shelved(read_playbook(row.text.encode(), name=row.key), row.text, row)
    except Refused:
        return None
