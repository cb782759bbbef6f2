"""leadwell add-playbook: taken whole, or refused with line and reason, and dry on demand."""

from tests.explore.playbooks.files import KEY, TITLE, playbook_of_ones_own


def test_the_command_adds_it_or_says_that_it_would(leadwell, tmp_path):
    path = playbook_of_ones_own(tmp_path)
    status, told = leadwell("add-playbook", path, "--dry-run", "--json")
    assert (status, told["is_dry_run"], told["key"]) == (0, True, KEY)
    status, told = leadwell("add-playbook", path, "--json")
    assert (status, told["title"]) == (0, TITLE)
    status, told = leadwell("add-playbook", path, "--json")
    assert status == 1
    assert "There is a playbook called our-own-maths already." in told["refused"]
    bad = playbook_of_ones_own(tmp_path, months="1")
    status, told = leadwell("add-playbook", bad, "--json")
    assert (status, told["n_problems"]) == (1, 1)
    assert told["problems"][0]["line"] > 1
