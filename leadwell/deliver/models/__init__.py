from leadwell.deliver.models.visit import Postponement, Side, Visit

__all__ = ["Postponement", "Side", "Visit"]
