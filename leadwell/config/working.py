"""One worker, in a process of its own. It ends when PostgreSQL restarts: serving starts it again."""

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    worker_app = app.with_connector(app.connector.get_worker_connector())
    worker_app.run_worker(concurrency=1, delete_jobs="never")
