import { spawnSync } from "node:child_process";

/** plink2 as GENOBOOK_PLINK2 names it, else on the PATH, or undefined; or a program of another name. */
export function findPeer(program = process.env.GENOBOOK_PLINK2 || "plink2") {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  const version = (stdout ?? "").trim();
  return version.startsWith("PLINK") ? { program, version } : undefined;
}
