"""Who copied whom: simulated stories of which the truth is known, and the table of how well it is found.

    python -m benchmarks.transmission [--preset NAME|all] [--stories N] [--seed S] [--text-only]
    python -m benchmarks.transmission.real      real reprints of real wires, their bylines hidden
    python -m benchmarks.transmission.scale     one wire in two thousand reprints: seconds and memory

`stories` says what the truth of a story is, `presets` how stories are drawn, `evaluation` what every figure
counts. The simulator knows how newsrooms work and nothing of how Naql infers. Even seeds are for tuning, odd
ones for publishing; the default is odd.
"""
