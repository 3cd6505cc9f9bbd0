// Start-up, cells and a top-level loop of three TypeScript kernels, over the same sockets by the same client.
// npm run bench prints; `node kernel/bench/run.mjs --write` also updates RESULTS.md.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, release, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startKernel } from "../dist/client/kernel-client.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const require = createRequire(import.meta.url);
const STARTS = 5;
const TRIVIAL_CELLS = 20;
const LOOP = "let s = 0; for (let i = 0; i < 2e7; i++) s += i;";

// Ninety megabytes that only this benchmark needs.
const DENO = "2.9.6";
const peers = join(root, "output", "bench-peers");
const deno = join(peers, "node_modules", ".bin", "deno");
if (!existsSync(deno)) {
  mkdirSync(peers, { recursive: true });
  execFileSync("npm", ["install", "--prefix", peers, `deno@${DENO}`], { stdio: "ignore" });
}
const tslab = join(root, "node_modules", "tslab", "bin", "tslab");
const kernels = [
  { name: "Genobook", version: versionOf("../package.json") },
  {
    name: "Deno",
    version: DENO,
    command: [deno, "jupyter", "--kernel", "--conn", "{file}"],
  },
  {
    name: "tslab",
    version: versionOf("tslab/package.json"),
    command: [process.execPath, tslab, "kernel", "--config-path", "{file}"],
  },
].filter(({ command }) => command === undefined || existsSync(command.at(0)));

function versionOf(manifest) {
  try {
    return require(manifest).version;
  } catch {
    return "?";
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Waits until the subscription is there: kernels without a welcome message lose what comes before. */
async function subscribe(kernel) {
  for (;;) {
    const id = await kernel.send("shell", "kernel_info_request", {});
    const heard = (m) => m.parent === id && m.channel === "iopub";
    if (await kernel.waitFor(heard, 1000).catch(() => undefined)) return;
  }
}

async function firstReply({ command }) {
  const kernel = await startKernel({ command, awaitWelcome: false });
  const id = await kernel.send("shell", "kernel_info_request", {});
  const reply = await kernel.waitFor((m) => m.parent === id && m.type === "kernel_info_reply");
  return { kernel, ms: reply.at - kernel.startedAt };
}

async function measure(definition) {
  const starts = [];
  for (let i = 1; i < STARTS; i++) {
    const { kernel, ms } = await firstReply(definition);
    starts.push(ms);
    await kernel.close();
  }
  const { kernel, ms } = await firstReply(definition);
  starts.push(ms);
  await subscribe(kernel);
  const first = await kernel.execute("const first: number = 1; first");
  const firstAt = first.reply.at - kernel.startedAt;
  const trivial = [];
  for (let i = 0; i < TRIVIAL_CELLS; i++) {
    trivial.push((await kernel.execute(`const x${i}: number = ${i}; x${i} + 1`)).ms);
  }
  const loop = await kernel.execute(LOOP);
  const completions = [];
  for (let i = 0; i < TRIVIAL_CELLS; i++) {
    const code = `const y${i} = Math.ma`;
    const { ms } = await kernel.request("shell", "complete_request", {
      code,
      cursor_pos: code.length,
    });
    completions.push(ms);
  }
  await kernel.close();
  return {
    start: median(starts),
    firstAt,
    trivial: median(trivial),
    loop: loop.ms,
    completion: median(completions),
  };
}

const [loadBefore = 0] = loadavg();
const rows = [];
for (const definition of kernels) {
  process.stdout.write(`${definition.name} ${definition.version} …\n`);
  rows.push({ ...definition, ...(await measure(definition)) });
}

const ms = (value) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en-GB"));
const table = [
  "| | process start → `kernel_info_reply` | process start → first cell done | trivial cell, median of 20 | `for` 2e7 at top level | completion, median of 20 |",
  "|---|---|---|---|---|---|",
  ...rows.map(
    (row) =>
      `| ${row.name} ${row.version} | ${ms(row.start)} ms | ${ms(row.firstAt)} ms | ${ms(row.trivial)} ms | ${ms(row.loop)} ms | ${ms(row.completion)} ms |`,
  ),
].join("\n");
process.stdout.write(`\n${table}\n`);

if (process.argv.includes("--write")) {
  const cpu = cpus()[0];
  const machine = `${cpus().length} × ${cpu?.model ?? "CPU"}, ${type()} ${release()}, Node.js ${process.versions.node}, load ${loadBefore.toFixed(1)} before the run`;
  const text = `# Kernel figures

Made by \`node kernel/bench/run.mjs --write\` in one run, with the same client over the same kind of sockets.
Machine: ${machine}. Start is the median of ${STARTS}.
Genobook and tslab check types before a cell runs; Deno does not.

${table}
`;
  writeFileSync(join(here, "RESULTS.md"), text);
}
