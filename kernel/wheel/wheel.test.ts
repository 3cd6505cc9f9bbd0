import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binFolder = process.platform === "win32" ? "Scripts" : "bin";
const python = join(root, ".venv", binFolder, "python");

// Set up with `npm test`; alone, vitest has no Python to build the wheel with.
describe.skipIf(!existsSync(python))("the wheel in a clean environment (needs .venv)", () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-wheel-"));
  const bin = join(folder, "venv", binFolder);
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: folder,
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_PATH: "",
    NODE_PATH: "",
  };
  const run = (program: string, ...args: string[]): string =>
    execFileSync(join(bin, program), args, {
      encoding: "utf8",
      cwd: folder,
      env: environment,
      stdio: "pipe",
    });

  beforeAll(() => {
    execFileSync(process.execPath, [join(root, "kernel", "wheel", "build.mjs")], {
      cwd: root,
      stdio: "pipe",
    });
    const built = join(root, "output", "wheel");
    const wheels = readdirSync(built).filter((name) => /^genobook-.*\.whl$/.test(name));
    expect(wheels).toHaveLength(1);
    execFileSync(python, ["-m", "venv", join(folder, "venv")]);
    run(
      "python",
      "-m",
      "pip",
      "install",
      "-q",
      join(built, wheels[0]),
      "jupyterlab==4.6.4",
      "jupyterlab-language-pack-zh-CN==4.5.post3",
    );
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("the library that was packed is still here, file by file", () => {
    expect(existsSync(join(root, "analysis", "dist", "index.js"))).toBe(true);
    expect(existsSync(join(root, "analysis", "dist", "ld", "pair-program.js"))).toBe(true);
  });

  test("jupyter lists both kernels", () => {
    const listed = JSON.parse(run("jupyter", "kernelspec", "list", "--json")) as {
      kernelspecs: Record<string, { spec: { display_name: string; interrupt_mode: string } }>;
    };
    expect(listed.kernelspecs["genobook"]?.spec.display_name).toBe("TypeScript (Genobook)");
    expect(listed.kernelspecs["genobook"]?.spec.interrupt_mode).toBe("message");
    expect(listed.kernelspecs["genobook-tslab"]?.spec.display_name).toBe("TypeScript (tslab)");
  });

  test("jupyter lists the extension as enabled and installed by this package", () => {
    const program = join(bin, "jupyter");
    const listed = execFileSync("sh", ["-c", `"${program}" labextension list 2>&1`], {
      encoding: "utf8",
      env: environment,
    });
    expect(listed).toMatch(/@genobook\/extension v\S+ .*enabled.*OK.*\(python, genobook\)/);
  });

  test("JupyterLab's server hands out the Chinese texts of this package", () => {
    const asked =
      "from jupyterlab_server.translation_utils import get_language_pack; print(get_language_pack('zh_CN')[0]['genobook']['Datasets'][0])";
    expect(run("python", "-c", asked).trim()).toBe("数据集");
  });

  test.each(["genobook", "genobook-tslab"])("a cell runs in the kernel %s", (kernel) => {
    const notebook = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: kernel, display_name: kernel, language: "typescript" } },
      cells: [
        {
          id: "a",
          cell_type: "code",
          execution_count: null,
          metadata: {},
          outputs: [],
          source:
            "const cohort = await data.simulate({ seed: 3, samples: 200, variants: 400 });\ncohort.genotypes.variants.count * 2",
        },
      ],
    };
    writeFileSync(join(folder, `${kernel}.ipynb`), JSON.stringify(notebook));
    const executed = run(
      "jupyter",
      "nbconvert",
      "--to",
      "notebook",
      "--execute",
      "--stdout",
      `${kernel}.ipynb`,
    );
    const { cells } = JSON.parse(executed) as {
      cells: { outputs: { data: Record<string, string | string[]> }[] }[];
    };
    expect([cells[0].outputs.at(-1)?.data["text/plain"]].flat().join("")).toBe("800");
  });

  test("without Node.js the launcher says what to install", () => {
    const attempt = (): string =>
      execFileSync(join(bin, "python"), ["-m", "genobook", "doctor"], {
        encoding: "utf8",
        env: { ...environment, GENOBOOK_NODE: join(folder, "no-such-node") },
        stdio: "pipe",
      });
    expect(attempt).toThrow(/needs Node\.js 20\.19 or newer/);
  });

  test("the doctor runs from the wheel", () => {
    const printed = execFileSync("sh", ["-c", `"${join(bin, "genobook")}" doctor 2>&1 || true`], {
      encoding: "utf8",
      env: environment,
    });
    expect(printed).toMatch(/Node/);
  });
});
