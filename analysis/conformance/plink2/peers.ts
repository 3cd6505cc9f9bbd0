import { execFileSync, spawnSync } from "node:child_process";

export interface Plink2 {
  readonly program: string;
  /** As in `v2.00a3.5`. */
  readonly version: string;
}

/** plink2 of the PATH and the one GENOBOOK_PLINK2 names, each version once. */
export const PEERS: readonly Plink2[] = ["plink2", process.env.GENOBOOK_PLINK2 ?? "plink2"]
  .map((program) => ({ program, version: versionOf(program) }))
  .filter(({ version }, i, all) => version && all.findIndex((p) => p.version === version) === i);

function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return /^PLINK (\S+)/.exec(stdout ?? "")?.[1] ?? "";
}

export function runPeer({ program }: Plink2, ...args: readonly string[]): void {
  // Reference BLAS and OpenBLAS alike are fastest, and the same every time, on one thread.
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1" };
  execFileSync(program, [...args, "--threads", "1"], { stdio: "pipe", env });
}
