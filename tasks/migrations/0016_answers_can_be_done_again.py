"""A worker may do a rejected answer again, once: the database looks that it is theirs, and of that micro-task."""

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

# After the row, not before it: a trigger before it would let COPY write the rows of a new job one by one.
FORWARD = """
CREATE FUNCTION tasks_look_at_redo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tasks_assignment f WHERE f.id = NEW.redo_of_id AND f.micro_task_id = NEW.micro_task_id
            AND f.worker_id = NEW.worker_id AND f.state = 'rejected' AND f.redo_of_id IS NULL
    ) THEN
        RAISE EXCEPTION 'tasks_redo_is_of_a_rejected_answer: their own, to the same micro-task, and itself no redo'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tasks_redo_is_of_a_rejected_answer AFTER INSERT OR UPDATE OF redo_of_id ON tasks_assignment
    FOR EACH ROW WHEN (NEW.redo_of_id IS NOT NULL) EXECUTE FUNCTION tasks_look_at_redo();
"""
BACKWARD = """
DROP TRIGGER tasks_redo_is_of_a_rejected_answer ON tasks_assignment;
DROP FUNCTION tasks_look_at_redo();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0015_questions_and_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='tasks_worker_answers_a_micro_task_once',
        ),
        migrations.AddField(
            model_name='assignment',
            name='redo_of',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redos', to='tasks.assignment'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('redo_of__isnull', False)), fields=['redo_of'], name='tasks_assignment_redone'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(models.F('micro_task'), models.F('worker'), django.db.models.lookups.IsNull(models.F('redo_of'), False), condition=models.Q(('state', 'claimed'), ('submitted_at__isnull', False), ('reported_at__isnull', False), _connector='OR'), name='tasks_worker_answers_a_micro_task_once'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
