"""What was said to a lesson, and lessons that somebody here wrote."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from leadwell.accounts.models import User
from leadwell.audit.history import tracked
from leadwell.programmes.lessons.lesson import Comparison, Condition, Lesson
from leadwell.programmes.models.enrolment import ImplementationStage
from leadwell.programmes.models.programme import Programme

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
OWN = "own-"
"""How keys of lessons begin that were written here."""


@tracked
class LessonAnswer(models.Model):
    """What who leads a programme said to one lesson: they will do it, or why they will not."""

    class Said(models.TextChoices):
        ACCEPTED = "accepted", "We will do it"
        ANSWERED = "answered", "We go another way"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="lesson_answers")
    lesson = models.CharField("lesson", max_length=80)
    said = models.CharField("answer", max_length=8, choices=Said)
    sentence = models.CharField("in a sentence", max_length=300)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("when")

    class Meta:
        ordering = ["programme", "lesson"]
        constraints = [
            models.UniqueConstraint("programme", "lesson", name="lesson_is_answered_once"),
            models.CheckConstraint(
                condition=Q(lesson__regex=KEY), name="answer_is_to_a_lesson_by_key"
            ),
            models.CheckConstraint(
                condition=Q(said__in=["accepted", "answered"]),
                name="lesson_is_accepted_or_answered",
            ),
            models.CheckConstraint(
                condition=Q(sentence__regex=r"\S"),
                name="lesson_is_answered_in_words",
                violation_error_message="Say in a sentence what you will do, or why not.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_said_display()}: {self.sentence}"


class OwnLessonQuerySet(models.QuerySet["OwnLesson"]):
    def in_use(self) -> "OwnLessonQuerySet":
        return self.filter(taken_back_at=None)


@tracked
class OwnLesson(models.Model):
    """A lesson of a programme here, so that the next one hears of it. Never deleted: taken back.

    fact, compared and value are its condition, as in the lessons that come with Leadwell; all
    three are empty where it is for every programme.
    """

    title = models.CharField("what was learned, in a line", max_length=120)
    learned = models.CharField("what was learned", max_length=400)
    do = models.CharField("what to do about it", max_length=400)
    stage = models.CharField("while there is still time", max_length=7, choices=ImplementationStage)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="lessons_told")
    fact = models.CharField("shown where", max_length=40, blank=True)
    compared = models.CharField("is", max_length=10, blank=True)
    value = models.CharField("this", max_length=20, blank=True)
    review_on = models.DateField("to be looked at again")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("when")
    taken_back_at = models.DateTimeField("taken back", null=True, blank=True)

    objects = OwnLessonQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__regex=r"\S", learned__regex=r"\S", do__regex=r"\S"),
                name="own_lesson_says_what_and_what_to_do",
            ),
            models.CheckConstraint(
                condition=Q(fact="", compared="", value="")
                | (~Q(fact="") & Q(compared__in=["more_than", "fewer_than", "is"]) & ~Q(value="")),
                name="own_lesson_has_a_whole_condition_or_none",
                violation_error_message="Say all three: which fact, compared how, and with what.",
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("written_at__date")),
                name="own_lesson_is_looked_at_later",
                violation_error_message="Choose a day after today to look at it again.",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("written_at")),
                name="own_lesson_is_taken_back_after_it_was_written",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        for condition in self.when:
            if condition.fault:
                raise ValidationError({"value": f"This cannot be asked: {condition.fault}."})

    @property
    def key(self) -> str:
        return f"{OWN}{self.pk}"

    @property
    def when(self) -> tuple[Condition, ...]:
        if not (self.fact and self.compared and self.value):
            return ()  # of a part of one the constraint says what is missing
        return (Condition(self.fact, Comparison(self.compared), self.value),)

    @property
    def lesson(self) -> Lesson:
        """As one of the register. Only one programme told of it: the one that wrote it."""
        return Lesson(
            self.key, self.title, self.learned, self.do, self.stage, accounts=1, when=self.when
        )
