"""What a person's page offers who looks after accounts or data: {% load desk %}{% person_desk %}."""

from typing import Any

from django import template

from leadwell.people.models import Person, SubjectRequest
from leadwell.people.privacy.rules import may_log_request
from leadwell.people.ways_in.rules import may_close_account

register = template.Library()


@register.inclusion_tag("people/privacy/_person_desk.html", takes_context=True)
def person_desk(context: dict[str, Any], person: Person) -> dict[str, Any]:
    """Links to what this reader may do about the person; nothing for everybody else."""
    user = context["request"].user
    return {
        "person": person,
        "may_close_account": may_close_account(user, person),
        "may_log_request": may_log_request(user, SubjectRequest(person=person)),
    }
