"""A programme whose people were told what is held about them."""

from leadwell.people.models import Notice
from leadwell.people.notices import writing
from leadwell.programmes.models import Programme
from tests.factories import NOON, make_user

CONTACT = "The office, office@example.org"


def make_notice(programme: Programme) -> Notice:
    """The first version."""
    made = writing.written(programme, contact=CONTACT, number=1, on=NOON.date())
    return Notice.objects.create(
        programme=programme, number=1, papers=made.content, contact=CONTACT,
        wording=made.wording, sha256=made.sha256, issued_by=make_user(), issued_at=NOON,
    )  # fmt: skip
