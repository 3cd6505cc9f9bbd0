"""Starts Genobook's Node.js programs: `python -m genobook kernel FILE`, `genobook doctor`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NODE_FLOOR = (20, 19)
CLI = Path(__file__).parent / "node" / "kernel" / "dist" / "cli.js"


def candidates():
    """Node.js where people have it: named, on the path, beside this Python, then version managers, newest first."""
    if named := os.environ.get("GENOBOOK_NODE"):
        yield Path(named)
        return
    if found := shutil.which("node"):
        yield Path(found)
    yield Path(sys.prefix) / ("node.exe" if os.name == "nt" else "bin/node")
    home = Path.home()
    for pattern in (".nvm/versions/node/*/bin/node", ".volta/bin/node", ".local/share/fnm/node-versions/*/installation/bin/node"):
        yield from sorted(home.glob(pattern), reverse=True)
    yield from (Path("/usr/local/bin/node"), Path("/opt/homebrew/bin/node"), Path("C:/Program Files/nodejs/node.exe"))


def version_of(node):
    try:
        printed = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
        return tuple(int(part) for part in printed.strip().lstrip("v").split("."))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def find_node():
    too_old = None
    for node in candidates():
        if not node.exists():
            continue
        version = version_of(str(node))
        if version is None:
            continue
        if version[:2] >= NODE_FLOOR:
            return str(node), version
        too_old = too_old or (str(node), ".".join(map(str, version)))
    floor = ".".join(map(str, NODE_FLOOR))
    found = f"{too_old[0]} is version {too_old[1]}." if too_old else "None was found."
    sys.exit(
        f"Genobook's kernel needs Node.js {floor} or newer. {found}\n"
        "Install it from nodejs.org, conda (`conda install nodejs`) or your system's packages, "
        "or set GENOBOOK_NODE to its path."
    )


def main():
    node, version = find_node()
    flags = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"]
    if version[0] == 22:
        flags.append("--experimental-async-context-frame")
    command = [node, *flags, str(CLI), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command).returncode)
    os.execv(node, command)


if __name__ == "__main__":
    main()
