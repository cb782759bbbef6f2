"""Who may set a programme up from a playbook, and add playbooks."""

from leadwell.accounts.models import User
from leadwell.explore.playbooks import shelf
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.running import rules as running
from leadwell.programmes.models import OwnPlaybook
from leadwell.programmes.playbooks import Playbook


def may_set_up(user: User) -> Verdict:
    """Whoever may open a programme."""
    return running.may_open_programme(user)


def may_add_playbook(user: User) -> Verdict:
    if may_set_up(user):
        return YES
    return no("Only who may open a programme here can add a playbook or take one back.")


def is_new(playbook: Playbook) -> Verdict:
    """No two have the same key."""
    if shelf.find(playbook.key):
        return no(f"There is a playbook called {playbook.key} already. Give this one another key.")
    return YES


def may_take_back(user: User, own: OwnPlaybook) -> Verdict:
    if not (may := may_add_playbook(user)):
        return may
    return no(f"{own} was taken back already.") if own.taken_back_at else YES
