"""A short whole note, as somebody types it: by the slug of each part."""

from datetime import timedelta

from leadwell.deliver.models import Visit


def words(visit: Visit, **changes: dict) -> dict[str, dict]:
    """What is sent of each part."""
    due_on = (visit.on + timedelta(days=21)).isoformat()
    parts = {
        "before": {"gap_task": "none"},
        "done": {
            "purpose": "Number talk", "purpose_was": visit.purpose, "days": "0.50",
            "minutes-lesson-visit": "60",
        },
        "seen": {"seen": "Pupils said how they worked it out.", "strength-1": "Counters"},
        "agreed": {
            "a1-what": "Plan a lesson", "a1-owner": visit.specialist_id, "a1-due_on": due_on
        },
        "standing": {"engagement": "green", "implementation": "grey", "impact": "grey"},
        "following": {"is_last": "on", "next_focus": "Number talk in Year 4"},
    }  # fmt: skip
    for part, fields in changes.items():
        parts[part] = parts[part] | fields
    return parts
