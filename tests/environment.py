"""Read before anything else (`-p tests.environment`), so that no test can touch real settings."""

import os

os.environ["LEADWELL_MODE"] = "test"
os.environ.pop("DATABASE_URL", None)
os.environ["LEADWELL_HOME"] = f"/tmp/leadwell-tests-{os.geteuid()}"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop running
