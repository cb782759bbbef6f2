"""A file somebody uploaded: looked at, confirmed, loaded."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from leadwell.schools.models.published import Content, SourceFile


class Load(models.Model):
    """An upload on its way in. Nothing it holds is shown anywhere until it is done."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be looked at"
        LOOKING = "looking", "Being looked at"
        LOOKED = "looked", "Ready for you to decide"
        LOADING = "loading", "Being loaded"
        DONE = "done", "Loaded"
        REFUSED = "refused", "Refused: nothing was changed"
        DROPPED = "dropped", "Dropped by you: nothing was changed"

    kind = models.CharField("what is in it", max_length=8, choices=SourceFile.Kind)
    academic_year = models.SmallIntegerField("year", null=True)
    status = models.CharField("status", max_length=11, choices=SourceFile.Status, blank=True)
    fewer_because = models.CharField("why fewer schools are right", max_length=200, blank=True)
    name = models.CharField("file name", max_length=255)
    content = models.ForeignKey(Content, models.PROTECT, related_name="+", null=True)
    state = models.CharField("state", max_length=8, choices=State, default=State.WAITING)
    progress = models.CharField("how far", max_length=200, blank=True)
    report = models.JSONField("what would change, or did", default=dict)
    refusal = models.TextField("why it was refused", blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="loads")
    uploaded_at = models.DateTimeField("uploaded")
    ended_at = models.DateTimeField("ended", null=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "waiting", "looking", "looked", "loading", "done", "refused", "dropped",
                    ]
                ),
                name="load_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="a_refused_load_says_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
