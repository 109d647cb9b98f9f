from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0020_rejections_need_consent")]

    operations = [
        migrations.CreateModel(
            name="UnusedFile",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
