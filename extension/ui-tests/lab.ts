import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { registerTranslations } from "../../notebooks/setup/translations.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const jupyterLab = join(repository, ".venv", "bin", "jupyter-lab");
const notebook7 = join(repository, ".venv", "bin", "jupyter-notebook");
const labextension = join(repository, "extension", "labextension");
const kernelCli = join(repository, "kernel", "dist", "cli.js");
const TOKEN = "test";

const EXPECTED_PAGE_ERRORS = [
  // JupyterLab asks every kernel for a debugger and reports those that have none.
  "No active debugger session",
];

/** Notebook 7.6 says this without any extension, when its settings load. */
const NOTEBOOK_7_ERROR = "Cannot read properties of undefined (reading 'schema')";

/** Where screenshots and server logs are kept. */
export const outputFolder: string = join(repository, "output", "screenshots");

/** Chromium of this machine: `CHROMIUM`, or the first on the PATH. */
export const chromiumPath: string | undefined = findChromium();

/** What this machine lacks to run a browser test, in words; undefined when nothing. */
export const missingForLab: string | undefined =
  [
    chromiumPath === undefined && "Chromium",
    !existsSync(jupyterLab) && "JupyterLab in .venv",
    !existsSync(labextension) && "the built extension",
  ]
    .filter((part) => part !== false)
    .map((part) => `needs ${part}`)
    .join(", ") || undefined;

/** The same for Notebook 7, which has JupyterLab's parts in a shell of its own. */
export const missingForNotebook7: string | undefined =
  missingForLab ?? (existsSync(notebook7) ? undefined : "needs Notebook 7 in .venv");

export type ThemeName = "JupyterLab Light" | "JupyterLab Dark" | "JupyterLab Dark High Contrast";

export interface Lab {
  readonly page: Page;
  /** The folder that JupyterLab serves. */
  readonly root: string;
  /** Every request of the page since it started, as `METHOD /path?query`, with the `[range]` asked for. */
  readonly requests: readonly string[];
  /** Types of the messages that the page sent to kernels since it started. */
  readonly sent: readonly string[];
  /** Opens a file of the project, or the launcher for an empty path, in a fresh workspace. */
  open(path: string): Promise<void>;
  /** Waits until the kernel of the notebook in front is idle and connected; keys sent before are lost. */
  kernelReady(): Promise<void>;
  /** Waits until the kernel of the notebook in front is connected: one that JupyterLab started by itself has an unknown status until it is first asked something. */
  kernelConnected(): Promise<void>;
  /** Where the highest point of the n-th drawn plot is on screen, and its row. */
  highestPoint(plot: number): Promise<{ x: number; y: number; datum: Record<string, unknown> }>;
  /** Runs a command of JupyterLab. */
  execute(command: string, args?: object): Promise<void>;
  setTheme(name: ThemeName): Promise<void>;
  /** Saves what is on screen as `output/screenshots/<name>.png`. */
  screenshot(name: string): Promise<void>;
  /** Requests that left this machine and errors of the page; a test expects none. */
  problems(): readonly string[];
  stop(): Promise<void>;
}

export interface LabOptions {
  /** Folder to serve; it is left as it is when the server stops. */
  readonly root: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Without it the kernel alone is installed, as for a reader who has JupyterLab and not this extension. */
  readonly extension?: boolean;
  /** Whose shell is opened; JupyterLab's without it. */
  readonly shell?: "lab" | "notebook";
  /** Language of the page, as in `zh_CN`; English without it. */
  readonly locale?: string;
}

/**
 * Starts a real JupyterLab with this repository's extension and kernel, and a browser on it.
 *
 * Nothing of the machine's own Jupyter configuration is read or written.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { root, width = 1400, height = 900, extension = true, locale, shell = "lab" } = options;
  const scratch = mkdtempSync(join(tmpdir(), "genobook-lab-"));
  const environment = prepareFolders(scratch, extension, locale);
  const port = await freePort();
  const application = shell === "lab" ? "LabApp" : "JupyterNotebookApp";
  const server = spawn(
    shell === "lab" ? jupyterLab : notebook7,
    [
      "--allow-root",
      "--no-browser",
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--ServerApp.port_retries=0",
      `--IdentityProvider.token=${TOKEN}`,
      `--ServerApp.root_dir=${root}`,
      ...(shell === "lab" ? ["--LabApp.extension_manager=readonly"] : []),
      // The environment of JupyterLab may hold an installed copy of this extension.
      `--${application}.labextensions_path=${join(scratch, "share", "jupyter", "labextensions")}`,
      `--${application}.expose_app_in_browser=True`,
    ],
    { env: environment, cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  server.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  server.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const address = `http://127.0.0.1:${port}`;
  let browser: Browser | undefined;
  const stop = async (): Promise<void> => {
    await browser?.close();
    mkdirSync(outputFolder, { recursive: true });
    writeFileSync(join(outputFolder, "server.log"), log);
    // On SIGTERM the server ends its kernels, which are in no process group of ours.
    server.kill("SIGTERM");
    const force = setTimeout(() => server.kill("SIGKILL"), 10_000);
    await exited;
    clearTimeout(force);
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    await serverReady(`${address}/api/status?token=${TOKEN}`, () => server.exitCode !== null);
    browser = await chromium.launch({
      executablePath: chromiumPath!,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    const page = await browser.newPage({ viewport: { width, height } });
    // A kernel's first start on a busy machine takes longer than half a minute.
    page.setDefaultTimeout(90_000);
    return { ...watch(page, address, shell), root, page, stop };
  } catch (error) {
    await stop();
    throw new Error(`JupyterLab did not start:\n${log.slice(-3000)}`, { cause: error });
  }
}

function watch(
  page: Page,
  address: string,
  shell: "lab" | "notebook",
): Omit<Lab, "root" | "page" | "stop"> {
  const requests: string[] = [];
  const problems: string[] = [];
  const sent: string[] = [];
  const expectedErrors =
    shell === "lab" ? EXPECTED_PAGE_ERRORS : [...EXPECTED_PAGE_ERRORS, NOTEBOOK_7_ERROR];
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith(`${address}/`)) {
      const { range } = request.headers();
      const part = range === undefined ? "" : ` [${range}]`;
      requests.push(`${request.method()} ${url.slice(address.length)}${part}`);
    } else if (!/^(?:data|blob|about):/.test(url)) {
      problems.push(`Request to ${url}`);
    }
  });
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      const type = /"msg_type":\s*"(\w+)"/.exec(Buffer.from(payload).toString("latin1"))?.[1];
      if (type !== undefined) sent.push(type);
    });
  });
  page.on("pageerror", (error) => {
    if (!expectedErrors.includes(error.message)) problems.push(`Page error: ${error.message}`);
  });
  return {
    requests,
    sent,
    problems: () => problems,
    async open(path) {
      const file = path.split("/").map(encodeURIComponent).join("/");
      const inLab = path === "" ? "lab" : `lab/tree/${file}`;
      const inNotebook = path === "" ? "tree" : `notebooks/${file}`;
      await page.goto(`${address}/${shell === "lab" ? inLab : inNotebook}?token=${TOKEN}&reset`);
      await page.waitForFunction(
        () => document.querySelector("#jupyterlab-splash") === null && "jupyterapp" in window,
      );
    },
    async kernelReady() {
      await page.waitForFunction(() => {
        const { jupyterapp } = window as unknown as { jupyterapp: ExposedApp };
        const kernel = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
        return kernel?.status === "idle" && kernel.connectionStatus === "connected";
      });
    },
    async kernelConnected() {
      await page.waitForFunction(() => {
        const { jupyterapp } = window as unknown as { jupyterapp: ExposedApp };
        const kernel = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
        return kernel?.connectionStatus === "connected";
      });
    },
    async highestPoint(index) {
      const figure = page.locator('.jp-GenobookPlot[data-genobook-ready="1"]').nth(index);
      await figure.scrollIntoViewIfNeeded();
      return figure.evaluate((node) => {
        const { genobookPlot } = node as unknown as { genobookPlot: ExposedPlot };
        return genobookPlot.highestPoint()!;
      });
    },
    async execute(command, args = {}) {
      await page.evaluate(
        async ([id, given]) => {
          const { jupyterapp } = window as unknown as { jupyterapp: ExposedApp };
          await jupyterapp.commands.execute(id, given);
        },
        [command, args] as const,
      );
    },
    async setTheme(name) {
      await page.evaluate(async (theme) => {
        const { jupyterapp } = window as unknown as { jupyterapp: ExposedApp };
        await jupyterapp.commands.execute("apputils:change-theme", { theme });
      }, name);
      await page.waitForFunction((theme) => document.body.dataset["jpThemeName"] === theme, name);
    },
    async screenshot(name) {
      await page.screenshot({ path: join(outputFolder, `${name}.png`) });
    },
  };
}

/** Set on a figure when JupyterLab runs with `expose_app_in_browser`. */
interface ExposedPlot {
  highestPoint(): { x: number; y: number; datum: Record<string, unknown> } | null;
}

interface ExposedApp {
  readonly shell: {
    readonly currentWidget?: {
      readonly sessionContext?: {
        readonly session?: {
          readonly kernel?: { readonly status: string; readonly connectionStatus: string };
        };
      };
    };
  };
  readonly commands: { execute(command: string, args: object): Promise<void> };
}

function prepareFolders(
  scratch: string,
  withExtension: boolean,
  locale: string | undefined,
): NodeJS.ProcessEnv {
  const jupyter = join(scratch, "share", "jupyter");
  if (withExtension) {
    const extension = join(jupyter, "labextensions", "@genobook", "extension");
    mkdirSync(dirname(extension), { recursive: true });
    symlinkSync(labextension, extension);
  }
  if (existsSync(kernelCli)) {
    execFileSync(process.execPath, [kernelCli, "install", "--prefix", scratch], { stdio: "pipe" });
  }
  const userSettings = join(scratch, "user-settings");
  const setting = (plugin: string, name: string, values: object): void => {
    const folder = join(userSettings, "@jupyterlab", plugin);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.jupyterlab-settings`), JSON.stringify(values));
  };
  const packages = join(scratch, "python");
  registerTranslations(packages);
  if (locale !== undefined) setting("translation-extension", "plugin", { locale });
  return {
    ...process.env,
    HOME: scratch,
    PYTHONPATH: packages,
    JUPYTER_PATH: [jupyter, process.env["JUPYTER_PATH"]].filter(Boolean).join(delimiter),
    JUPYTER_CONFIG_DIR: join(scratch, "config"),
    JUPYTER_DATA_DIR: join(scratch, "data"),
    JUPYTER_RUNTIME_DIR: join(scratch, "runtime"),
    JUPYTERLAB_WORKSPACES_DIR: join(scratch, "workspaces"),
    JUPYTERLAB_SETTINGS_DIR: userSettings,
  };
}

function findChromium(): string | undefined {
  const fromEnvironment = process.env["CHROMIUM"];
  if (fromEnvironment !== undefined)
    return existsSync(fromEnvironment) ? fromEnvironment : undefined;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const programs = ["chromium", "chromium-browser", "google-chrome"];
  return folders.flatMap((folder) => programs.map((name) => join(folder, name))).find(existsSync);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      );
    });
  });
}

async function serverReady(url: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (hasEnded()) throw new Error("The server ended at once.");
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The server did not answer within a minute.");
}
