from leadwell.deliver.models.visit import Postponement, Visit

__all__ = ["Postponement", "Visit"]
