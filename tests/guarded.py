"""Words that the guard warns of: sent once, read, and sent all the same."""

from html import escape, unescape

from leadwell.audit.models import Event, Look
from leadwell.people.guarding import READ, READ_SAYS
from leadwell.people.models import Role
from tests.factories import make_person, make_role

NAME = "Anna Patel"
WORDS = "As Anna Patel says, it suits them"
WARNED = f"“{NAME}” names somebody at the school."
NUMBERED = "It is about A123456789012 and what was lost"
"""Of a page about no school: a number like a pupil’s is warned of everywhere."""


def make_named(school):
    """Somebody at that school, of the name that stands in WORDS."""
    return make_role(Role.TEACHER, school=school, person=make_person(name=NAME))


def warned_then_sent(client, url, sent, *, words=WORDS, warned=WARNED, kinds=None):
    """The answer to the second press. Nothing is kept by the first but what was written, and that in
    the page alone; by the second that a warning was read, and none of the words."""
    before = set(Event.objects.values_list("pk", flat=True))
    first = client.post(url, sent() if callable(sent) else sent)
    assert first.status_code == 200
    page = " ".join(unescape(first.text).split())
    assert warned in page
    assert page.count(READ_SAYS) == 1
    assert escape(words) in first.text
    assert set(Event.objects.values_list("pk", flat=True)) == before
    second = client.post(url, (sent() if callable(sent) else sent) | {READ: "yes"})
    assert second.status_code == 302, second.context["form"].errors
    assert Event.objects.exclude(pk__in=before).get(verb="read warnings").detail == (
        kinds or {"name": 1}
    )
    assert not Look.objects.filter(asked__contains=NAME).exists()
    return second
