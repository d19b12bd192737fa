"""Records as Arrow: the schema of a table from its dataclass, and records as a table."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable

import pyarrow as pa

_PLAIN: dict[object, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def _arrow(annotation: object) -> tuple[pa.DataType, bool]:
    """The Arrow type of a field's annotation, and whether it may be null."""
    if isinstance(annotation, types.UnionType):
        (inner,) = (a for a in typing.get_args(annotation) if a is not types.NoneType)
        return _arrow(inner)[0], True
    if typing.get_origin(annotation) is tuple:
        return pa.list_(_arrow(typing.get_args(annotation)[0])[0]), False
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return pa.struct(list(schema(annotation))), False
    return _PLAIN[annotation], False


def schema(record: type) -> pa.Schema:
    """The Arrow schema of a record's table, derived from the dataclass."""
    hints = typing.get_type_hints(record)
    fields = []
    for field in dataclasses.fields(record):
        kind, nullable = _arrow(hints[field.name])
        fields.append(pa.field(field.name, kind, nullable=nullable))
    return pa.schema(fields)


def table(records: Iterable[object], record: type) -> pa.Table:
    """Records of one class as an Arrow table."""
    return pa.Table.from_pylist([dataclasses.asdict(r) for r in records], schema=schema(record))  # type: ignore[call-overload]
