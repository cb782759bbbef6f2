"""Lists a page at a time."""

from django.core.paginator import Page, Paginator


class FirstPage(Paginator):
    """For lists that rarely have a second page, and cost as much to count as to read: asks how
    many there are only where there is one."""

    def get_page(self, number: float | str | None) -> Page:
        if str(number or 1) != "1":
            return super().get_page(number)
        first = list(self.object_list[: self.per_page + 1])
        if len(first) <= self.per_page:
            self.object_list = first
        return Page(first[: self.per_page], 1, self)
