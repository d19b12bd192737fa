"""`python -m naql`."""

from naql.cli import main

main()
