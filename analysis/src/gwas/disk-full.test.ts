import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { simulate } from "../genotypes/simulate.ts";
import { writePlink1 } from "../genotypes/write-plink1.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-disk-full-"));
afterAll(() => rmSync(folder, { recursive: true }));

const KIBIBYTES_ALLOWED = 64;

// The system refuses to let files grow beyond a limit, which to a program is what a full disk is.
test.skipIf(process.platform === "win32")(
  "a scan whose reports do not fit on the disk ends with the reason, and leaves no file behind",
  async () => {
    const { genotypes } = await simulate({ seed: 8, samples: 2000, variants: 4000 });
    const stem = join(folder, "cohort");
    await writePlink1(genotypes, stem);
    const results = join(folder, "results");
    mkdirSync(results);
    const library = new URL("../../dist/index.js", import.meta.url).href;
    const scan = `
      const { data, gwas } = await import(${JSON.stringify(library)});
      const genotypes = await data.genotypes(${JSON.stringify(`${stem}.bed`)});
      const ids = { familyId: genotypes.samples.familyId, individualId: genotypes.samples.individualId };
      const columns = { a: ids.individualId.map((_, i) => Math.sin(i)), b: ids.individualId.map((_, i) => i % 7) };
      const phenotypes = data.sampleTable({ ...ids, columns });
      const out = { path: ${JSON.stringify(join(results, "{trait}.tsv"))} };
      const error = await gwas.linear({ genotypes, phenotypes, traits: ["a", "b"], out }).then(
        () => ({ what: "written" }),
        (thrown) => thrown,
      );
      console.log(JSON.stringify({ what: error.what, why: error.why, tag: error.tag }));
      process.exit(0);`;
    const limits = `trap "" XFSZ; ulimit -f ${KIBIBYTES_ALLOWED}; exec "$0" --input-type=module -e "$1"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", limits, process.execPath, scan], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      what: expect.stringMatching(/^Cannot write .*\.tsv/) as string,
      why: expect.stringMatching(/^EFBIG: file too large/) as string,
      tag: "format",
    });
    expect(readdirSync(results)).toEqual([]);
  },
);
