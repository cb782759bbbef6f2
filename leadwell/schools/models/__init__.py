"""What a school is to us, what the register says, and what is published."""

from leadwell.schools.models.decision import IdentityDecision
from leadwell.schools.models.intake import Intake
from leadwell.schools.models.loading import Load
from leadwell.schools.models.published import Content, PublishedYear, SourceFile
from leadwell.schools.models.register import (
    Identifier,
    Join,
    Link,
    LocalAuthority,
    RegisterEntry,
    School,
    Trust,
)
from leadwell.schools.models.terms import HalfTerm

__all__ = [
    "Content",
    "HalfTerm",
    "Identifier",
    "IdentityDecision",
    "Intake",
    "Join",
    "Link",
    "Load",
    "LocalAuthority",
    "PublishedYear",
    "RegisterEntry",
    "School",
    "SourceFile",
    "Trust",
]
