"""A select of the ORM whose text is made once: what differs from one request to the next is `Given` when it runs.

Making the SQL of a large condition costs several times what the database needs to answer it. Rules stay where they
are, as querysets and Q; only their text is kept, never an answer.
"""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """A value read, each time the select runs, from what `Prepared.rows` was handed: `Given(lambda asked: asked.today,
    DateField())`. Stands for the value in a filter; None in it matches nothing."""

    def __init__(self, read: Callable[[Any], Any], output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.read = read

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)


class Prepared:
    """The text of a `values_list` queryset, made now. Keep it as long as the process lives; threads may share it."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = compiler.as_sql()
        found = compiler.get_converters([column for column, _sql, _alias in compiler.select[: compiler.col_count]])
        self._converters = [(place, *converters) for place, converters in found.items()]

    def rows(self, source: Any) -> list[list[Any]]:
        """Runs it with what its Givens read from `source`; values as the ORM would give them."""
        params = [param.read(source) if isinstance(param, Given) else param for param in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = [list(row) for row in cursor.fetchall()]
        for place, functions, column in self._converters:
            for convert in functions:
                for row in rows:
                    row[place] = convert(row[place], column, connection)
        return rows
