"""What is typed about a memorandum. They clean; actions keep."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django import forms

from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.roles.actions import Newcomer
from leadwell.people.running.forms import Day, line, lines
from leadwell.prepare.deploying.fields import LinesField
from leadwell.prepare.memoranda import rules, turning
from leadwell.prepare.memoranda.actions import Named, OnPaper, Terms
from leadwell.prepare.memoranda.clauses import Clause, library
from leadwell.prepare.models import Memorandum
from leadwell.prepare.models.memorandum import MOST_DAYS
from leadwell.prepare.models.memorandum_scan import SCANNED
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.web.attaching import AttachedField
from leadwell.web.forms import offer

SOMEBODY_ELSE = "else"
NO_SCAN = "A scan is a PDF, or a JPEG or PNG picture."
AS_WRITTEN = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d", "%A %d %B %Y", "%a %d %b %Y")


class DaysField(LinesField):
    """Several days, one a line, as people write them."""

    def write(self, one: date) -> str:
        return f"{one.day} {one:%B %Y}"

    def read(self, line: str) -> date:
        for pattern in AS_WRITTEN:
            with suppress(ValueError):
                return datetime.strptime(line, pattern).date()
        raise forms.ValidationError(f"Write each day like 12 October 2026: “{line}” is not one")


class DraftForm(forms.Form):
    """Only what is not known here: the rest of the text is drawn from the programme's design and
    the school's record."""

    hours_a_week = forms.DecimalField(
        label="Time for the subject leader, in hours a week", min_value=0, max_value=20,
        max_digits=3, decimal_places=1, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": "Say how many hours a week", "invalid": "Write a number, such as 1.5"},
    )  # fmt: skip
    released_on = DaysField(
        label="Days on which they are released, one a line", required=False, most=MOST_DAYS,
        is_guarded=False,
        help_text="Such as “12 October 2026”. Each is owed by its day. Left empty: the days agreed at the launch.",
    )  # fmt: skip
    escalates_to = forms.ChoiceField(
        label="Whom does the school turn to if something goes wrong?", widget=forms.RadioSelect,
        help_text="Printed with name and post. When they leave that post the hub is told.",
        error_messages={"required": "Say whom the school turns to"},
    )  # fmt: skip
    kept = forms.MultipleChoiceField(
        label="Clauses that may be left out", required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ticked, they are in. The other fifteen are in every memorandum.",
    )  # fmt: skip
    besides = forms.CharField(
        label="What is agreed besides", max_length=600, required=False, widget=lines(4),
        help_text="In full sentences, as it is to be signed.",
    )  # fmt: skip
    chair = forms.ChoiceField(
        label="Who is chair of governors?", widget=forms.RadioSelect,
        error_messages={"required": "Say who is chair of governors"},
    )  # fmt: skip
    chair_name = forms.CharField(label="Name of the chair", max_length=120, required=False)
    chair_email = forms.EmailField(
        label="E-mail address of the chair",
        required=False,
        help_text="They are sent a link with which they read and sign, without an account.",
    )
    trust = forms.ChoiceField(
        label="Who signs for the trust?", widget=forms.RadioSelect,
        error_messages={"required": "Say who signs for the trust"},
    )  # fmt: skip
    trust_name = forms.CharField(
        label="Name of who signs for the trust", max_length=120, required=False
    )
    trust_email = forms.EmailField(
        label="E-mail address of who signs for the trust",
        required=False,
        help_text="They are sent a link with which they read and sign, without an account.",
    )

    def __init__(self, data: Any, *, enrolment: Enrolment, today: date) -> None:
        known = enrolment.memoranda.live().select_related("chair", "trust_signatory").first()
        super().__init__(data, initial=_as_it_is(known))
        self.enrolment, self.today = enrolment, today
        self.roles = {str(role.pk): role for role in turning.turned_to(enrolment, today)}
        offer(self, escalates_to=[(pk, turning.named(role)) for pk, role in self.roles.items()])
        self.people: dict[str, Person] = {}
        school = enrolment.standing_school
        held = RoleHeld.objects.live_on(today).select_related("person").order_by("person__name")
        governors = held.filter(role=Role.GOVERNOR).at_schools([school.pk])
        self._offer("chair", governors, known.chair if known else None)
        if school.trust_id:
            chiefs = held.filter(role=Role.CHIEF_EXECUTIVE, trust=school.trust_id)
            self._offer("trust", chiefs, known.trust_signatory if known else None)
        else:
            for name in ("trust", "trust_name", "trust_email"):
                del self.fields[name]
        offer(self, kept=[(str(one.number), one.heading) for one in library().left_to_choose])

    def clean_released_on(self) -> list[date]:
        days: list[date] = self.cleaned_data["released_on"]
        if not (may := rules.may_release_on(days, self.enrolment, on=self.today)):
            raise forms.ValidationError(may.reason)
        return days

    def clean(self) -> dict[str, Any]:
        for which in ("chair", "trust"):
            if self.cleaned_data.get(which) == SOMEBODY_ELSE:
                for part, missing in (
                    ("name", "Write their name"),
                    ("email", "Write their address"),
                ):
                    if not self.cleaned_data.get(f"{which}_{part}"):
                        self.add_error(f"{which}_{part}", missing)
        return self.cleaned_data

    @property
    def terms(self) -> Terms:
        said = self.cleaned_data
        kept = {int(number) for number in said["kept"]}
        return Terms(
            escalates_to=self.roles[said["escalates_to"]],
            hours_a_week=said["hours_a_week"],
            left_out=[one.number for one in library().left_to_choose if one.number not in kept],
            released_on=said["released_on"],
            besides=said["besides"],
            chair=self._named("chair"),
            trust_signatory=self._named("trust"),
        )

    def _offer(self, name: str, held: Any, known: Person | None) -> None:
        people = [*([known] if known else []), *(role.person for role in held)]
        mine = {f"{name}-{person.pk}": person for person in people}
        self.people |= mine
        choices = [(key, str(person)) for key, person in mine.items()]
        offer(self, **{name: [*choices, (SOMEBODY_ELSE, "Somebody else, by their address")]})
        if known:
            self.initial[name] = f"{name}-{known.pk}"
        elif not choices:
            self.initial[name] = SOMEBODY_ELSE

    def _named(self, which: str) -> Named | None:
        said = self.cleaned_data
        if not said.get(which):
            return None
        if said[which] == SOMEBODY_ELSE:
            return Newcomer(said[f"{which}_name"], said[f"{which}_email"])
        return self.people[said[which]]


class SendForm(forms.Form):
    """The first version wants no more than a look at it."""


class AgainForm(forms.Form):
    because = forms.CharField(
        label="Why is there another version?", max_length=300, widget=lines(3),
        help_text="Everybody who signs reads this.",
        error_messages={"required": "Say why there is another version"},
    )  # fmt: skip


class EndForm(forms.Form):
    because = forms.CharField(
        label="Why does it end?", max_length=300, widget=lines(3),
        help_text="Work in the school stops with it: who is sent there is suspended, and sees the "
        "school until the end of today. What was signed stays.",
        error_messages={"required": "Say why it ends"},
    )  # fmt: skip


class ScanForm(forms.Form):
    """A scan of a signed paper, in the place of one that is wrong."""

    scan = AttachedField(
        label="The right paper, scanned",
        help_text="A PDF, or a JPEG or PNG picture, up to 10 MB. The wrong one is destroyed.",
        kinds=SCANNED,
        otherwise=NO_SCAN,
    )
    shows_nobody = forms.BooleanField(
        label="There is no pupil’s face or name on it.",
        error_messages={"required": "Look at it again, and say that there is no pupil on it"},
    )
    because = forms.CharField(
        label="What was wrong with the paper that is here?", max_length=300, widget=line(),
        help_text="It stands with what happened. Write no name of a pupil.",
        error_messages={"required": "Say what was wrong with it"},
    )  # fmt: skip


class PaperForm(forms.Form):
    """A signature on paper. version: the one whose paper it is: the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    signed_on = forms.DateField(
        label="Date on the paper",
        widget=Day(),
        error_messages={"required": "Say when it was signed"},
    )
    name = forms.CharField(
        label="Who signed", max_length=120, help_text="The name as it stands on the paper.",
        error_messages={"required": "Write the name of who signed"},
    )  # fmt: skip
    post = forms.CharField(
        label="Their post", max_length=120, help_text="Such as: headteacher, chair of governors.",
        error_messages={"required": "Write the post of who signed"},
    )  # fmt: skip
    acted_by = forms.ChoiceField(
        label="Who acted for the school, if it had no headteacher on that day?",
        required=False,
        help_text="Leave it empty where there was one.",
    )
    received_by = forms.ChoiceField(
        label="Who was there, or was given it?",
        error_messages={"required": "Say who received it"},
    )
    scan = AttachedField(
        label="The signed paper, scanned",
        help_text="A PDF, or a JPEG or PNG picture, up to 10 MB. Without it nothing is signed.",
        kinds=SCANNED,
        otherwise=NO_SCAN,
    )
    shows_nobody = forms.BooleanField(
        label="There is no pupil’s face or name on it.",
        error_messages={"required": "Look at it again, and say that there is no pupil on it"},
    )

    def __init__(
        self, data: Any, files: Any, *, receivers: list[Person], acting: list[Person],
        initial: dict[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial=initial)
        self.people = {str(person.pk): person for person in receivers}
        choices = [(pk, str(person)) for pk, person in self.people.items()]
        offer(self, received_by=[("", "Choose"), *choices])
        self.acting = {str(person.pk): person for person in acting}
        named = [(pk, str(person)) for pk, person in self.acting.items()]
        if named:
            offer(self, acted_by=[("", "It had a headteacher"), *named])
        else:
            del self.fields["acted_by"]

    @property
    def on_paper(self) -> OnPaper:
        said = self.cleaned_data
        return OnPaper(
            signed_on=said["signed_on"],
            name=" ".join(said["name"].split()),
            post=" ".join(said["post"].split()),
            received_by=self.people[said["received_by"]],
            scan=said["scan"],
            shows_nobody=said["shows_nobody"],
            acted_by=self.acting.get(said.get("acted_by", "")),
        )


class AskForm(forms.Form):
    clause = forms.TypedChoiceField(
        label="About which clause?", required=False, coerce=int, empty_value=None
    )
    text = forms.CharField(
        label="What do you want to know?", max_length=500, widget=lines(4),
        help_text="Nobody has to sign before it is answered.",
        error_messages={"required": "Write your question"},
    )  # fmt: skip

    def __init__(self, data: Any, *, clauses: list[Clause]) -> None:
        super().__init__(data)
        offer(
            self, clause=[("", "The whole of it"), *((one.number, one.heading) for one in clauses)]
        )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Answer", max_length=600, widget=lines(4),
        help_text="The school reads it. Where the text itself has to change, change the draft and "
        "send a new version.",
        error_messages={"required": "Write the answer"},
    )  # fmt: skip


class SignForm(forms.Form):
    """Of one version: the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class LinkForm(forms.Form):
    """By link: the name, typed, and confirmed to be one's own."""

    name = forms.CharField(
        label="Your name, in full", max_length=120,
        error_messages={"required": "Write your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label="This is my name, and I sign for myself",
        error_messages={"required": "Tick this to confirm that it is you"},
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class KeptForm(forms.Form):
    """What was promised: done on a day, or not wanted any more for a reason."""

    on = forms.DateField(label="Done on", required=False, widget=Day())
    because = forms.CharField(
        label="Or why it need not be done", max_length=200, required=False, widget=line(),
    )  # fmt: skip

    def __init__(self, data: Any, *, obligation: Obligation, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        on, because = self.cleaned_data.get("on"), self.cleaned_data.get("because")
        if bool(on) == bool(because) and not self.errors:
            raise forms.ValidationError("Say on which day it was done, or why it need not be done")
        if on and on > self.today:
            self.add_error("on", "That day is still to come")
        return self.cleaned_data


def _as_it_is(known: Memorandum | None) -> dict[str, Any]:
    """What the form begins with."""
    numbers = {one.number for one in library().left_to_choose}
    if known is None:
        return {"hours_a_week": 1, "kept": sorted(numbers)}
    return {
        "hours_a_week": known.hours_a_week.normalize(),
        "released_on": known.released_on,
        "escalates_to": str(known.escalates_to_id or ""),
        "besides": known.besides,
        "kept": sorted(numbers - set(known.left_out)),
    }
