"""What is kept of a question that was refused, in the shape of every finding: no figure in it."""

import json

REFUSED = json.dumps(
    {
        "format": 2, "version": "0.1.0", "start": "2018/19", "chosen_on": None, "is_recruitment_known": False,
        "years": ["2018/19"], "vintage": "2018/19", "seed": 0, "unknown_urns": [],
        "left_out": [], "matched_on": [], "caliper": 1.0, "balance": [], "compared": [],
        "flow": [], "sponsors": {"are_counted": True, "took_part": 0, "others": 0},
        "answers": [
            {
                "outcome": "maths_average", "name": "the average scaled score in maths",
                "unit": "points", "measured_in": "scaled_score", "rests_on": "no answer", "rows": [],
                "verdict": "refused", "headline": "The average scaled score in maths: no answer",
                "because": "a row of the decision table refuses the question",
                "sentences": ["No year before the start has results that can be used."],
                "caveats": [], "estimate": None, "g": None, "g_interval": None, "months": None,
                "detectable": None, "later": None, "event_study": [], "yearly": [],
                "nearest": [], "checks": [], "others": [],
            }
        ],
    }
)  # fmt: skip
