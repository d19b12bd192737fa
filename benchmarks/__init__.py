"""Speed, growth and quality of Naql, each a script that prints a table: see docs/benchmarks.md."""
