"""The whole of a view as its author has written it so far: each domain a draft of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from leadwell.accounts.models import User
from leadwell.explore.models import Review
from leadwell.explore.reviewing.actions import DRAFT, Said
from leadwell.explore.reviewing.forms import DomainForm
from leadwell.explore.reviewing.rubrics import Domain, Rubric
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.people import access
from leadwell.people.drafts.words import as_post
from leadwell.people.models import Draft


@dataclass(frozen=True, slots=True)
class Part:
    """A domain with what is wrong with it so far. is_begun: whether anything is written."""

    domain: Domain
    is_begun: bool
    problems: tuple[str, ...]


@dataclass
class Writing:
    """drafts: by the key of the domain; what another device laid beside is not among them."""

    review: Review
    rubric: Rubric
    drafts: Mapping[str, Draft] = field(default_factory=dict)

    def form(
        self, domain: Domain, data: QueryDict | None = None, *, is_asked: bool = False
    ) -> DomainForm:
        """With what is sent, or what is kept. is_asked: found fault with."""
        draft = self.drafts.get(domain.key)
        given = data if data is not None else (as_post(dict(draft.words)) if draft else None)
        if given is None and is_asked:
            given = QueryDict()
        return DomainForm(given, domain=domain, on=self.review.opened_on, is_asked=is_asked)

    @cached_property
    def forms(self) -> list[DomainForm]:
        """Of every domain, all of them asked."""
        return [self.form(domain, is_asked=True) for domain in self.rubric.domains]

    @property
    def parts(self) -> list[Part]:
        return [
            Part(
                form.domain,
                form.domain.key in self.drafts,
                tuple(str(error) for errors in form.errors.values() for error in errors),
            )
            for form in self.forms
        ]

    @property
    def is_whole(self) -> bool:
        return not any(form.errors for form in self.forms)

    @property
    def said(self) -> list[Said]:
        """Once it is whole."""
        return [one for form in self.forms for one in form.said]

    @property
    def texts(self) -> list[str]:
        """All that is written in free words."""
        every = (value for draft in self.drafts.values() for value in draft.words.values())
        return [value for value in every if isinstance(value, str)]

    @property
    def active_seconds(self) -> int:
        return sum(draft.active_seconds for draft in self.drafts.values())


def writing(user: User, review: Review) -> Writing:
    """One query for all the drafts of a view."""
    rubric = of_rubric(review.rubric)
    keys = {DRAFT.format(domain.key): domain.key for domain in rubric.domains}
    mine = access.drafts_for(user).standing().filter(form__in=keys, about=str(review.pk))
    return Writing(review, rubric, {keys[row.form]: row for row in mine})
