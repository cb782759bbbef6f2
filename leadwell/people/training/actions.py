"""Confirm one's training in data protection."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import DataTraining
from leadwell.people.training import rules
from leadwell.people.training.access import oneself
from leadwell.web.access import require


@transaction.atomic
def confirm_training(*, trained_on: date, what: str, by: User, at: datetime) -> DataTraining:
    """One's own word. Raises ValidationError where that day was confirmed before."""
    today = timezone.localdate(at)
    require(rules.may_confirm(by, trained_on=trained_on, on=today))
    training = DataTraining(
        person=oneself(by).get(), trained_on=trained_on, what=what, confirmed_on=today
    )
    training.full_clean()
    training.save()
    log.record(at=at, actor=by.email, verb="confirmed data protection training", subject=training)
    return training
