"""What a production site says at its start that it lacks."""

from leadwell.config.lacking import sentences

SITE = {"LEADWELL_SITE": "https://leadwell.example"}
WHOLE = SITE | {
    "LEADWELL_MAIL_HOST": "mail.example",
    "LEADWELL_MAIL_FROM": "Leadwell <a@mail.example>",
}


def test_missing_mail_settings_are_named_with_what_cannot_go_out():
    [said] = sentences(SITE)
    assert "LEADWELL_MAIL_HOST" in said
    assert "LEADWELL_MAIL_FROM" in said
    assert "Invitations" in said


def test_only_what_is_missing_is_named():
    [said] = sentences(SITE | {"LEADWELL_MAIL_HOST": "mail.example"})
    assert "LEADWELL_MAIL_HOST" not in said
    assert "is missing" in said


def test_a_user_without_a_password_is_said():
    [said] = sentences(WHOLE | {"LEADWELL_MAIL_USER": "leadwell"})
    assert "without LEADWELL_MAIL_PASSWORD" in said


def test_without_the_address_of_the_site_links_in_mail_are_guessed_and_that_is_said():
    [said] = sentences({name: value for name, value in WHOLE.items() if name not in SITE})
    assert "LEADWELL_SITE" in said


def test_second_factors_that_are_only_offered_are_said():
    [said] = sentences(WHOLE | {"LEADWELL_SECOND_FACTOR": "offered"})
    assert "whoever learns a password" in said


def test_with_everything_nothing_is_said_nor_outside_production():
    assert sentences(WHOLE) == []
    for mode in ("development", "demo", "test"):
        assert sentences({"LEADWELL_MODE": mode}) == []


OIDC = {f"LEADWELL_OIDC_{name}": "x" for name in ("NAME", "ISSUER", "CLIENT_ID", "SECRET")}


def test_a_provider_of_school_accounts_that_is_set_up_by_half_is_said_with_what_is_missing():
    [said] = sentences(WHOLE | {"LEADWELL_OIDC_ISSUER": "x", "LEADWELL_OIDC_NAME": "x"})
    assert "and so is off" in said
    assert "LEADWELL_OIDC_CLIENT_ID" in said
    assert "LEADWELL_OIDC_SECRET" in said
    assert "LEADWELL_OIDC_ISSUER" not in said


def test_one_that_is_set_up_whole_or_not_at_all_is_not_said():
    assert sentences(WHOLE | OIDC) == sentences(WHOLE) == []
