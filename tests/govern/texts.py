"""Which columns hold words that somebody wrote of people, by the data dictionary."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from leadwell.people.privacy.dictionary import Class, table_of

TEXT = (models.CharField, models.TextField, models.JSONField)


def written(column: models.Field) -> bool:
    """Whether somebody can have written words into it."""
    inner = column.base_field if isinstance(column, ArrayField) else column
    return isinstance(inner, TEXT)


def words_of_people() -> set[tuple[str, str]]:
    """Every column of text that the data dictionary calls personal, or nearer still."""
    return {
        (model._meta.db_table, column.column)
        for model in apps.get_models(include_auto_created=True)
        if (entry := table_of(model))
        for column in model._meta.local_fields
        if written(column)
        and entry.columns.get(column.name) in {Class.PERSONAL, Class.CHILD, Class.SPECIAL}
    }
