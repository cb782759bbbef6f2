from leadwell.deliver.models.attachment import Attachment, AttachmentBytes
from leadwell.deliver.models.feed import CalendarFeed
from leadwell.deliver.models.note import Note, NoteState, NoteStep
from leadwell.deliver.models.purge import NotePurge
from leadwell.deliver.models.signing import (
    NoteRemark,
    NoteSignature,
    QualityCheck,
    SigningDelegation,
)
from leadwell.deliver.models.version import (
    GapTask,
    NoteAction,
    NoteActivity,
    NoteAnswer,
    NoteIngredient,
    NoteInView,
    NoteRisk,
    NoteVersion,
    Rag,
)
from leadwell.deliver.models.visit import Postponement, Side, Visit

__all__ = [
    "Attachment",
    "AttachmentBytes",
    "CalendarFeed",
    "GapTask",
    "Note",
    "NoteAction",
    "NoteActivity",
    "NoteAnswer",
    "NoteInView",
    "NoteIngredient",
    "NotePurge",
    "NoteRemark",
    "NoteRisk",
    "NoteSignature",
    "NoteState",
    "NoteStep",
    "NoteVersion",
    "Postponement",
    "QualityCheck",
    "Rag",
    "Side",
    "SigningDelegation",
    "Visit",
]
