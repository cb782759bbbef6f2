"""The provider of school accounts as allauth wants it, from what the settings say."""

from collections.abc import Mapping
from typing import Any


def school_provider(said: Mapping[str, str]) -> dict[str, Any]:
    """said: NAME, ISSUER, CLIENT_ID and SECRET; empty where none is set up."""
    app = {
        "provider_id": "school",
        "name": said.get("NAME"),
        "client_id": said.get("CLIENT_ID"),
        "secret": said.get("SECRET"),
        "settings": {"server_url": said.get("ISSUER")},
    }
    return {
        "APPS": [app] if said else [],
        # No "profile": the name is ours, and a picture is nothing to us.
        "SCOPE": ["openid", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
