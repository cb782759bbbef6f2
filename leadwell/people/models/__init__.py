from leadwell.people.models.contacts import ContactsConfirmation
from leadwell.people.models.disclosure import CountedAtom, FigureRelease, ReleasedSet, Threshold
from leadwell.people.models.draft import Draft
from leadwell.people.models.glass import BrokenGlass
from leadwell.people.models.handover import Handover, HandoverStep
from leadwell.people.models.mail import MailChoice, MailRound, Message
from leadwell.people.models.notice import Notice
from leadwell.people.models.person import Person
from leadwell.people.models.privacy import ClockPause, Erasure, SubjectRequest
from leadwell.people.models.problems import Breach, Complaint
from leadwell.people.models.retention import Forecast, RuleChange
from leadwell.people.models.role import Capacity, Role, RoleHeld
from leadwell.people.models.spreadsheet import BroughtIn
from leadwell.people.models.training import DataTraining

__all__ = [
    "Breach",
    "BrokenGlass",
    "BroughtIn",
    "Capacity",
    "ClockPause",
    "Complaint",
    "ContactsConfirmation",
    "CountedAtom",
    "DataTraining",
    "Draft",
    "Erasure",
    "FigureRelease",
    "Forecast",
    "Handover",
    "HandoverStep",
    "MailChoice",
    "MailRound",
    "Message",
    "Notice",
    "Person",
    "ReleasedSet",
    "Role",
    "RoleHeld",
    "RuleChange",
    "SubjectRequest",
    "Threshold",
]
