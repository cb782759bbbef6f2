"""What the worker does about agreed actions, offers, memoranda, deployments and rounds."""

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from leadwell.lib import quiet_hours
from leadwell.people.mail.sending import MAIL_QUEUE, NotTaken
from leadwell.prepare.deploying.agreeing.actions import finish_left, finish_over
from leadwell.prepare.memoranda import hub, telling
from leadwell.prepare.memoranda.heads import ask_new_heads
from leadwell.prepare.memoranda.promising import skip_of_left
from leadwell.prepare.models import PlannedRound
from leadwell.prepare.models.memorandum import Party
from leadwell.prepare.offering import telling as places
from leadwell.prepare.passing import pass_on
from leadwell.prepare.round import actions as rounds

MAX_ATTEMPTS = 4
DATABASE_AWAY = (OperationalError, InterfaceError)
OUR_FAULT = (
    "Something went wrong on our side while this was worked out. It has been written down for the "
    "people who run Leadwell. Try once more later."
)
database_again = RetryStrategy(wait=10, retry_exceptions=set(DATABASE_AWAY))
try_again = RetryStrategy(max_attempts=12, wait=60, exponential_wait=2, retry_exceptions={NotTaken})


@app.periodic(cron="*/10 * * * *", periodic_id="pass_on")
@app.task(name="prepare.pass_on", queue="upkeep", queueing_lock="pass_on")
def pass_on_actions(timestamp: int) -> None:
    """Every ten minutes, so that it is so on the very day, whenever the role was ended."""
    pass_on(at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="finish_deployments")
@app.task(name="prepare.finish_deployments", queue="upkeep", queueing_lock="finish_deployments")
def finish_deployments(timestamp: int) -> None:
    """A deployment whose last day has gone by has ended. Access ended with the day, by its role."""
    finish_over(at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id="let_go_of_left")
@app.task(name="prepare.let_go_of_left", queue="upkeep", queueing_lock="let_go_of_left")
def let_go_of_left(timestamp: int) -> None:
    """A school that has left is sent nobody any more, and owes nothing that was due later."""
    at = timezone.now()
    finish_left(at=at)
    skip_of_left(at=at)


@app.task(name=rounds.PLAN, queue=rounds.ROUNDS_QUEUE, pass_context=True, retry=database_again)
def plan_round(context: JobContext, round_id: int) -> None:
    """Propose who might go where. Begun again after a worker died, it begins from nothing; what fails
    on our side ends it with a sentence too."""
    try:
        if context.job.attempts >= MAX_ATTEMPTS:
            raise RuntimeError(f"round {round_id} was begun {MAX_ATTEMPTS} times and never ended")
        rounds.carry_out(
            round_id=round_id, at=timezone.now(), say=lambda what: _say(round_id, what)
        )
    except DATABASE_AWAY:
        raise
    except Exception:
        rounds.refuse(round_id=round_id, because=OUR_FAULT, at=timezone.now())
        raise


def _say(round_id: int, what: str) -> bool:
    """Seen by others at once: nothing is open around it. Whether to go on."""
    going = PlannedRound.objects.under_way().filter(pk=round_id, is_to_stop=False)
    return bool(going.update(progress=what))


@app.task(name="prepare.tell_of_memorandum", queue=MAIL_QUEUE, retry=try_again)
def tell_of_memorandum(version_id: int, user_id: int, turn: int) -> None:
    """Write to one person that a version waits for them; later, where it is not the hour."""
    about = {"version_id": version_id, "user_id": user_id, "turn": turn}
    if later := telling.tell(**about, at=timezone.now()):
        telling.defer("prepare.tell_of_memorandum", later, **about)


@app.task(name="prepare.tell_of_signature", queue=MAIL_QUEUE, retry=try_again)
def tell_of_signature(signature_id: int, user_id: int) -> None:
    """Write to who is named on a paper that was recorded; later, where it is not the hour."""
    about = {"signature_id": signature_id, "user_id": user_id}
    if later := telling.tell_of_signature(**about, at=timezone.now()):
        telling.defer("prepare.tell_of_signature", later, **about)


@app.task(name=hub.TASK, queue=MAIL_QUEUE, retry=try_again)
def tell_hub_of_memorandum(memorandum_id: int, number: int, user_id: int, news: str) -> None:
    """Write to one who leads a hub that a memorandum there was sent, or holds."""
    about = {"memorandum_id": memorandum_id, "number": number, "user_id": user_id}
    if later := hub.tell(**about, news=news, at=timezone.now()):
        telling.defer(hub.TASK, later, **about, news=news)


@app.task(name=places.TASK, queue=MAIL_QUEUE, retry=try_again)
def tell_of_place(step_id: int, user_id: int) -> None:
    """Write to one who leads that a place is free, or offered to a school of the reserve."""
    about = {"step_id": step_id, "user_id": user_id}
    if later := places.tell(**about, at=timezone.now()):
        places.defer(later, **about)


@app.task(name="prepare.send_signing_link", queue=MAIL_QUEUE, retry=try_again)
def send_signing_link(version_id: int, party: str) -> None:
    """Make a link and send it, in one; later, where it is not the hour."""
    at = timezone.now()
    if later := telling.send_signing_link(version_id=version_id, party=Party(party), at=at):
        telling.defer("prepare.send_signing_link", later, version_id=version_id, party=party)


@app.periodic(cron="8,38 * * * *", periodic_id="remind_of_memoranda")
@app.task(name="prepare.remind_of_memoranda", queue="upkeep", queueing_lock="remind_of_memoranda")
def remind_of_memoranda(timestamp: int) -> None:
    """Each half-hour of a day, so that a worker that slept in the morning does it later."""
    at = timezone.now()
    if quiet_hours.may_send(at, ()):
        telling.remind_all(at=at)


@app.periodic(cron="27 4 * * *", periodic_id="ask_new_heads")
@app.task(name="prepare.ask_new_heads", queue="upkeep", queueing_lock="ask_new_heads")
def ask_heads(timestamp: int) -> None:
    """A head who came since owes a word on whether the school stands by its memorandum."""
    ask_new_heads(at=timezone.now())


@app.periodic(cron="41 4 * * *", periodic_id="tell_of_nobody_to_turn_to")
@app.task(
    name="prepare.tell_of_nobody_to_turn_to", queue="upkeep",
    queueing_lock="tell_of_nobody_to_turn_to",
)  # fmt: skip
def tell_of_nobody_to_turn_to(timestamp: int) -> None:
    """A hub is told that whom a memorandum names to turn to has left that post."""
    hub.tell_of_nobody_to_turn_to(at=timezone.now())
