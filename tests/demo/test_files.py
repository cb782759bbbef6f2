import csv
import hashlib
import io
import re
from collections import Counter
from datetime import date

import pytest

from leadwell.demo import files, register

TODAY = date(2026, 11, 22)


def entries(world):
    text = world.files.register.read_bytes().decode("cp1252")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def links(world):
    text = world.files.links.read_bytes().decode("cp1252")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def hashes(written):
    paths = [written.register, written.links, *(file.path for file in written.results)]
    return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths]


def test_the_same_seed_and_day_write_the_same_bytes(tmp_path):
    one, other = (files.write(tmp_path / name, seed=5, today=TODAY, n_schools=60) for name in "ab")
    assert hashes(one) == hashes(other)


def test_another_seed_writes_other_bytes(tmp_path):
    one, other = (
        files.write(tmp_path / str(seed), seed=seed, today=TODAY, n_schools=60) for seed in (5, 6)
    )
    assert hashes(one)[0] != hashes(other)[0]


def test_a_later_day_leaves_the_past_as_it_was(tmp_path):
    one = files.write(tmp_path / "a", seed=5, today=date(2024, 10, 1), n_schools=300)
    other = files.write(tmp_path / "b", seed=5, today=TODAY, n_schools=300)

    assert len(other.results) == len(one.results) + 2
    for before, after in zip(one.results[:-1], other.results, strict=False):
        assert before.path.read_bytes() == after.path.read_bytes()


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 9, 1), "provisional"),
        (date(2026, 12, 1), "revised"),
        (date(2027, 4, 1), "final"),
    ],
)
def test_the_newest_file_goes_from_provisional_to_final(tmp_path, today, status):
    newest = files.write(tmp_path, seed=5, today=today, n_schools=60).results[-1]
    assert (newest.academic_year, newest.status) == (2025, status)
    assert newest.path.name == f"2025-2026_england_ks2{status}.csv"


def test_the_register_has_the_columns_of_the_full_download(small, shared_data):
    name = "gias_edubasealldata_2026-04.txt"
    published = (shared_data / "headers" / name).read_text().split()
    ours = [re.sub(r"[ ()]", "_", column).lower() for column in register.columns()]
    assert ours == published
    assert list(entries(small)[0]) == list(register.columns())


def test_the_register_is_in_windows_bytes_but_hardly_anywhere(middling):
    content = middling.files.register.read_bytes()
    unusual = sum(byte > 0x7F for byte in content)
    assert 2 <= unusual < 100
    assert b"\x92" in content
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_even_the_smallest_register_is_not_plain_ascii(small):
    assert not small.files.register.read_bytes().isascii()


def test_no_head_teacher_is_named(middling):
    for entry in entries(middling):
        assert not any(text for name, text in entry.items() if name.startswith("Head"))


def test_dates_are_day_month_year(middling):
    for entry in entries(middling):
        for name in ("OpenDate", "CloseDate"):
            assert re.fullmatch(r"|\d\d-\d\d-\d{4}", entry[name])


def test_some_dates_and_places_are_unknown(middling):
    found = entries(middling)
    assert any(entry["OpenDate"] == "01-01-1900" for entry in found)
    assert any(entry["OpenDate"] == "" for entry in found)
    assert any(entry["Easting"] == "0" for entry in found)


def test_closed_schools_keep_their_rows_and_say_why(middling):
    closed = [e for e in entries(middling) if e["EstablishmentStatus (name)"] == "Closed"]
    reasons = Counter(entry["ReasonEstablishmentClosed (name)"] for entry in closed)
    assert len(closed) > 800
    assert all(entry["CloseDate"] for entry in closed)
    assert set(reasons) == {
        "Academy Converter", "For Academy", "Closure", "Result of Amalgamation/Merger",
        "De-amalgamation",
    }  # fmt: skip


def test_an_academy_is_in_a_trust_and_a_maintained_school_is_not(middling):
    for entry in entries(middling):
        is_open = entry["EstablishmentStatus (name)"] == "Open"
        group = entry["EstablishmentTypeGroup (name)"]
        in_trust = "academy" in entry["TypeOfEstablishment (name)"].casefold() or (
            group == "Free Schools"
        )
        assert bool(entry["Trusts (name)"]) == (is_open and in_trust)


def test_a_reorganised_authority_leaves_its_old_number(middling):
    moved = [entry for entry in entries(middling) if entry["PreviousEstablishmentNumber"]]
    assert moved
    for entry in moved:
        assert entry["PreviousLA (code)"] in ("991", "992")
        assert entry["PreviousEstablishmentNumber"] != entry["EstablishmentNumber"]


def test_postcodes_and_telephones_reach_nobody(middling):
    for entry in entries(middling):
        assert entry["Postcode"][:2] in ("QX", "ZZ")
        assert entry["TelephoneNum"].startswith("01632960")
        assert entry["SchoolWebsite"].endswith(".example")


def test_most_links_are_told_from_both_sides_and_some_from_one(middling):
    back = {"Predecessor": "Successor", "Successor": "Predecessor"}
    told = {(link["URN"], link["LinkURN"], link["LinkType"]) for link in links(middling)}
    plain = [link for link in told if link[2] in back]
    one_sided = Counter(
        kind for here, there, kind in plain if (there, here, back[kind]) not in told
    )
    assert 0 < one_sided["Predecessor"] < 0.05 * len(plain)
    assert 0 < one_sided["Successor"] < 0.05 * len(plain)


def test_every_kind_of_link_is_there_and_some_have_no_date(middling):
    found = links(middling)
    assert {link["LinkType"] for link in found} == {
        before + kind
        for before in ("Predecessor", "Successor")
        for kind in ("", " - amalgamated", " - merged", " - Split School")
    }
    assert 0.1 < sum(not link["LinkEstablishedDate"] for link in found) / len(found) < 0.3


def test_links_lead_to_schools_in_the_register(middling):
    urns = {entry["URN"] for entry in entries(middling)}
    assert {u for link in links(middling) for u in (link["URN"], link["LinkURN"])} <= urns


def test_the_links_file_has_no_last_line_end_and_the_register_has(small):
    assert not small.files.links.read_bytes().endswith(b"\n")
    assert small.files.register.read_bytes().endswith(b'"\r\n')


def test_the_trial_s_academy_is_linked_to_the_school_it_was(small):
    told = {(link["URN"], link["LinkURN"]) for link in links(small)}
    assert ("900002", "900042") in told or ("900042", "900002") in told


def test_results_are_of_schools_in_the_register(middling):
    urns = {entry["URN"] for entry in entries(middling)}
    for file in middling.results.values():
        assert {row["URN"] for row in file.rows if row["RECTYPE"] in "12"} <= urns
