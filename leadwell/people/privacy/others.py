"""Whether a text names somebody else: by a whole name that is known here, by a title or an initial
with the surname of somebody known, or by an address."""

import re
from itertools import pairwise

from leadwell.lib import guard
from leadwell.people.models import Person
from leadwell.people.privacy.places import Named

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ADDRESS = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")
LONGEST = 5
"""Words of a name."""


class Others:
    """Everybody known here but one, to be looked for in texts. One query.

    Somebody else who has the same surname is looked for by it too: who “Mrs Ash” is, the officer
    decides, and until then it is nobody's to read.
    """

    def __init__(self, who: Named) -> None:
        self.own_addresses = {address.lower() for address in who.addresses}
        own = plain(who.name)
        names = Person.objects.exclude(pk__in=_selves(who)).values_list("name", flat=True)
        known = {untitled(plain(each)) for each in names}
        self.surnames = {name.split()[-1] for name in known if " " in name}
        self.names = {name for name in known if " " in name and name != own}
        self.has_same_name = own in known

    def are_named_in(self, text: str) -> bool:
        if any(address.lower() not in self.own_addresses for address in ADDRESS.findall(text)):
            return True
        words = plain(text).split()
        return any(
            " ".join(words[at : at + n]) in self.names
            for at in range(len(words))
            for n in range(2, LONGEST + 1)
        ) or any(
            last in self.surnames and (len(first) == 1 or first in guard.titles())
            for first, last in pairwise(words)
        )


def plain(text: str) -> str:
    """Words in lower case; what belongs to somebody (Ada Marsh’s) is them too."""
    words = (word.lower() for word in WORD.findall(text))
    return " ".join(re.sub(r"['’]s$", "", word) for word in words)


def untitled(name: str) -> str:
    """ "Ada Ash" of "Mrs Ada Ash"."""
    first, _, rest = name.partition(" ")
    return rest if first in guard.titles() and rest else name


def _selves(who: Named) -> list[int]:
    """Somebody, under each name they had here before it turned out who they are."""
    known = Person.objects.filter(pk=who.person).values_list("merged_into", flat=True).first()
    both = [who.person, known or who.person]
    return [*both, *Person.objects.filter(merged_into__in=both).values_list("pk", flat=True)]
