"""The database engine of the settings. Django looks for it under this name."""

from __future__ import annotations

import select
from typing import Any

import psycopg
from django.db.backends.base.introspection import TableInfo
from django.db.backends.postgresql import base, introspection


class DatabaseIntrospection(introspection.DatabaseIntrospection):
    """Sees tables in schemas of their own as well, under the names that their models go by."""

    def get_table_list(self, cursor: Any) -> list[TableInfo]:
        found = super().get_table_list(cursor)
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN (current_schema, 'information_schema') AND schemaname NOT LIKE 'pg\\_%'"
        )
        return [*found, *(TableInfo(f'{schema}"."{table}', "t") for schema, table in cursor.fetchall())]


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL: a look at a kept connection costs no round trip, and a statement may be planned once."""

    introspection_class = DatabaseIntrospection

    def is_usable(self) -> bool:
        """Whether the server is still there. Nothing is due on an idle connection: if there is something to read,
        it is the server's goodbye, or the end of the line.
        """
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)

    def prepared_cursor(self) -> Any:
        """A cursor whose statements each connection parses and plans once, then only runs.

        For the few statements of the busiest paths, where planning would cost more than running.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        assert self.connection is not None  # noqa: S101 (it was just made sure)
        return self._prepare_cursor(_Prepared(self.connection))  # type: ignore[attr-defined]  # the stubs lack it


class _Prepared(psycopg.Cursor[Any]):
    """Values go to the server apart from the text, which therefore stays the same."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        return super().execute(query, params, **{**more, "prepare": True})
