from leadwell.deliver.models.feed import CalendarFeed
from leadwell.deliver.models.visit import Postponement, Side, Visit

__all__ = ["CalendarFeed", "Postponement", "Side", "Visit"]
