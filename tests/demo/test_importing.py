"""The invented files go through the doors that real ones go through."""

from leadwell.demo import trial_schools
from leadwell.schools.sources import gias_links, gias_register, identity, ks2_wide


def test_the_register_is_taken_in_whole(small, tmp_path):
    read = gias_register.read(small.files.register, scratch=tmp_path)
    by_urn = {entry.urn: entry for entry in read.entries}

    assert read.table.encoding == "cp1252"
    assert [by_urn[s.urn].name for s in trial_schools.load().schools] == [
        s.name for s in trial_schools.load().schools
    ]
    assert by_urn[900_004].trust_name == trial_schools.load().trust
    assert by_urn[900_001].n_pupils == 62


def test_every_results_file_is_taken_in_whole(small, tmp_path):
    for file in small.files.results:
        scratch = tmp_path / str(file.academic_year)
        scratch.mkdir()
        read = ks2_wide.read(file.path, scratch=scratch, academic_year=file.academic_year)
        types = {kind for _, kind in read.rows_by_record_type}
        assert types == {1, 2, 3, 4, 5}
        assert read.unknown_columns == ()


def test_links_join_the_converters_and_keep_mergers_apart(small, tmp_path):
    register = gias_register.read(small.files.register, scratch=tmp_path)
    links = gias_links.read(small.files.links, scratch=tmp_path).links
    facts = [
        identity.EntryFacts(
            urn=entry.urn,
            type_of_establishment=entry.type_of_establishment,
            reason_opened=entry.reason_opened,
            opened_on=entry.opened_on,
            closed_on=entry.closed_on,
            laestab=entry.laestab,
            previous_laestab=entry.previous_laestab,
            reason_closed=entry.reason_closed,
        )
        for entry in register.entries
    ]
    joins = identity.joins(entries=facts, links=links, conversions=[])
    joined = {(join.old_urn, join.new_urn) for join in joins}
    plain = {
        (link.link_urn, link.urn) if link.link_type == "Predecessor" else (link.urn, link.link_urn)
        for link in links
        if link.link_type in ("Predecessor", "Successor")
    }
    assert joined == plain
    assert (900_002, 900_042) in joined
    kinds = {join.kind for join in joins}
    assert kinds == {identity.JoinKind.CONVERTER, identity.JoinKind.SPONSOR_LED}
