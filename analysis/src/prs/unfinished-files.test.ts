import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "genobook-unfinished-"));
afterAll(() => rmSync(folder, { recursive: true }));

const library = new URL("../../dist/index.js", import.meta.url).href;
const KIBIBYTES_ALLOWED = 16;

/** A panel of LD and a score, each larger than what is allowed, and a call that writes it. */
const CALLS = {
  "a panel of LD": `
    const { genotypes } = await data.simulate({ seed: 3, samples: 100, variants: 400 });
    const made = await ld.panel(genotypes, { window: {}, blocks: { leastVariants: 10, mostVariants: 20 } });
    const kill = { ...made, readBlock: (b) => (b === 9 && killed ? process.kill(process.pid, "SIGKILL") : made.readBlock(b)) };
    const write = () => ld.writePanel(kill, path);`,
  "a scoring file": `
    const ids = Array.from({ length: 60_000 }, (_, i) => "rs" + i);
    const scores = prs.scoringFile({ variantId: ids, effectAllele: ids.map(() => "A"), weights: { s: ids.map((_, i) => Math.sin(i)) } });
    const onProgress = ({ done }) => { if (killed && done > 0) process.kill(process.pid, "SIGKILL"); };
    const write = () => prs.writeScores(scores, path, { traitReported: "Height", onProgress });`,
} as const;

// What a full disk is to a program: the system refuses to let files grow.
describe.skipIf(process.platform === "win32")("what was there before stays", () => {
  const run = (name: keyof typeof CALLS, killed: boolean): [string, string, string] => {
    const own = mkdtempSync(join(folder, "run-"));
    const path = join(own, "file");
    mkdirSync(own, { recursive: true });
    writeFileSync(path, "before");
    const program = `
      const { data, ld, prs } = await import(${JSON.stringify(library)});
      const [path, killed] = [${JSON.stringify(path)}, ${killed}];
      ${CALLS[name]}
      const error = await write().then(() => ({ what: "written" }), (thrown) => thrown);
      console.log(error.what);
      process.exit(0);`;
    const limits = killed ? "" : `trap "" XFSZ; ulimit -f ${KIBIBYTES_ALLOWED};`;
    const { stdout, signal, stderr } = spawnSync(
      "bash",
      ["-c", `${limits} exec "$0" --input-type=module -e "$1"`, process.execPath, program],
      { encoding: "utf8" },
    );
    expect(stderr).toBe("");
    const names = readdirSync(own).filter((file) => !file.startsWith("."));
    expect(names).toEqual(["file"]);
    expect(readFileSync(path, "utf8")).toBe("before");
    return [stdout.trim(), signal ?? "", readdirSync(own).join()];
  };
  const names = Object.keys(CALLS) as (keyof typeof CALLS)[];

  test.each(names)("where the disk is too full for %s, and nothing else is left", (name) => {
    const [said, , left] = run(name, false);
    expect(said).toMatch(/^Cannot write /);
    expect(left).toBe("file");
  });

  test.each(names)("where the process is killed while it writes %s", (name) => {
    const [, signal] = run(name, true);
    expect(signal).toBe("SIGKILL");
  });
});
