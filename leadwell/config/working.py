"""One worker, in a process of its own. It ends when PostgreSQL restarts: serving starts it again."""

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # what settings.INSTALLED_APPS makes it
    app.with_connector(connector.get_worker_connector()).run_worker(
        concurrency=1, delete_jobs="successful"
    )
