"""Playbooks: programmes to start from, as data files. What may stand in one is in shape.py."""

from leadwell.programmes.playbooks.playbook import Playbook
from leadwell.programmes.playbooks.reading import files, read_playbook, shipped, text_of
from leadwell.programmes.playbooks.shape import FORMAT, MOST_BYTES, PARTS, PLAYBOOK

__all__ = [
    "FORMAT",
    "MOST_BYTES",
    "PARTS",
    "PLAYBOOK",
    "Playbook",
    "files",
    "read_playbook",
    "shipped",
    "text_of",
]
