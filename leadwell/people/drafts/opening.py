"""A form as somebody opens it: what is kept of it, and what the page has to know to go on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.drafts.comparing import Asked, Comparison, Version, compare
from leadwell.people.drafts.words import as_post
from leadwell.people.models import Draft
from leadwell.web.templatetags.leadwell import moment


@dataclass(frozen=True, slots=True)
class Opened:
    """What web/_keep.html writes on the form for keeping.js.

    draft: what is kept, if anything is. beside: what waits for a choice, oldest first.
    """

    key: str
    draft: Draft | None
    beside: tuple[Draft, ...]
    keep_url: str
    compare_url: str

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @property
    def active_seconds(self) -> int:
        return self.draft.active_seconds if self.draft else 0

    @property
    def data(self) -> QueryDict | None:
        """What to show in the form, as if it had been sent; None: nothing is kept."""
        return as_post(self.draft.words) if self.draft else None

    @property
    def saved(self) -> str:
        """ "15:10", by the server's clock; "" where nothing is kept."""
        return f"{timezone.localtime(self.draft.saved_at):%H:%M}" if self.draft else ""


def opened(
    user: User, *, form: str, about: object = "", keep_url: str, compare_url: str = ""
) -> Opened:
    """One query."""
    rows = list(access.drafts_for(user).of(form, about).order_by("is_beside", "begun_at", "pk"))
    beside = tuple(row for row in rows if row.is_beside)
    return Opened(
        key=key_of(user, form, about),
        draft=next((row for row in rows if not row.is_beside), None),
        beside=beside,
        keep_url=keep_url,
        compare_url=compare_url if beside else "",
    )


def key_of(user: User, form: str, about: object = "") -> str:
    """Under which a browser keeps these words: whose, which form, about what. Say it on the page
    after a form was sent for good (web/_sent_for_good.html), and the device forgets them."""
    return f"{user.pk}:{form}:{about}"


def two_versions(opened: Opened, labels: Mapping[str, str | Asked]) -> Comparison | None:
    """The draft and the oldest of what lies beside it; None where there is nothing to choose."""
    if opened.draft is None or not opened.beside:
        return None
    return compare(version_of(opened.draft), version_of(opened.beside[0]), labels)


def version_of(draft: Draft) -> Version:
    how = f"Written on your {draft.which}" if draft.which else "Kept here"
    return Version(f"{how}, {moment(draft.saved_at)}", draft.words)
