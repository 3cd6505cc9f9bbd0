// npm start [-- --no-browser --port N --root FOLDER …]: sets everything up and opens JupyterLab on the first notebook.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { prepare, python } from "./environment.mjs";
import { root, runMain, SetupError } from "./steps.mjs";

const FIRST_NOTEBOOK = "learn/01-first-gwas.ipynb";

await runMain(async () => {
  const { folder, rest } = readArguments(process.argv.slice(2));
  process.stdout.write("Genobook: setting up (only what is new)\n");
  await prepare();
  process.stdout.write("  ✓ Ready. JupyterLab starts now; stop it with Ctrl+C.\n\n");
  // As the default address it is also what the server prints when it opens no browser.
  const first = existsSync(join(folder, FIRST_NOTEBOOK))
    ? [`--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`]
    : [];
  const lab = spawn(
    python,
    [
      "-m",
      "jupyter",
      "lab",
      `--ServerApp.root_dir=${folder}`,
      // Nothing is asked of the network unless the user asks for it.
      "--LabApp.news_url=None",
      "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
      "--LabApp.extension_manager=readonly",
      ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
      ...first,
      ...rest,
    ],
    { stdio: "inherit", cwd: folder },
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => lab.kill(signal));
  return await new Promise((done) => lab.on("close", (code) => done(code ?? 0)));
});

/** @param {string[]} args */
function readArguments(args) {
  let folder = join(root, "notebooks");
  const rest = [];
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].split("=", 2);
    if (name === "--root") {
      folder = resolve(process.env.INIT_CWD ?? ".", inline ?? args[++i] ?? "");
      if (!existsSync(folder)) {
        throw new SetupError(
          `The folder ${folder} does not exist.`,
          "Give --root an existing folder.",
        );
      }
    } else {
      rest.push(args[i]);
    }
  }
  return { folder, rest };
}
