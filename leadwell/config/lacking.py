"""What a production site is started without, said once at its start."""

from collections.abc import Mapping

MAIL = {
    "LEADWELL_MAIL_HOST": "the server that takes mail",
    "LEADWELL_MAIL_FROM": "the sender",
}

SCHOOL = {
    "LEADWELL_OIDC_NAME": "what its button says",
    "LEADWELL_OIDC_ISSUER": "the provider",
    "LEADWELL_OIDC_CLIENT_ID": "who we are there",
    "LEADWELL_OIDC_SECRET": "by which it knows us",
}


def sentences(environ: Mapping[str, str]) -> list[str]:
    """Each a line for whoever starts it; none outside production."""
    if environ.get("LEADWELL_MODE", "production") != "production":
        return []
    said = []
    if missing := [name for name in MAIL if not environ.get(name)]:
        what = " and ".join(f"{name} ({MAIL[name]})" for name in missing)
        said.append(
            f"Mail is not set up: {what} {'is' if len(missing) == 1 else 'are'} missing. "
            "Invitations, links for forgotten passwords and warnings cannot go out."
        )
    if environ.get("LEADWELL_MAIL_USER") and not environ.get("LEADWELL_MAIL_PASSWORD"):
        said.append("LEADWELL_MAIL_USER is set without LEADWELL_MAIL_PASSWORD.")
    if not environ.get("LEADWELL_SITE"):
        said.append(
            "LEADWELL_SITE is missing: links in mail begin with the first of LEADWELL_HOSTS."
        )
    missing = [name for name in SCHOOL if not environ.get(name)]
    if missing and len(missing) < len(SCHOOL):
        what = " and ".join(f"{name} ({SCHOOL[name]})" for name in missing)
        said.append(
            f"Signing in by a school account is set up by half, and so is off: {what} "
            f"{'is' if len(missing) == 1 else 'are'} missing."
        )
    if environ.get("LEADWELL_SECOND_FACTOR") == "offered":
        said.append(
            "LEADWELL_SECOND_FACTOR is offered: whoever learns a password sees what its owner sees."
        )
    return said
