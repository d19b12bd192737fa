"""The errors Naql raises: one tree, each with a message to act on and the exit code of the command."""

from __future__ import annotations


class NaqlError(Exception):
    """Anything Naql refuses, with a message a user can act on. `exit_code` is the command's."""

    exit_code = 3


class UsageError(NaqlError):
    """An unknown option, field, table or id: the caller must change the call."""

    exit_code = 2


class NothingReadableError(NaqlError):
    """No input at all could be read as an article."""


class ProjectError(NaqlError):
    """A project folder that is missing, damaged, of another format, or locked by a writer."""
