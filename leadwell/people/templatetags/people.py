"""Pieces of the people floor for pages above: {% load people %}{% roles_ended %}."""

from typing import Any

from django import template

from leadwell.people.roles.ended import ended_for
from leadwell.people.roles.wording import title, where

register = template.Library()


@register.inclusion_tag("people/roles/_ended.html", takes_context=True)
def roles_ended(context: dict[str, Any]) -> dict[str, Any]:
    """Says of each role of one's own that ended lately that it has; nothing when none did.

    What could be seen by it answers as if it were not there, so this is where the reason is told.
    """
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {"ended": []}
    return {
        "ended": [
            {"title": title(role), "where": where(role), "ends_on": role.ends_on}
            for role in ended_for(user)
        ]
    }
