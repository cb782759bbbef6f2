"""Attach a file to a note and take it away again, until somebody has signed."""

from datetime import datetime

from django.db import connection, transaction

from leadwell.accounts.models import User
from leadwell.deliver.models import Attachment, AttachmentBytes, Note
from leadwell.deliver.models.attachment import MOST_ATTACHMENTS
from leadwell.deliver.notes import rules
from leadwell.deliver.notes.steps import held, say
from leadwell.lib.attached import Attached
from leadwell.web.access import require


@transaction.atomic
def attach(
    *, note: Note, file: Attached, title: str, shows_nobody: bool, by: User, at: datetime
) -> Attachment:
    """In the first place that is free. Raises IntegrityError without the author's word that it
    shows nobody."""
    note = held(note)
    require(rules.may_attach(by, note))
    taken = set(note.attachments.values_list("number", flat=True))
    number = next(n for n in range(1, MOST_ATTACHMENTS + 1) if n not in taken)
    attachment = Attachment.objects.create(
        note=note, number=number, title=title, kind=file.kind.ending, n_bytes=len(file.data),
        shows_nobody=shows_nobody, by=by.person, at=at,
    )  # fmt: skip
    AttachmentBytes.objects.create(attachment=attachment, data=file.data)
    say(note, "attach", by=by, at=at)
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: User, at: datetime) -> None:
    note = held(attachment.note)
    require(rules.may_detach(by, note))
    with connection.cursor() as cursor:
        cursor.execute("select deliver_drop_attachment(%s)", [attachment.pk])
    say(note, "detach", by=by, at=at)
