"""The three addresses of a list: its page, its file, and bringing it in."""

from django.urls import URLPattern, path

from leadwell.people.spreadsheets import views
from leadwell.people.spreadsheets.listing import Listing


def addresses(start: str, listing: Listing) -> list[URLPattern]:
    """start: such as "programmes/<str:code>/contacts"; the listing's address names the floor too."""
    name = listing.address.partition(":")[2]
    which = {"listing": listing}
    return [
        path(f"{start}/spreadsheet/", views.spreadsheet, which, name=name),
        path(f"{start}/spreadsheet.xlsx", views.file, which, name=f"{name}-file"),
        path(f"{start}/spreadsheet/bring-in/", views.bring_in, which, name=f"{name}-bring-in"),
    ]
