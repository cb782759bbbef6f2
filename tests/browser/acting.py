"""People of a small world, each in a browser of their own, on the demonstration's one-click doors."""

from collections.abc import Callable, Mapping

from playwright.sync_api import BrowserContext, Page, expect

from leadwell.accounts.models import User

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


class Cast:
    """Who has come in so far, by name. screen: everybody's; options: others of their browsers.
    faults: of scripts on any of their pages."""

    def __init__(
        self,
        new_context: Callable[..., BrowserContext],
        site: str,
        screen: Mapping[str, int] = PHONE,
        **options: object,
    ) -> None:
        self.new_context, self.site = new_context, site
        self.options = {"viewport": screen, "reduced_motion": "reduce", **options}
        self.pages: dict[str, Page] = {}
        self.faults: list[str] = []

    def page_of(self, user: User) -> Page:
        """Their own; the first time they come in by their door."""
        if user.name not in self.pages:
            page = self.outside()
            page.goto(f"{self.site}/doors/?q={user.name}")
            page.get_by_role("button", name=f"Sign in as {user.name}").first.click()
            expect(page.get_by_role("link", name=user.name)).to_be_visible()
            self.pages[user.name] = page
        return self.pages[user.name]

    def outside(self) -> Page:
        """Nobody's yet."""
        context = self.new_context(**self.options)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        return context.new_page()

    def at_home(self, user: User) -> Page:
        """On their first page, where it says what wants them."""
        page = self.page_of(user)
        page.goto(f"{self.site}/")
        fits(page)
        return page

    def at(self, user: User, path: str) -> Page:
        page = self.page_of(user)
        page.goto(self.site + path)
        fits(page)
        return page

    def is_told(self, user: User, path: str, sentence: str) -> None:
        """This person cannot, and the page says why."""
        page = self._is_answered(403, user, path)
        expect(page.get_by_text(sentence)).to_be_visible()

    def finds_nothing(self, user: User, path: str) -> None:
        """As where there is no such thing."""
        page = self._is_answered(404, user, path)
        expect(page.get_by_role("heading", name="There is nothing to show here.")).to_be_visible()

    def _is_answered(self, status: int, user: User, path: str) -> Page:
        page = self.page_of(user)
        answer = page.goto(self.site + path)
        assert answer is not None
        assert answer.status == status, f"{path} for {user}"
        return page


def tick_all(page: Page) -> None:
    """Every box of the page, once it has come: a press does not wait for the page it leads to."""
    boxes = page.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    for box in boxes.all():
        box.check()


def choose_password(page: Page, password: str) -> None:
    """Typed as often as the page asks for it."""
    fields = page.locator("input[type=password]")
    expect(fields.first).to_be_visible()
    for field in fields.all():
        field.fill(password)


def fits(page: Page) -> None:
    """Nothing on it is wider than the screen."""
    page.wait_for_load_state()  # a page that has only begun to come has no width yet
    wide = page.evaluate("document.documentElement.scrollWidth")
    room = page.viewport_size["width"]
    assert wide <= room, f"{page.url} is {wide} px wide on {room}"


def has_come(page: Page, heading: str) -> None:
    """The page with this heading, and its script: what is pressed before the script has come is
    sent as by a browser that has none, and the device does not know that it was."""
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.wait_for_load_state()


def has_forgotten(page: Page) -> None:
    """The device holds no words any more: its script says so once the next page has come."""
    holds = "Object.keys(localStorage).some((name) => name.startsWith('kept:'))"
    page.wait_for_function(f"() => !{holds}")
