import pytest

from leadwell.schools.sources import ks2_wide
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.makers import saved, wide_bytes


@pytest.fixture
def read(tmp_path):
    """Read a performance table of these bytes."""

    def read(content, academic_year=2018, **options):
        path = saved(content, tmp_path)
        return ks2_wide.read(path, scratch=tmp_path, academic_year=academic_year, **options)

    return read


@pytest.fixture
def refusal(read):
    """The refusal of a performance table of these rows."""

    def refusal(rows, academic_year=2018, **options):
        with pytest.raises(Refused) as caught:
            read(wide_bytes(rows, **options), academic_year)
        return caught.value

    return refusal
