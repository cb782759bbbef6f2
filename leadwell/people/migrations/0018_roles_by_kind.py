"""Who has a role of a kind, of everybody: the constraints' own index took 18 ms for 3,100."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0017_walls_of_mail")]

    operations = [
        migrations.AddIndex(
            model_name="roleheld",
            index=models.Index(fields=["role", "school"], name="role_by_kind"),
        ),
    ]
