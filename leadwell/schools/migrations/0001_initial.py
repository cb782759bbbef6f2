import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalAuthority",
            fields=[
                (
                    "code",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="region")),
            ],
            options={
                "verbose_name_plural": "local authorities",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="hash"
                    ),
                ),
                ("n_bytes", models.PositiveBigIntegerField(verbose_name="size")),
                ("data", models.BinaryField(verbose_name="bytes")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="content_hash_is_a_hash",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Join",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_urn", models.PositiveIntegerField(unique=True, verbose_name="URN before")),
                ("new_urn", models.PositiveIntegerField(unique=True, verbose_name="URN after")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("converter", "became an academy by choice: its history continues"),
                            (
                                "sponsor_led",
                                "taken over by a sponsor: the Department starts its history again",
                            ),
                            ("other", "the same school under a new number"),
                        ],
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                ("joined_on", models.DateField(null=True, verbose_name="when")),
                ("evidence", models.JSONField(default=list, verbose_name="why we believe it")),
            ],
            options={
                "ordering": ["joined_on", "old_urn"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old_urn", models.F("new_urn")), _negated=True),
                        name="a_urn_does_not_follow_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["converter", "sponsor_led", "other"])),
                        name="join_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("urn", models.PositiveIntegerField(verbose_name="URN")),
                ("link_urn", models.PositiveIntegerField(verbose_name="the other URN")),
                ("link_type", models.CharField(max_length=120, verbose_name="how they are linked")),
                ("established_on", models.DateField(null=True, verbose_name="since")),
            ],
            options={
                "ordering": ["urn", "link_urn"],
                "indexes": [models.Index(fields=["link_urn"], name="link_by_the_other_urn")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("urn"),
                        models.F("link_urn"),
                        models.F("link_type"),
                        name="a_link_is_said_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("urn", models.PositiveIntegerField(verbose_name="URN now")),
                ("laestab", models.PositiveIntegerField(null=True, verbose_name="LAESTAB now")),
                (
                    "phase_of_education",
                    models.CharField(blank=True, max_length=40, verbose_name="phase of education"),
                ),
                (
                    "type_of_establishment",
                    models.CharField(blank=True, max_length=80, verbose_name="type"),
                ),
                (
                    "is_special",
                    models.BooleanField(
                        default=False, verbose_name="special school or alternative provision"
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="open")),
                (
                    "is_on_register",
                    models.BooleanField(default=False, verbose_name="on the register"),
                ),
                ("opened_on", models.DateField(null=True, verbose_name="opened")),
                ("closed_on", models.DateField(null=True, verbose_name="closed")),
                ("town", models.CharField(blank=True, max_length=100, verbose_name="town")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="postcode")),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="region")),
                (
                    "low_age",
                    models.PositiveSmallIntegerField(null=True, verbose_name="youngest age"),
                ),
                (
                    "high_age",
                    models.PositiveSmallIntegerField(null=True, verbose_name="oldest age"),
                ),
                ("n_pupils", models.PositiveIntegerField(null=True, verbose_name="pupils on roll")),
                (
                    "fsm_pct",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        verbose_name="per cent with free meals",
                    ),
                ),
                ("easting", models.PositiveIntegerField(null=True, verbose_name="easting")),
                ("northing", models.PositiveIntegerField(null=True, verbose_name="northing")),
                (
                    "continued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier",
                        to="schools.school",
                    ),
                ),
                (
                    "local_authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schools",
                        to="schools.localauthority",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("register", "School register"),
                            ("links", "Links between schools"),
                            ("results", "Key stage 2 results"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of the file")),
                ("n_bytes", models.PositiveBigIntegerField(verbose_name="size")),
                ("encoding", models.CharField(max_length=12, verbose_name="encoding found")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not said"),
                            ("provisional", "provisional"),
                            ("revised", "revised"),
                            ("final", "final"),
                        ],
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                (
                    "academic_years",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="years",
                    ),
                ),
                ("loaded_at", models.DateTimeField(verbose_name="loaded")),
                ("loaded_by", models.CharField(max_length=254, verbose_name="loaded by")),
                ("report", models.JSONField(default=dict, verbose_name="what was found")),
                (
                    "raw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.content",
                    ),
                ),
                (
                    "typed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.content",
                    ),
                ),
            ],
            options={
                "ordering": ["-loaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublishedYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("academic_year", models.SmallIntegerField(verbose_name="year")),
                (
                    "record_type",
                    models.SmallIntegerField(
                        choices=[
                            (1, "mainstream school"),
                            (2, "special school"),
                            (3, "local authority"),
                            (4, "England, all schools"),
                            (5, "England, state-funded schools"),
                            (6, "region"),
                        ],
                        verbose_name="kind of row",
                    ),
                ),
                ("about", models.CharField(max_length=80, verbose_name="what it is about")),
                ("urn", models.PositiveIntegerField(null=True, verbose_name="URN")),
                (
                    "la_code",
                    models.PositiveSmallIntegerField(null=True, verbose_name="local authority"),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=200, verbose_name="name in the file"),
                ),
                (
                    "also_from",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="earlier files some values are still from",
                    ),
                ),
                (
                    "status_rank",
                    models.SmallIntegerField(
                        default=0, verbose_name="0 not said, 1 provisional, 2 revised, 3 final"
                    ),
                ),
                (
                    "values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(null=True), size=None, verbose_name="values"
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None, verbose_name="reasons"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="schools.school",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="schools.sourcefile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trust",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.PositiveIntegerField(
                        null=True, unique=True, verbose_name="group identifier"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("name"),
                        condition=models.Q(("code", None)),
                        name="one_trust_of_a_name_without_code",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="school",
            name="trust",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schools",
                to="schools.trust",
            ),
        ),
        migrations.CreateModel(
            name="Load",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("register", "School register"),
                            ("links", "Links between schools"),
                            ("results", "Key stage 2 results"),
                        ],
                        max_length=8,
                        verbose_name="what is in it",
                    ),
                ),
                ("academic_year", models.SmallIntegerField(null=True, verbose_name="year")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not said"),
                            ("provisional", "provisional"),
                            ("revised", "revised"),
                            ("final", "final"),
                        ],
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                (
                    "fewer_because",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why fewer schools are right"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be looked at"),
                            ("looking", "Being looked at"),
                            ("looked", "Ready for you to decide"),
                            ("loading", "Being loaded"),
                            ("done", "Loaded"),
                            ("refused", "Refused: nothing was changed"),
                            ("dropped", "Dropped by you: nothing was changed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("progress", models.CharField(blank=True, max_length=200, verbose_name="how far")),
                (
                    "report",
                    models.JSONField(default=dict, verbose_name="what would change, or did"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="why it was refused")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "content",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.content",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "looking",
                                    "looked",
                                    "loading",
                                    "done",
                                    "refused",
                                    "dropped",
                                ],
                            )
                        ),
                        name="load_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_refused_load_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("urn", models.PositiveIntegerField(unique=True, verbose_name="URN")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("laestab", models.PositiveIntegerField(null=True, verbose_name="LAESTAB")),
                (
                    "previous_laestab",
                    models.PositiveIntegerField(null=True, verbose_name="LAESTAB before"),
                ),
                (
                    "la_code",
                    models.PositiveSmallIntegerField(null=True, verbose_name="local authority"),
                ),
                (
                    "type_of_establishment",
                    models.CharField(blank=True, max_length=80, verbose_name="type"),
                ),
                ("status", models.CharField(blank=True, max_length=40, verbose_name="status")),
                (
                    "reason_opened",
                    models.CharField(blank=True, max_length=80, verbose_name="why opened"),
                ),
                ("opened_on", models.DateField(null=True, verbose_name="opened")),
                (
                    "reason_closed",
                    models.CharField(blank=True, max_length=80, verbose_name="why closed"),
                ),
                ("closed_on", models.DateField(null=True, verbose_name="closed")),
                (
                    "is_on_register",
                    models.BooleanField(default=False, verbose_name="on the register"),
                ),
                (
                    "facts",
                    models.JSONField(
                        default=dict, verbose_name="everything else the register says that we use"
                    ),
                ),
                (
                    "born_as",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="born_from",
                        to="schools.school",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "register entries",
                "ordering": ["urn"],
                "indexes": [models.Index(fields=["laestab"], name="entry_by_laestab")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("urn__range", (100000, 999999))),
                        name="entry_urn_has_six_digits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("urn", "URN"), ("laestab", "LAESTAB")],
                        max_length=8,
                        verbose_name="kind of number",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="number")),
                ("first_on", models.DateField(null=True, verbose_name="from")),
                ("last_on", models.DateField(null=True, verbose_name="to")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": [
                    "school",
                    "scheme",
                    models.OrderBy(models.F("first_on"), nulls_first=True),
                ],
                "indexes": [models.Index(fields=["scheme", "value"], name="identifier_by_value")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("value"),
                        condition=models.Q(("scheme", "urn")),
                        name="a_urn_is_one_school_for_ever",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scheme__in", ["urn", "laestab"])),
                        name="identifier_scheme_is_known",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sourcefile",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                models.F("sha256"),
                models.F("status"),
                models.F("academic_years"),
                name="a_file_is_loaded_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["", "provisional", "revised", "final"])),
                name="source_status_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="publishedyear",
            index=models.Index(fields=["school", "academic_year"], name="published_by_school"),
        ),
        migrations.AddConstraint(
            model_name="publishedyear",
            constraint=models.UniqueConstraint(
                models.F("academic_year"), models.F("about"), name="shown_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("record_type__in", [1, 2]), ("urn__isnull", False)),
                    models.Q(
                        ("record_type__in", [3, 4, 5, 6]),
                        ("school__isnull", True),
                        ("urn__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_school_row_has_a_urn_and_an_area_none",
            ),
        ),
        migrations.AddIndex(
            model_name="school",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="school_name_parts",
            ),
        ),
        migrations.AddIndex(
            model_name="school",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("town"), name="gin_trgm_ops"
                ),
                name="school_town_parts",
            ),
        ),
        migrations.AddIndex(
            model_name="school",
            index=models.Index(fields=["name", "id"], name="school_by_name"),
        ),
        migrations.AddIndex(
            model_name="school",
            index=models.Index(fields=["postcode"], name="school_by_postcode"),
        ),
        migrations.AddIndex(
            model_name="school",
            index=models.Index(
                fields=["phase_of_education", "region"], name="school_by_phase_region"
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.UniqueConstraint(
                models.F("urn"),
                condition=models.Q(("continued_by", None)),
                name="one_standing_school_for_a_urn",
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.CheckConstraint(
                condition=models.Q(("urn__range", (100000, 999999))),
                name="school_urn_has_six_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("continued_by", None),
                    models.Q(("continued_by", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="school_does_not_continue_itself",
            ),
        ),
    ]
