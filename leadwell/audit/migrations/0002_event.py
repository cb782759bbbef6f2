from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("actor", models.CharField(max_length=254, verbose_name="who")),
                ("verb", models.CharField(max_length=60, verbose_name="did what")),
                (
                    "subject_type",
                    models.CharField(max_length=60, verbose_name="to what kind of thing"),
                ),
                ("subject_id", models.CharField(max_length=60, verbose_name="to which one")),
                ("detail", models.JSONField(default=dict, verbose_name="what changed")),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="event_by_subject")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("actor", ""), _negated=True), name="event_has_an_actor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verb", ""), _negated=True), name="event_has_a_verb"
                    ),
                ],
            },
        ),
        # Append-only by privilege: the site can add to the log and read it, nothing else.
        migrations.RunSQL(
            "revoke update, delete, truncate on audit_event from leadwell_app",
            "grant update, delete on audit_event to leadwell_app",
        ),
    ]
