"""Before a wheel or source archive is made: what pages and PDF files are dressed in is built."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from leadwell.web import assets

        try:
            assets.ensure()
        except assets.NotInstalled as missing:
            sys.exit(str(missing))
