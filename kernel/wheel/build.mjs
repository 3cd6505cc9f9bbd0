// npm run wheel: one pure-Python wheel with the built extension, two kernelspecs, the kernel and its Node packages.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare, python } from "../../notebooks/setup/environment.mjs";
import { root, runMain, step } from "../../notebooks/setup/steps.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const stage = join(root, "output", "wheel-build");
const dist = join(root, "output", "wheel");

// tslab's converter runs on our TypeScript; its own fork and its bundler are never loaded (64 MB).
const NEVER_LOADED = [
  "@tslab/typescript-for-tslab",
  "rollup",
  "@rollup/plugin-commonjs",
  "@rollup/plugin-node-resolve",
  "@rollup/plugin-replace",
  // 137 MB for all platforms: installed beside the notebook by those who have a GPU.
  "webgpu",
];

await runMain(async () => {
  await prepare({ requirements: "requirements-test.txt" });
  rmSync(stage, { recursive: true, force: true });
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const name of ["pyproject.toml", "install.json", "genobook"])
    cpSync(join(here, name), join(stage, name), {
      recursive: true,
      filter: (path) => !path.includes("__pycache__"),
    });
  for (const name of ["README.md", "LICENSE"]) cpSync(join(root, name), join(stage, name));
  cpSync(join(root, "extension", "labextension"), join(stage, "labextension"), { recursive: true });
  cpSync(join(root, "extension", "locale"), join(stage, "genobook", "locale"), {
    recursive: true,
    filter: (path) => !path.endsWith(".mjs"),
  });
  stageKernel(join(stage, "genobook", "node"));
  writeKernelspecs(join(stage, "kernels"));
  await step("Pack the wheel", python, ["-m", "hatchling", "build", "-t", "wheel", "-d", dist], {
    cwd: stage,
    remedy: "Read output/setup.log; a clean build starts with: deleting the folder output.",
  });
  const wheel = readdirSync(dist).find((name) => name.endsWith(".whl"));
  const megabytes = (statSync(join(dist, wheel)).size / 1e6).toFixed(1);
  process.stdout.write(`  ✓ output/wheel/${wheel} (${megabytes} MB)\n`);
});

/** The kernel, the library and every package they load, laid out as Node finds them. @param {string} target */
function stageKernel(target) {
  copyPackage(join(root, "kernel"), join(target, "kernel"));
  for (const [name, folder] of closure(join(root, "kernel"))) {
    const inside = folder.startsWith(join(root, "node_modules") + sep)
      ? relative(root, folder)
      : join("node_modules", name);
    copyPackage(folder, join(target, inside));
    keepBundle(join(target, inside, "dist"));
  }
}

/** Of a library that is joined into few files, the single ones are left out; their declarations are what cells see. @param {string} dist */
function keepBundle(dist) {
  if (!existsSync(join(dist, "bundle"))) return;
  for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".js") && !name.startsWith("bundle")) rmSync(join(dist, name));
  }
}

/** @param {string} from @param {string} to */
function copyPackage(from, to) {
  // Of a workspace the link would be copied, and what is then left out of the wheel be deleted here.
  const folder = realpathSync(from);
  cpSync(folder, to, { recursive: true, filter: (path) => isShipped(relative(folder, path)) });
}

/** @param {string} path relative to its package */
function isShipped(path) {
  const parts = path.split(sep);
  if (
    [
      "node_modules",
      "src",
      "assembly",
      "conformance",
      "test",
      "bench",
      "wheel",
      "script",
      "docs",
      "examples",
    ].includes(parts[0])
  )
    return false;
  if (/\.(map|tsbuildinfo|md|flow)$/.test(path) && !/licen[cs]e/i.test(basename(path)))
    return false;
  // Pictures are lettered in two of the twenty-one fonts.
  if (/\.ttf$/.test(path)) return /^DejaVuSans(-Bold)?\.ttf$/.test(basename(path));
  // Of the compiler only the library and the declarations of the language are loaded.
  return !/^lib[\\/](_?tsc|_?tsserver|tsserverlibrary|_?typingsInstaller|[a-z]{2}(-[a-z]{2})?[\\/])/.test(
    path,
  );
}

/** Every package reachable through `dependencies`, with its folder as Node would resolve it. @param {string} start */
function closure(start) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const queue = [start];
  while (queue.length > 0) {
    const folder = queue.pop();
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const name of Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
    })) {
      if (NEVER_LOADED.includes(name)) continue;
      const installed = locate(name, folder);
      if (!installed || [...found.values()].includes(installed)) continue;
      found.set(`${name}@${installed}`, installed);
      queue.push(realpathSync(installed));
    }
  }
  return [...found].map(([key, folder]) => [key.slice(0, key.indexOf("@", 1)), folder]);
}

/** @param {string} name @param {string} from */
function locate(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Python finds Node.js, so that a missing one is explained and not a stack trace. @param {string} target */
function writeKernelspecs(target) {
  const common = { language: "typescript", interrupt_mode: "message" };
  const argv = ["python", "-m", "genobook", "kernel", "{connection_file}"];
  const specs = {
    genobook: { argv, display_name: "TypeScript (Genobook)", ...common },
    "genobook-tslab": {
      argv,
      display_name: "TypeScript (tslab)",
      ...common,
      env: { GENOBOOK_LANGUAGE: "tslab" },
    },
  };
  for (const [name, spec] of Object.entries(specs)) {
    mkdirSync(join(target, name), { recursive: true });
    writeFileSync(join(target, name, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  }
}
