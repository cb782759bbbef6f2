"""All that an agreement says, as it is signed: its lines, and their hash."""

import hashlib
import json
from typing import Any

from leadwell.prepare.models import Deployment

TERMS = (
    "priorities", "outcomes", "starts_on", "ends_on", "pattern", "visit_days", "to_home",
    "to_broker", "payer", "travel", "miles_cap", "per_mile", "cover", "lead_contact_id",
    "confidentiality", "insurance", "observed_by", "observed_on", "review_on",
)  # fmt: skip
PARTIES = ("enrolment_id", "specialist_id", "home_id", "host_id")


def sha256(deployment: Deployment) -> str:
    """64 hex digits, the same for the same words and days."""
    said: dict[str, Any] = {name: _plain(getattr(deployment, name)) for name in (*PARTIES, *TERMS)}
    said["days"] = [
        [one.academic_year, f"{one.agreed:.2f}"]
        for one in deployment.days.order_by("academic_year")
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, int | str | None) else f"{value:.2f}"
