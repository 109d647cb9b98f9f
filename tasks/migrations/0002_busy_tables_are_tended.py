"""Rows of the busiest table change several times: room to update in place, and a vacuum that comes early."""

from django.db import migrations

FORWARD = """
ALTER TABLE tasks_assignment SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE tasks_participation SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);
"""
BACKWARD = """
ALTER TABLE tasks_assignment RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor,
    autovacuum_vacuum_cost_delay);
ALTER TABLE tasks_participation RESET (fillfactor, autovacuum_vacuum_scale_factor);
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_jobs_and_assignments")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
