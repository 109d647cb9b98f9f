"""Rows that stay in the database until a part of them is wanted."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

Row = TypeVar("Row")
# So many are read at once where all are wanted.
BATCH = 2_000


class Rows(Sequence[Row]):
    """A list for paginators and files. Whoever fills it counts all rows and reads those of a part, in their order."""

    @abstractmethod
    def read(self, first: int, count: int) -> list[Row]:
        """So many rows from the `first` on."""

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            first = index.start or 0
            return self.read(first, (len(self) if index.stop is None else index.stop) - first)
        return self.read(index, 1)[0]

    def __iter__(self) -> Iterator[Row]:
        first = 0
        while rows := self.read(first, BATCH):
            yield from rows
            first += BATCH
