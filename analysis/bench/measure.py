"""Runs a command and prints what it took as JSON: measure.py <file for its output> <program> <argument>..."""

import json
import os
import sys
import time

output, program, *arguments = sys.argv[1:]
sink = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
actions = [(os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, sink, 2)]
started = time.perf_counter()
pid = os.posix_spawnp(program, [program, *arguments], os.environ, file_actions=actions)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - started
# Linux counts the peak in KiB, macOS in bytes.
unit = 1 if sys.platform == "darwin" else 1024
cpu = usage.ru_utime + usage.ru_stime
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"wall": wall, "cpu": cpu, "peak": usage.ru_maxrss * unit, "code": code}))
