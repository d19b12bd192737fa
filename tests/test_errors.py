"""The errors' exit codes."""

from __future__ import annotations

from naql.errors import NaqlError, NothingReadableError, ProjectError, UsageError


def test_errors_carry_the_exit_code_of_the_command() -> None:
    codes = {NaqlError: 3, UsageError: 2, NothingReadableError: 3, ProjectError: 3}
    for error, code in codes.items():
        assert issubclass(error, NaqlError)
        assert error("why").exit_code == code
