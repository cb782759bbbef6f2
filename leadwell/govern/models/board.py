"""The two boards of a programme. Who sits on one is a role held, and typed nowhere else."""

from django.db import models
from django.db.models import Q

from leadwell.programmes.models import Programme


class Board(models.Model):
    """One board of a programme: the strategic one decides, the steering group advises."""

    class Kind(models.TextChoices):
        STRATEGIC = "strategic", "Strategic board"
        STEERING = "steering", "Steering group"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="boards")
    kind = models.CharField("which", max_length=9, choices=Kind)

    class Meta:
        ordering = ["programme", "-kind"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="board_is_of_a_kind_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["strategic", "steering"]), name="board_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.programme}"
