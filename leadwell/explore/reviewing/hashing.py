"""The hash of all that was agreed: what a signature is under."""

import hashlib
import json

from leadwell.explore.models import Review


def sha256(review: Review) -> str:
    """64 hex digits, the same for the same words."""
    said = {
        "review": review.pk,
        "rubric": [review.rubric.key, review.rubric.version, review.rubric.sha256],
        "point": review.point,
        "agreed": sorted(
            [one.criterion, one.level, one.text, one.need, one.success, *sorted(one.evidence)]
            for one in review.agreed.all()
        ),
        "headlines": sorted(
            [one.kind, one.number, one.text, one.criterion] for one in review.headlines.all()
        ),
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
