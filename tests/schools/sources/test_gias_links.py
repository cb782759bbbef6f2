from collections import Counter
from datetime import date

import pytest
from hypothesis import given

from leadwell.schools.sources import gias_links
from leadwell.schools.sources.gias_links import Link
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.damage import damages, few, quick, rows_or_refusal, slow_rows

HEADER = b'"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\r\n'
ROWS = (
    b'100016,132245,"Alder Primary School","Successor",""\r\n'
    b'132245,100016,"Beech Infants","Predecessor - merged","31-08-2020"\r\n'
    b'132246,100017,"\xc9cole Chestnut","Predecessor","01-09-2018"'
)


@pytest.fixture
def read(tmp_path):
    def read_bytes(content):
        path = tmp_path / "links.download.csv"
        path.write_bytes(content)
        return gias_links.read(path, scratch=tmp_path)

    return read_bytes


def test_links_are_read_with_their_dates_and_old_letters(read):
    found = read(HEADER + ROWS)
    assert found.table.encoding == "cp1252"
    assert found.links == [
        Link(100016, 132245, "Alder Primary School", "Successor", None),
        Link(132245, 100016, "Beech Infants", "Predecessor - merged", date(2020, 8, 31)),
        Link(132246, 100017, "École Chestnut", "Predecessor", date(2018, 9, 1)),
    ]


def test_a_line_that_repeats_another_is_kept_once_and_counted(read):
    found = read(HEADER + b"100016,132245,Alder,Successor,\r\n" * 3)
    assert (len(found.links), found.n_repeated) == (1, 2)


def test_a_link_type_not_met_before_is_kept_and_told(read):
    found = read(HEADER + b"100016,132245,Alder,Cousin,\r\n100016,132246,Ash,Successor,\r\n")
    assert (len(found.links), found.unknown_types) == (2, {"Cousin": 1})


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (b"10001x,132245,Alder,Successor,\r\n", "URN", "not a URN"),
        (b"100016,,Alder,Successor,\r\n", "LinkURN", "not a URN"),
        (b"100016,032245,Alder,Successor,\r\n", "LinkURN", "not a URN"),
        (b"100016,132245,Alder,,\r\n", "LinkType", "blank"),
        (b"100016,132245,Alder,Successor,31-02-2020\r\n", "LinkEstablishedDate", "not a date"),
        (b"100016,132245,Alder,Successor,31-08-20", "LinkEstablishedDate", "not a date"),
        (b"100016,132245,Alder,Successor,31-08-9020", "LinkEstablishedDate", "cannot be right"),
    ],
)
def test_a_value_that_does_not_read_refuses_the_file_by_line_and_column(read, row, column, reason):
    with pytest.raises(Refused, match=f"line 2, {column}: .*{reason}") as refusal:
        read(HEADER + row)
    assert (refusal.value.problems[0].line, refusal.value.problems[0].column) == (2, column)


def test_the_register_is_refused_by_name(read):
    with pytest.raises(Refused, match="leadwell import-register FILE"):
        read(b"URN,EstablishmentNumber,EstablishmentName\r\n100001,2001,Alder\r\n")


def test_another_table_is_refused_by_what_it_lacks(read):
    with pytest.raises(Refused, match="no columns LinkURN, LinkName, LinkType"):
        read(b"URN,Amount\r\n100001,2001\r\n")


@given(damage=damages)
@quick
def test_damage_is_refused_or_plain_to_see(damage):
    content = damage.to(HEADER + ROWS)
    rows = rows_or_refusal(content, read_back)
    assert rows is None or rows == slow_links(content)


def read_back(path, folder):
    found = gias_links.read(path, scratch=folder)
    return [text_of(link) for link in found.links]


def text_of(link):
    on = f"{link.established_on:%d-%m-%Y}" if link.established_on else ""
    return [str(link.urn), str(link.link_urn), link.link_name, link.link_type, on]


def slow_links(content):
    """The same by the slow reading; a date may be written in other ways, and cells padded."""
    header, *rows = slow_rows(content)
    assert [name.strip().lower() for name in header][:2] == ["urn", "linkurn"]
    told = [[cell.strip() for cell in row] for row in rows]
    for row in told:
        row[4] = "" if row[4].replace("/", "-") == "01-01-1900" else row[4].replace("/", "-")
    return list(map(list, dict.fromkeys(map(tuple, told))))


def test_the_real_links_are_read_whole(shared_data, tmp_path):
    path = shared_data / "gias" / "links_edubasealldata_20191225.csv"
    found = gias_links.read(path, scratch=tmp_path)
    types = Counter(link.link_type for link in found.links)
    assert (found.table.encoding, found.table.n_rows) == ("cp1252", 28_695)
    assert (len(found.links), found.n_repeated, found.unknown_types) == (28_693, 2, {})
    assert types["Successor - Split School"] == 27


@given(damage=damages)
@few
def test_damage_to_the_real_links_is_refused_or_plain_to_see(shared_data, damage):
    whole = (shared_data / "gias" / "links_edubasealldata_20191225.csv").read_bytes()
    content = damage.to(whole)
    rows = rows_or_refusal(content, read_back)
    assert rows is None or rows == slow_links(content)
