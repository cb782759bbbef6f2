from leadwell.deliver.models.note import Note, NoteState, NoteStep
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
    NoteRisk,
    NoteVersion,
    Rag,
)
from leadwell.deliver.models.visit import Postponement, Visit

__all__ = [
    "GapTask",
    "Note",
    "NoteAction",
    "NoteActivity",
    "NoteAnswer",
    "NoteIngredient",
    "NoteRemark",
    "NoteRisk",
    "NoteSignature",
    "NoteState",
    "NoteStep",
    "NoteVersion",
    "Postponement",
    "QualityCheck",
    "Rag",
    "SigningDelegation",
    "Visit",
]
