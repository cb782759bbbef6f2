"""A form of one page that is kept while it is written, until its button saves it.

    kept = KeptForm(user, "headlines", pk, make=..., at=Addresses(...))
    page    if answer := kept.taken(request, then=url): return answer
            form = kept.form(sent(request))
            ... once it is saved: kept.done(request, "Saved."), and on to that page
    keep    return kept.keep(request)
    choose  return kept.choose(request, heading)

Each view asks its rule before. What is saved may be somebody else's by then: a draft goes on from
what was saved when it was begun, and where that has changed its author chooses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from json import dumps
from typing import Generic, NamedTuple, Self, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.accounts.requests import SignedInRequest
from leadwell.people.drafts import views
from leadwell.people.drafts.actions import Device, drop_draft, keep_draft, settle_draft
from leadwell.people.drafts.comparing import (
    Comparison,
    TwoVersionsForm,
    Version,
    asked_of,
    compare,
)
from leadwell.people.drafts.opening import Opened, opened, version_of
from leadwell.people.drafts.words import Unfit, Words, as_post, cleaned, of_post, plain
from leadwell.web.asking import Back, sent
from leadwell.web.templatetags.leadwell import moment

OVER = "kept-over"
"""The hidden field that says over which saved words these were begun; it goes with the words."""


F = TypeVar("F", bound=forms.BaseForm)


class Addresses(NamedTuple):
    page: str
    keep: str
    choose: str

    @classmethod
    def of(cls, page: str, name: str, *where: object, query: str = "") -> Self:
        """page: the name of its address, with the floor. Those beside it are keep-NAME, choose-NAME."""
        floor = page.partition(":")[0]
        names = (page, f"{floor}:keep-{name}", f"{floor}:choose-{name}")
        return cls(*(reverse(each, args=where) + query for each in names))


def hold(request: SignedInRequest, lock: Callable[[], object]) -> bool:
    """Whether the button was pressed: then nobody saves anything between what is compared with what
    is sent, and the saving of that."""
    if is_pressed := request.method == "POST":
        lock()
    return is_pressed


@dataclass
class KeptForm(Generic[F]):
    """One form of one person.

    make: the form with what was sent, or with what is saved. saved_says: whose the saved words are
    and from when; "" where each saving makes something new, and there is nothing to choose from.
    is_made: whether exactly these words were saved already, where the form does not show it. stamp:
    what changes with each saving; "" for what the form shows before anything is written.
    """

    user: User
    name: str
    about: object
    make: Callable[[QueryDict | None], F]
    at: Addresses
    saved_says: str = ""
    is_made: Callable[[Words], bool] | None = None
    stamp: str = ""

    def form(self, data: QueryDict | None) -> F:
        """With what is sent; else what is kept, not found fault with; else what is saved."""
        form = self.make(data)
        if data is None and self._draft_words is not None and not self._is_over:
            _show(form, self._draft_words)
        return form

    def taken(self, request: SignedInRequest, *, then: str) -> HttpResponse | None:
        """What is sent is kept first, whatever is wrong with it. An answer where there is something
        to choose, or where a second press sent what is saved already; None: go on."""
        if request.method != "POST":
            return None
        base, device = views.seen_by(request)
        try:
            words = of_post(request.POST)
        except Unfit:  # too long for a draft: the form will say so of its fields
            return None
        keep_draft(
            form=self.name, about=self.about, words=words, base=base, device=device,
            by=self.user, at=timezone.now(),
        )  # fmt: skip
        if self._opened.beside or self.is_apart:
            return redirect(self.at.choose)
        if self._is_over:
            self.done(request, "Saved.")
            return redirect(then)
        return None

    def done(self, request: SignedInRequest, says: str, level: int = messages.SUCCESS) -> None:
        """It is saved: nothing is kept of it any more, here or, from the next page on, on the
        device. says: what one is told there."""
        drop_draft(form=self.name, about=self.about, by=self.user)
        messages.add_message(request, level, says, extra_tags=self.key)

    def keep(self, request: SignedInRequest) -> JsonResponse:
        """What is written so far: each ten seconds, and on leaving a field."""
        return views.keep(request, form=self.name, about=self.about, compare_url=self.at.choose)

    def choose(self, request: SignedInRequest, heading: str) -> HttpResponse:
        """Two devices, or two people, wrote on from the same words: both are shown, none is lost."""
        both = self.two_versions
        if both is None:
            return redirect(self.at.page)
        form = TwoVersionsForm(both, sent(request))
        if form.is_valid():
            self._settle(form.words)
            messages.success(request, "Kept as you chose. It is saved when you press the button.")
            return redirect(self.at.page)
        return views.choose_page(
            request, form, back=Back(self.at.page, heading), heading="These words went two ways"
        )

    @property
    def two_versions(self) -> Comparison | None:
        """Of one's own two devices, else of oneself and what is saved; None: there is one alone."""
        draft, beside = self._opened.draft, self._opened.beside
        if draft is None or not (beside or self.is_apart):
            return None
        saved = Version(self.saved_says, words_of(self._blank))
        other = version_of(beside[0]) if beside else saved
        return compare(_typed(version_of(draft)), _typed(other), asked_of(self._blank))

    @property
    def is_apart(self) -> bool:
        """Somebody has saved other words since these were begun."""
        return self.is_older and bool(self.saved_says)

    @property
    def is_older(self) -> bool:
        """What is kept was begun before the last saving, and is not what was saved."""
        return self._was_begun_before and not self._is_over

    # What _keep.html, _keeping_state.html and _apart.html show

    @property
    def key(self) -> str:
        return self._opened.key

    @property
    def keep_url(self) -> str:
        return self.at.keep

    @property
    def version(self) -> int:
        return self._opened.version

    @property
    def active_seconds(self) -> int:
        return self._opened.active_seconds

    @property
    def compare_url(self) -> str:
        return self._opened.compare_url

    @property
    def saved(self) -> str:
        return "" if self._is_over else self._opened.saved

    @property
    def kept_on(self) -> str:
        """The day and the time of what is shown."""
        return moment(self._opened.draft.saved_at) if self._opened.draft else ""

    @property
    def over(self) -> str:
        """Until it is chosen, words stay begun over what they were begun over."""
        if self.is_apart and self._draft_words is not None:
            return str(self._draft_words.get(OVER, ""))
        return self._base

    @cached_property
    def _opened(self) -> Opened:
        return opened(
            self.user, form=self.name, about=self.about, keep_url=self.at.keep,
            compare_url=self.at.choose,
        )  # fmt: skip

    @cached_property
    def _blank(self) -> F:
        return self.make(None)

    @cached_property
    def _base(self) -> str:
        return self.stamp or stamp_of(self._blank)

    @property
    def _draft_words(self) -> Words | None:
        return dict(self._opened.draft.words) if self._opened.draft else None

    @cached_property
    def _was_begun_before(self) -> bool:
        words = self._draft_words
        return words is not None and words.get(OVER) != self._base

    @cached_property
    def _is_over(self) -> bool:
        """Words that came in again after they had been saved: on a bad line the last of what the
        page sent by itself may arrive after what the button sent."""
        words = self._draft_words
        if words is None or not self._was_begun_before:
            return False
        return self.is_made(words) if self.is_made else is_shown(words, self._blank)

    def _settle(self, words: Words) -> None:
        """Over the words they were begun over, where only two devices of one's own differ."""
        at, draft, beside = timezone.now(), self._opened.draft, self._opened.beside
        assert draft  # there were two versions
        if beside:
            settle_draft(
                form=self.name, about=self.about, beside=beside[0].pk, by=self.user, at=at,
                words={**words, OVER: draft.words.get(OVER, "")},
            )  # fmt: skip
        else:
            keep_draft(
                form=self.name, about=self.about, base=draft.version, device=Device(""),
                by=self.user, at=at, words={**words, OVER: self._base},
            )  # fmt: skip


def words_of(form: forms.BaseForm) -> Words:
    """What a browser would send of a form that nobody has written in."""
    shown = {bound.html_name: bound.field.widget.format_value(bound.value()) for bound in form}
    return cleaned(
        {
            name: [str(each) for each in value] if isinstance(value, list) else str(value or "")
            for name, value in shown.items()
        }
    )


def stamp_of(form: forms.BaseForm) -> str:
    """Another one, when what the form shows before it is written in is another."""
    return sha256(dumps(words_of(form), sort_keys=True).encode()).hexdigest()[:16]


def is_shown(words: Words, form: forms.BaseForm) -> bool:
    """Whether these words say what the form shows already: 58 is 58.00."""
    post = as_post(words)
    return not any(
        bound.field.has_changed(
            plain(bound.initial) if isinstance(bound.initial, str) else bound.initial,
            bound.field.widget.value_from_datadict(post, {}, bound.html_name),
        )
        for bound in form
    )


def _show(form: forms.BaseForm, words: Words) -> None:
    """As if they were saved: a form that nobody has sent is not found fault with."""
    for bound in form:
        form.initial[bound.name] = words.get(bound.html_name, "")


def _typed(version: Version) -> Version:
    """Without the hidden field: nobody chooses between two of it."""
    words = {name: value for name, value in version.words.items() if name != OVER}
    return Version(version.says, words)
