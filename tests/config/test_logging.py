import logging
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.handlers.exception import response_for_exception
from structlog.stdlib import ProcessorFormatter


def as_written(record: logging.LogRecord) -> str:
    """The line or lines of the record, as the site writes them."""
    handlers = logging.getLogger().handlers
    return next(h for h in handlers if isinstance(h.formatter, ProcessorFormatter)).format(record)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [PermissionDenied("The note is signed."), BadRequest()])
def test_a_refusal_is_one_line_of_the_log(rf, caplog, answer):
    request = rf.get("/visits/34/note/")
    request.user = AnonymousUser()
    assert response_for_exception(request, answer).status_code in {400, 403}
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert len(as_written(record).splitlines()) == 1


def test_what_goes_wrong_is_told_with_its_lines_and_without_what_they_held():
    named = "Ada Heath"
    try:
        len(named) / 0
    except ZeroDivisionError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "It broke", (), sys.exc_info()
        )
    record.status_code = 500
    assert logging.getLogger("django.request").filter(record)
    written = as_written(record)
    assert "ZeroDivisionError" in written
    assert "len(named) / 0" in written
    assert named not in written
