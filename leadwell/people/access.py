"""Which records a person can see. Every view starts its query here."""

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.schools.models import Load, School, SourceFile


def schools_for(user: User) -> QuerySet[School]:
    """The register is public: everyone who may sign in sees every school in it."""
    standing = School.objects.standing()
    return standing if user.is_active else standing.none()


def sources_for(user: User) -> QuerySet[SourceFile]:
    """Where published figures came from: as public as the figures."""
    return SourceFile.objects.all() if user.is_active else SourceFile.objects.none()


def loads_for(user: User) -> QuerySet[Load]:
    """Uploads are for whoever looks after the installation."""
    may = user.is_active and user.is_administrator
    return Load.objects.all() if may else Load.objects.none()
