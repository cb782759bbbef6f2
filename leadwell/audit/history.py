"""What rows were before: kept by triggers, so that no write escapes, bulk ones included."""

from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Keep every state of the model's rows, the last before deletion too.

    Who did it and why is in the log of events; this is what the row said.
    """
    track = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    )
    return track(model)  # type: ignore[no-any-return]
