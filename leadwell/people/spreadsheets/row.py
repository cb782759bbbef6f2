"""One row that came back: what forms find wrong with it, and what it asks for."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django import forms
from django.utils.html import strip_tags

from leadwell.accounts.models import User
from leadwell.lib.spreadsheet import Problem
from leadwell.people.spreadsheets.listing import Change, Doing


class AskedRow:
    """titles: of columns, by their keys. Problems are said by the column they stand in."""

    def __init__(self, change: Change, titles: Mapping[str, str]) -> None:
        self.change, self.titles = change, titles
        self.problems: list[Problem] = []
        self.doings: list[Doing] = []

    def do(self, act: Callable[[User, datetime], object]) -> None:
        self.doings.append(Doing((self.change.row,), act))

    def add(self, form: forms.BaseForm) -> None:
        """What a form of the page says of it: its fields are the columns' keys."""
        for key, said in form.errors.items():
            self.problem(key, strip_tags(" ".join(str(one) for one in said)))

    def problem(self, key: str, why: str) -> None:
        text = str(self.change.values.get(key, ""))
        self.problems.append(Problem(self.change.row, self.titles.get(key, ""), text, why))
