"""What a school that may take part is asked and offered, as the other factories make it."""

from datetime import timedelta

from leadwell.explore.models import Candidate, Interest, InterestCall, SentInterest
from leadwell.prepare.models import Offer, OfferLetter, OfferLine
from leadwell.prepare.offering.letter import letter
from leadwell.programmes.models import Programme
from leadwell.web.paper.keeping import content_of
from tests.factories import NOON, make_person, make_programme, make_school


def make_offer(candidate: Candidate, **fields: object) -> Offer:
    """What a small school is offered for the first year, with its letter; still to be answered."""
    by, on = candidate.nominated_by, NOON.date()
    ends = {} if fields.get("state", "open") == "open" else {"ended_by": by, "ended_at": NOON}
    fields = {
        "band_table": "by-size-1", "band": "XS", "n_pupils": 98, "starts_on": on, "made_by": by,
        "answer_by": on + timedelta(days=400), "made_on": on, "made_at": NOON,
    } | ends | fields  # fmt: skip
    offer = Offer.objects.create(candidate=candidate, **fields)
    for kind, amount in {
        "places": 1,
        "visits": 4,
        "cover": 6,
        "coaching": 3,
        "sessions": 0,
    }.items():
        OfferLine.objects.create(
            offer=offer, year=1, kind=kind, amount=amount, by_size=amount, cost_gbp=amount * 100
        )
    content = content_of(letter(offer, offer.lines.all(), by=by, at=NOON))
    OfferLetter.objects.create(
        offer=offer, content=content, sha256="0" * 64, by=by, at=offer.made_at
    )
    return offer


def make_call(programme: Programme | None = None, **fields: object) -> InterestCall:
    """A call of a programme that is open for three weeks."""
    by = fields.pop("opened_by", None) or make_person()
    fields = {
        "closes_on": NOON.date() + timedelta(21), "answer_by": NOON.date() + timedelta(40),
        "opened_at": NOON,
    } | fields  # fmt: skip
    programme = programme or make_programme()
    return InterestCall.objects.create(programme=programme, opened_by=by, **fields)


def make_interest(**fields: object) -> Interest:
    """A school that is invited. state="submitted": sent by somebody of it, with its candidate."""
    call = fields.pop("call", None) or make_call(fields.pop("programme", None))
    by = fields.pop("invited_by", None) or make_person()
    fields = {
        "school": fields.pop("school", None) or make_school(), "since": NOON, "invited_at": NOON,
        "written_to_at": NOON,
    } | fields  # fmt: skip
    made = Interest.objects.create(call=call, invited_by=by, **fields)
    if made.state in {"submitted", "assessed"}:
        SentInterest.objects.create(
            interest=made, why="Pupils stop talking in Year 4", hoped="They explain again",
            in_plan="Nothing yet", plan_reference="Priority 2", subject_lead="Jo Quince",
            leader="Bryony Vale", working_party="Deputy and two teachers", hours=2,
            shares=["tests"], statement="I send it", sha256=64 * "0", by=by,
            authenticated_at=made.since, at=made.since,
        )  # fmt: skip
    return made
