import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FolderEntry, ProjectFiles } from "../data-service/project-files.ts";
import type { ProjectDataset } from "../data-service/project-files.ts";
import { projectItem } from "./dataset-item.ts";
import { type BrowserState, DatasetBrowserModel } from "./model.ts";
import { type ScannedFolder, scanFolders } from "./scan.ts";

function sectionDatasets({ datasets }: BrowserState, kind: string): ProjectDataset[] {
  return datasets
    .filter((dataset) => dataset.kind === kind)
    .sort((a, b) => a.path.localeCompare(b.path));
}

const LIMITS = { maximumDepth: 5, maximumFiles: 100 };
const PHENO = "IID\theight\nI1\t170\nI2\t180\n";
const BED = Uint8Array.of(0x6c, 0x1b, 0x01, 0b11, 0b00);

/** A project in memory: paths and their bytes. */
function memoryFiles(content: Record<string, string | Uint8Array>): ProjectFiles & {
  readonly opened: string[];
} {
  const bytes = new Map(
    Object.entries(content).map(([path, text]) => [
      path,
      typeof text === "string" ? new TextEncoder().encode(text) : text,
    ]),
  );
  const opened: string[] = [];
  return {
    opened,
    list(folder) {
      const prefix = folder === "" ? "" : `${folder}/`;
      const entries = new Map<string, FolderEntry>();
      for (const [path, { length }] of bytes) {
        if (!path.startsWith(prefix)) continue;
        const [name = "", ...rest] = path.slice(prefix.length).split("/");
        const isFolder = rest.length > 0;
        entries.set(name, { name, path: prefix + name, isFolder, size: length, modified: "1" });
      }
      return Promise.resolve([...entries.values()]);
    },
    open({ path, size }) {
      opened.push(path);
      const read = (offset: number, length: number) =>
        Promise.resolve(bytes.get(path)!.slice(offset, offset + length));
      return Promise.resolve({ name: path, size, read });
    },
  };
}

test("association results have the build and the sample size of the metadata beside them", async () => {
  const header =
    "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value";
  const files = memoryFiles({
    "gwas/first.tsv": `${header}\n1\t5\tA\tG\t1\t1\t0.5\t0.3\n`,
    "gwas/first.tsv-meta.yaml":
      "genome_assembly: GRCh38\nsamples:\n  - sample_ancestry_category:\n      - European\n    sample_size: 1479\n",
    "gwas/settings.yaml": "a: 1\n",
  });
  const model = new DatasetBrowserModel(files, LIMITS);
  await model.refresh();
  const { datasets } = model.state;
  expect(datasets.map(({ path }) => path)).toEqual(["gwas/first.tsv"]);
  expect(projectItem(datasets[0])).toMatchObject({
    build: "GRCh38",
    buildEvidence: "genome_assembly in the metadata file",
    variants: 1,
    samples: 1479,
  });
  expect(files.opened).not.toContain("gwas/settings.yaml");
});

describe("scanFolders", () => {
  const files = memoryFiles({
    "people.tsv": PHENO,
    "script.ts": "1",
    "a/b/c/deep.tsv": PHENO,
    "node_modules/x/package.tsv": PHENO,
    ".hidden/secret.tsv": PHENO,
  });

  async function scan(source: ProjectFiles, limits = LIMITS, start = "") {
    const folders: ScannedFolder[] = [];
    const stoppedBy = await scanFolders(source, start, {
      limits,
      onFolder: (folder) => folders.push(folder),
    });
    return { folders, stoppedBy };
  }

  test("passes by packages, hidden folders and files that are certainly no data", async () => {
    const { folders, stoppedBy } = await scan(files);
    const paths = folders.flatMap(({ entries }) => entries.map(({ path }) => path));
    expect(paths).toEqual(["people.tsv", "a/b/c/deep.tsv"]);
    expect(stoppedBy).toBeUndefined();
  });

  test("says which limit ended the search", async () => {
    expect((await scan(files, { ...LIMITS, maximumDepth: 1 })).stoppedBy).toBe("maximumDepth");
    expect((await scan(files, { ...LIMITS, maximumFiles: 1 })).stoppedBy).toBe("maximumFiles");
  });

  test("a folder that cannot be listed is passed by, but not the start", async () => {
    const list = (folder: string) =>
      folder === "a" ? Promise.reject(new Error("forbidden")) : files.list(folder);
    const { folders } = await scan({ ...files, list });
    expect(folders.map(({ path }) => path)).toEqual([""]);
    await expect(scan({ ...files, list }, LIMITS, "a")).rejects.toThrow("forbidden");
  });
});

describe("DatasetBrowserModel", () => {
  let files: ReturnType<typeof memoryFiles>;
  let model: DatasetBrowserModel;

  beforeEach(() => {
    files = memoryFiles({
      "data/cohort.bed": BED,
      "data/cohort.bim": "1 rs1 0 1000 A G\n1 rs2 0 2000 A G\n",
      "data/cohort.fam": "F1 I1 0 0 1 -9\nF2 I2 0 0 2 -9\n",
      "data/lonely.bed": BED,
      "people.tsv": PHENO,
    });
    model = new DatasetBrowserModel(files, LIMITS);
  });

  test("groups sets by kind, with counts, places and what is wrong", async () => {
    await model.refresh();
    expect(model.state.phase).toBe("ready");
    const [cohort, lonely] = sectionDatasets(model.state, "genotypes");
    expect(cohort).toMatchObject({ path: "data/cohort.bed", variants: 2, samples: 2 });
    expect(cohort?.problem).toBeUndefined();
    expect(lonely?.problem).toMatch(/lonely\.bim/);
    expect(sectionDatasets(model.state, "phenotypes")).toMatchObject([
      { path: "people.tsv", samples: 2 },
    ]);
    expect(sectionDatasets(model.state, "summary-statistics")).toEqual([]);
  });

  test("no sample's name is kept", async () => {
    await model.refresh();
    expect(JSON.stringify(model.state)).not.toMatch(/\bI1\b|\bF1\b/);
  });

  test("an unchanged folder is not read again", async () => {
    await model.refresh();
    files.opened.length = 0;
    await model.refresh();
    expect(files.opened).toEqual([]);
    expect(sectionDatasets(model.state, "genotypes")).toHaveLength(2);
  });

  test("a project that cannot be listed is said to be so", async () => {
    const list = () => Promise.reject(new Error("The server is gone."));
    const lost = new DatasetBrowserModel({ ...files, list }, LIMITS);
    await lost.refresh();
    expect(lost.state).toMatchObject({ phase: "failed", failure: "The server is gone." });
  });

  test("four folders are told at a time, and what is found is shown before all is", async () => {
    const content = Array.from({ length: 9 }, (_, i) => [`f${i}/people.tsv`, PHENO] as const);
    const many = memoryFiles(Object.fromEntries(content));
    const waiting: (() => void)[] = [];
    let atOnce = 0;
    let most = 0;
    const open: ProjectFiles["open"] = async (entry) => {
      most = Math.max(most, ++atOnce);
      await new Promise<void>((resolve) => waiting.push(resolve));
      atOnce--;
      return many.open(entry);
    };
    const slow = new DatasetBrowserModel({ ...many, open }, LIMITS);
    const seen: number[] = [];
    slow.changed.connect((_, { phase, datasets }) => {
      if (phase === "searching") seen.push(datasets.length);
    });
    const search = slow.refresh();
    await vi.waitFor(() => expect(waiting).toHaveLength(4), { timeout: 10_000 });
    waiting.splice(0).forEach((go) => go());
    await vi.waitFor(() => expect(seen.at(-1)).toBe(4), { timeout: 10_000 });
    expect(most).toBe(4);
    const release = setInterval(() => waiting.splice(0).forEach((go) => go()));
    await search;
    clearInterval(release);
    expect(most).toBe(4);
    expect(sectionDatasets(slow.state, "phenotypes")).toHaveLength(9);
  });

  test("rows stay while the project is searched again", async () => {
    await model.refresh();
    const counts: number[] = [];
    model.changed.connect((_, { datasets }) => counts.push(datasets.length));
    await model.refresh();
    expect(new Set(counts)).toEqual(new Set([3]));
  });

  test("the later of two searches wins", async () => {
    await Promise.all([model.refresh(), model.refresh()]);
    expect(model.state.phase).toBe("ready");
    expect(sectionDatasets(model.state, "genotypes")).toHaveLength(2);
  });
});
