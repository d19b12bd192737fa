"""What an outlet changed in a shared passage, by kind and severity."""

from __future__ import annotations

from collections.abc import Sequence

from naql.model import Alignment, Change, Reading


def changes(left: Reading, right: Reading, blocks: Sequence[Alignment]) -> list[Change]:
    """The changes inside the blocks two texts share, in the order of the left text."""
    raise NotImplementedError
