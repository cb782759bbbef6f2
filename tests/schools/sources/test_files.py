import gzip
import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.schools.sources import files, sniffing
from leadwell.schools.sources.files import PAD, Kind
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.damage import damages, quick, rows_or_refusal, slow_rows

SMALL = b"URN,Name,Town\r\n100001,Alder Primary,Mereham\r\n100002,Beech Infants,Mereham\r\n"
QUOTED = b'"URN","Name","Links"\r\n"100001","Alder, the ""old"" one",""\r\n"100002","Beech","x y"'


@pytest.fixture
def table(tmp_path):
    def read(content, *, may_be_short=False, spill_column=None, leave_out=None):
        path = tmp_path / "download.csv"
        path.write_bytes(content)
        return files.read_table(
            path,
            to=tmp_path / "clean.csv",
            may_be_short=may_be_short,
            spill_column=spill_column,
            leave_out=leave_out,
        )

    return read


def zipped(name):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "a,b\n1,2\n")  # of no day: the same bytes always
    return content.getvalue()


def test_a_table_is_read_whole_and_its_facts_are_told(table, tmp_path):
    found = table(SMALL)
    assert found.header == ("URN", "Name", "Town")
    assert (found.encoding, found.n_rows, found.short_rows, found.n_spilled) == ("utf-8", 2, (), 0)
    assert (found.n_bytes, found.sha256) == (len(SMALL), hashlib.sha256(SMALL).hexdigest())
    assert found.path.read_text().splitlines() == [
        "line_number,URN,Name,Town",
        "2,100001,Alder Primary,Mereham",
        "3,100002,Beech Infants,Mereham",
    ]


def test_rows_come_back_with_their_line_in_the_source(table):
    found = table(b'a,b\r\n\r\n1,"two\r\nlines"\r\n,\r\n3,4\r\n')
    assert list(found.rows()) == [(3, ["1", "two\r\nlines"]), (6, ["3", "4"])]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b'{"code":"x","message":"Extract not found"}', r"error message .*: Extract not found\. D"),
        (b'[{"a": 1}]', "JSON"),
        (b'{"message": ', "JSON"),
        (b"<!DOCTYPE html><html><title>404\n Not found</title>", "web page .*: 404 Not found"),
        (b"\xef\xbb\xbf\n<html><body>Sorry</body></html>", "web page"),
        (b"<?xml version='1.0'?><CTfile/>", "XML"),
        (zipped("ks2.csv"), "zip file"),
        (zipped("xl/workbook.xml"), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old or locked spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (gzip.compress(SMALL, mtime=0), "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        ("URN,Name\r\n1,2\r\n".encode("utf-16"), "two bytes a letter"),
        (SMALL.replace(b"Alder", b"Al\x00er"), "not a text file"),
        (hashlib.shake_256(b"noise").digest(5000), "not a text file"),
    ],
)
def test_what_is_no_table_is_named_before_it_is_read(table, tmp_path, content, says):
    with pytest.raises(Refused, match=says):
        table(content)
    assert not (tmp_path / "clean.csv").exists()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be opened"):
        files.sniff(tmp_path / "absent.csv")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be opened"):
        files.sniff(tmp_path)


def test_a_file_beyond_any_we_expect_is_refused_unread(tmp_path):
    path = tmp_path / "vast.csv"
    with path.open("wb") as vast:
        vast.truncate(sniffing.MAX_BYTES + 1)
    with pytest.raises(Refused, match="too large"):
        files.sniff(path)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"\xef\xbb\xbfURN,Name\r\n1,\xc3\xa9\r\n", "utf-8-sig"),
        (b"URN,Name\n1,\xc3\xa9\n", "utf-8"),
        (b"URN,Name\n1,\xe9\n", "cp1252"),
        (b"URN,Name\n1,\xe9\x92\n", "cp1252"),
    ],
)
def test_the_encoding_is_found_and_told(table, content, encoding):
    found = table(content)
    assert (found.encoding, found.header) == (encoding, ("URN", "Name"))
    assert next(found.rows())[1][1].startswith("é")


def test_an_old_letter_far_into_the_file_is_read_right(table):
    rows = b"".join(b"%d,Alder\n" % n for n in range(200_000))
    found = table(b"URN,Name\n" + rows + b"200000,Caf\xe9\n")
    assert (found.encoding, found.n_rows) == ("cp1252", 200_001)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfURN,Name\n1,\xe9\n",  # says it is UTF-8, and is not
        b"URN,Name\n1,\xc3\xa9\n2,\xe9\n",  # both encodings in one file
        b"URN,Name\n1,\x81\n",  # no letter in either
    ],
)
def test_letters_of_no_one_encoding_are_refused(table, content):
    with pytest.raises(Refused, match="letters that cannot be read"):
        table(content)


def test_the_mark_for_a_short_row_cannot_come_from_a_file(table):
    filler = b"".join(b"%d,Alder\n" % n for n in range(20_000))
    with pytest.raises(Refused, match="line 20002 holds bytes that are not text"):
        table(b"a,b\n" + filler + b"1,\x01\n")


def test_short_rows_are_padded_and_their_lines_told(table):
    found = table(b"a,b,c\n1,2\n3,4,5\n6\n", may_be_short=True)
    assert found.short_rows == (2, 4)
    assert [cells for _, cells in found.rows()] == [
        ["1", "2", PAD],
        ["3", "4", "5"],
        ["6", PAD, PAD],
    ]


def test_short_rows_are_refused_where_the_source_has_none(table):
    with pytest.raises(Refused, match="too short or too long") as refusal:
        table(b"a,b,c\n1,2\n3,4,5\n6\n")
    assert [problem.line for problem in refusal.value.problems] == [2, 4]
    assert refusal.value.problems[0].reason == "2 fields, where the header has 3"


def test_long_rows_are_refused_by_line_twenty_of_them_named(table):
    with pytest.raises(Refused, match="30 places; first line 2: 3 fields") as refusal:
        table(b"a,b\n" + b"1,2,3\n" * 30, may_be_short=True)
    assert (len(refusal.value.problems), refusal.value.n_problems) == (20, 30)


def test_extra_fields_are_joined_into_the_column_known_to_spill(table):
    found = table(b"a,links\n1,x,y,z\n2,\n", spill_column="Links")
    assert [cells for _, cells in found.rows()] == [["1", "x, y, z"], ["2", ""]]
    assert found.n_spilled == 1


def test_a_column_that_spills_only_in_other_layouts_forgives_nothing(table):
    with pytest.raises(Refused, match="too short or too long"):
        table(b"links,a\n1,x,y\n", spill_column="links")


def test_a_last_column_without_name_is_dropped_when_empty(table):
    found = table(b"a,b,\n1,2\n3,4,\n")
    assert (found.header, found.n_rows) == (("a", "b"), 2)


def test_a_last_column_without_name_is_refused_when_it_holds_something(table):
    with pytest.raises(Refused, match="line 2: 3 fields"):
        table(b"a,b,\n1,2,3\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,,c\n1,2,3\n", "column 2 has no name"),
        (b"URN,Name, urn\n1,2,3\n", "there twice"),
        (b"a;b;c\n1;2;3\n", "parted by commas"),
        (b"a,b\n", "no rows"),
        (b"a,b\r\n1,2\r3,4\r\n", "line breaks of a broken kind"),
        (b"a,b\n1,2\n3", "cut short: it stops in the middle of line 3"),
        (b'a,b\n1,2\n3,"fo', "middle of a quoted cell that begins on line 3"),
        (b'a,b\n1,"x"y\n', "quotation marks do not pair up"),
        (b"a,b\n1," + b"x" * 140_000 + b"\n", "impossible length"),
    ],
)
def test_what_cannot_be_trusted_is_refused(table, content, says):
    with pytest.raises(Refused, match=says):
        table(content, may_be_short=True)


def test_a_whole_last_row_without_a_line_break_is_no_cut(table):
    assert table(b"a,b\n1,2\n3,4").n_rows == 2


def test_what_must_not_be_kept_is_in_neither_header_nor_clean_copy(table):
    found = table(SMALL, leave_out=lambda name: name == "name")
    assert found.header == ("URN", "Town")
    assert "Alder" not in found.path.read_text()


@given(whole=st.sampled_from([SMALL, QUOTED]), damage=damages)
@quick
def test_damage_is_refused_or_plain_to_see(whole, damage):
    content = damage.to(whole)
    rows = rows_or_refusal(content, read_back)
    assert rows is None or rows == slow_rows(content)


def read_back(path, folder):
    found = files.read_table(path, to=folder / "clean.csv", may_be_short=False)
    return [list(found.header), *(cells for _, cells in found.rows())]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["RECTYPE", "ALPHAIND", "URN", "TELIG", "PTRWM_EXP"], Kind.KS2_WIDE),
        (["\ufeffRECTYPE", "AlphaIND", "urn", "telig"], Kind.KS2_WIDE),
        (["time_period", "time_identifier", "geographic_level", "school_urn"], Kind.EES_LONG),
        (["URN", "LA (code)", "EstablishmentNumber", "EstablishmentName"], Kind.GIAS_REGISTER),
        (["urn", "la__code_", "establishmentnumber", "establishmentname"], Kind.GIAS_REGISTER),
        (["URN", "LinkURN", "LinkName", "LinkType"], Kind.GIAS_LINKS),
        (["Group UID", "Group ID", "Group Name"], Kind.GIAS_GROUPS),
        (["group_uid", "group_id", "group_name"], Kind.GIAS_GROUPS),
        (["URN", "Linked UID", "Group Name", "EstablishmentName"], Kind.GIAS_GROUP_LINKS),
        (["URN", "LA", "ESTAB", "NUMEAL", "PNUMEAL"], Kind.CENSUS),
        (["Date", "Amount"], Kind.OTHER),
    ],
)
def test_a_file_is_recognised_by_its_columns(header, kind):
    assert files.recognise(header) is kind


def test_a_file_at_the_wrong_door_is_shown_the_right_one():
    refusal = files.wrong_kind(Kind.GIAS_LINKS, Kind.GIAS_REGISTER)
    assert "leadwell import-links FILE" in str(refusal)
    assert "not take in" in str(files.wrong_kind(Kind.CENSUS, Kind.KS2_WIDE))
    assert "not those" in str(files.wrong_kind(Kind.OTHER, Kind.KS2_WIDE))


@pytest.mark.parametrize("name", ["edubasealldata_120b.csv", "links_edubasealldata.csv"])
def test_real_error_messages_saved_as_csv_are_named(shared_data, name):
    with pytest.raises(Refused, match="error message from the download page"):
        files.sniff(shared_data / "bad_downloads" / name)


def test_a_real_web_page_saved_as_csv_is_named(shared_data):
    with pytest.raises(Refused, match=r"web page .*: 404 Not found"):
        files.sniff(shared_data / "bad_downloads" / "edubasealldata_404.html.csv")


@pytest.mark.parametrize("start_year", [2016, 2017, 2018])
def test_real_results_without_a_last_line_break_are_whole(shared_data, tmp_path, start_year):
    path = shared_data / "ks2" / f"{start_year}-936-ks2.csv"
    found = files.read_table(path, to=tmp_path / "clean.csv", may_be_short=True)
    assert files.recognise(found.header) is Kind.KS2_WIDE
    assert found.encoding == "utf-8-sig"
    assert 4 <= len(found.short_rows) <= 22
