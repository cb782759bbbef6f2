"""Who confirms training, and what is shut where it is out of date."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.second_factor import must_have_one
from leadwell.people.training.access import oneself, out_of_date
from leadwell.web.templatetags.leadwell import day_and_year


def may_confirm(user: User, *, trained_on: date, on: date) -> Verdict:
    if not oneself(user).exists():
        return no("Only who has a part in a programme confirms this.")
    if trained_on > on:
        return no(f"{day_and_year(trained_on)} is still to come.")
    return YES


def may_take_people_away(user: User, *, on: date) -> Verdict:
    """Files made to leave the system with what is about people in them."""
    if must_have_one(user) and out_of_date(oneself(user), on).exists():
        return no(
            "Your yearly data protection training is out of date. Confirm it first, under “Your "
            "account”: until then no such file is made for you."
        )
    return YES
