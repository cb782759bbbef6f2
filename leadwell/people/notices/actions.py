"""Tell people what is held about them: freeze the words, with the programme's own names in them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import Notice
from leadwell.people.notices import rules, writing
from leadwell.programmes.models import Programme
from leadwell.web.access import require

SAME = "It says the same as the version before. There is nothing to issue."


@transaction.atomic
def issue_notices(
    *, programme: Programme, contact: str, because: str = "", by: User, at: datetime
) -> Notice:
    """The next version, for everybody it is for. Raises ValidationError where it would say the same
    as the one before."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    require(rules.may_issue(by, programme))
    before = Notice.objects.filter(programme=programme).order_by("-number").first()
    number = before.number + 1 if before else 1
    made = writing.written(programme, contact=contact, number=number, on=timezone.localdate(at))
    if before and before.sha256 == made.sha256:
        raise ValidationError(SAME)
    notice = Notice(
        programme=programme,
        number=number,
        papers=made.content,
        contact=contact,
        wording=made.wording,
        sha256=made.sha256,
        because=because if before else "",
        issued_by=by,
        issued_at=at,
    )
    notice.full_clean()
    notice.save()
    log.record(
        at=at, actor=by.email, verb="issued privacy information", subject=notice,
        detail={"version": number},
    )  # fmt: skip
    return notice
