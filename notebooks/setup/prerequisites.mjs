import { execFileSync } from "node:child_process";
import { SetupError } from "./steps.mjs";

const NODE_FLOOR = [20, 19];
const PYTHON_FLOOR = [3, 10];

/** @param {number[]} version @param {number[]} floor */
const isAtLeast = (version, floor) =>
  version[0] > floor[0] || (version[0] === floor[0] && version[1] >= floor[1]);

export function checkNode(version = process.versions.node) {
  if (isAtLeast(version.split(".").map(Number), NODE_FLOOR)) return;
  throw new SetupError(
    `This is Node.js ${version}; Genobook needs ${NODE_FLOOR.join(".")} or newer.`,
    "Install the current LTS release from nodejs.org, or with your version manager: nvm install 24.",
  );
}

/**
 * The first Python that is new enough and can make virtual environments.
 *
 * @returns {{ command: string, args: string[] }}
 */
export function findPython(
  candidates = process.platform === "win32"
    ? [["py", "-3"], ["python"], ["python3"]]
    : [["python3"], ["python3.13"], ["python3.12"], ["python3.11"], ["python3.10"], ["python"]],
) {
  const probe = "import sys; print(*sys.version_info[:2]); import ensurepip, venv";
  let tooOld = "";
  let withoutVenv = "";
  for (const [command, ...args] of candidates) {
    try {
      const out = execFileSync(command, [...args, "-c", probe], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      const version = out.trim().split(/\s+/).map(Number);
      if (isAtLeast(version, PYTHON_FLOOR)) return { command, args };
      tooOld ||= version.join(".");
    } catch (error) {
      const printed = String(/** @type {{ stdout?: string }} */ (error).stdout ?? "").trim();
      if (printed) withoutVenv ||= printed.replace(" ", ".");
    }
  }
  if (withoutVenv) {
    throw new SetupError(
      `Python ${withoutVenv} is here, but its venv module is not.`,
      "On Debian and Ubuntu: sudo apt-get install python3-venv. Then run this command again.",
    );
  }
  throw new SetupError(
    tooOld
      ? `The newest Python found is ${tooOld}; JupyterLab needs ${PYTHON_FLOOR.join(".")} or newer.`
      : `No Python was found; JupyterLab needs ${PYTHON_FLOOR.join(".")} or newer.`,
    "Install it from python.org or your system's packages, then run this command again.",
  );
}
