"""Yes, or no and why: what every rule answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """True is a yes. A no is false and carries the reason, a sentence for the person refused."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


YES = Verdict()


def no(reason: str) -> Verdict:
    """A no. Raises ValueError without a reason: nobody is refused without one."""
    if not reason.strip():
        raise ValueError("a no needs a reason")
    return Verdict(reason)
