"""What citations took the place of. Apart from the step that moves rows: a database with deferred checks does not do both in one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_citations")]
    operations = [
        migrations.RemoveField(
            model_name="cardentry",
            name="sources",
        ),
        migrations.RemoveField(
            model_name="source",
            name="description",
        ),
        migrations.RemoveField(
            model_name="source",
            name="is_research",
        ),
        migrations.RemoveField(
            model_name="source",
            name="location",
        ),
        migrations.RemoveField(
            model_name="source",
            name="note",
        ),
    ]
