#!/usr/bin/env node
import { spawn } from "node:child_process";
import { dirname, resolve } from "node:path";
import type { InstallTarget } from "./install.ts";
import { kernelArguments, MAIN_FILE } from "./kernelspec.ts";

const USAGE = `genobook install [--user | --sys-prefix | --prefix <folder>]   tell Jupyter about the kernels
genobook doctor                                                say what is missing
genobook copies <notebook> [--to <folder>]                     make the student's and the instructor's copy
genobook export <notebook> [--to <file>] [--crate [--licence <id>]] [--lang <tag>] [--smallest-count <n>]
                                                               write one HTML page of it, or a crate for an archive;
                                                               --lang en or zh-CN, --licence as in CC-BY-4.0
genobook kernel <connection-file>                              run a kernel
`;

const [command, ...rest] = process.argv.slice(2);
switch (command) {
  case "install":
    await install(rest);
    break;
  case "doctor":
    await doctor();
    break;
  case "copies":
    await copies(rest);
    break;
  case "export":
    await exportDocument(rest);
    break;
  case "kernel":
    await kernel(rest[0]);
    break;
  default:
    complain(command === undefined ? "" : `Unknown command: ${command}\n`);
}

function complain(reason: string): void {
  process.stderr.write(`${reason}${USAGE}`);
  process.exitCode = 2;
}

async function install(options: readonly string[]): Promise<void> {
  const target = targetOf(options);
  if (!target) {
    complain(`Cannot read these options: ${options.join(" ")}\n`);
    return;
  }
  const { installKernelspecs } = await import("./install.ts");
  for (const folder of installKernelspecs(target)) process.stdout.write(`${folder}\n`);
}

function targetOf(options: readonly string[]): InstallTarget | undefined {
  const [option, value, ...more] = options.flatMap((part) => part.split("=", 2));
  if (more.length > 0) return undefined;
  if (option === "--prefix" && value) return { kind: "prefix", prefix: resolve(value) };
  if (value !== undefined) return undefined;
  if (option === undefined || option === "--user") return { kind: "user" };
  return option === "--sys-prefix" ? { kind: "sys-prefix" } : undefined;
}

async function doctor(): Promise<void> {
  const { examine, hasProblem, report } = await import("./doctor.ts");
  const findings = await examine();
  process.stdout.write(report(findings));
  process.exitCode = hasProblem(findings) ? 1 : 0;
}

async function copies(options: readonly string[]): Promise<void> {
  const [path, option, folder, ...more] = options;
  const isKnown = option === undefined || (option === "--to" && folder !== undefined);
  if (path === undefined || !isKnown || more.length > 0) {
    complain("Give a notebook, and a folder if the copies belong elsewhere.\n");
    return;
  }
  const { writeCopies } = await import("./teaching/write-copies.ts");
  try {
    const written = await writeCopies(path, folder ?? dirname(path));
    const { student, instructor, exercises, sealed, readable } = written;
    const solutions = `${exercises} ${exercises === 1 ? "exercise" : "exercises"}`;
    const seals = `${sealed} ${sealed === 1 ? "answer" : "answers"} sealed`;
    process.stdout.write(`${solutions}, ${seals}\n${student}\n${instructor}\n`);
    for (const exercise of readable) {
      process.stderr.write(`Students can still read the answer: ${exercise}.\n`);
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function exportDocument(options: readonly string[]): Promise<void> {
  const { parseArgs } = await import("node:util");
  const { findingText, writeDocument } = await import("./document/write-document.ts");
  const { pageLanguage } = await import("./page-language.ts");
  let given;
  try {
    given = parseArgs({
      args: [...options],
      allowPositionals: true,
      options: {
        to: { type: "string" },
        crate: { type: "boolean" },
        licence: { type: "string" },
        lang: { type: "string" },
        "smallest-count": { type: "string" },
      },
    });
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\n`);
    return;
  }
  const [path, ...more] = given.positionals;
  if (path === undefined || more.length > 0) {
    complain("Give one notebook.\n");
    return;
  }
  const { to, crate, licence, lang, "smallest-count": smallest } = given.values;
  const language = lang === undefined ? undefined : pageLanguage(lang);
  if (lang !== undefined && language === undefined) {
    complain(`There are no documents in ${lang}: give --lang en or --lang zh-CN.\n`);
    return;
  }
  if (licence !== undefined && crate !== true) {
    complain("A licence is part of a crate: give --crate, too.\n");
    return;
  }
  try {
    const smallestCount = smallest === undefined ? undefined : Number(smallest);
    const written = await writeDocument(path, { to, crate, licence, language, smallestCount });
    if ("path" in written) {
      const megabytes = (written.bytes / 1e6).toFixed(1);
      process.stdout.write(`${written.path} (${megabytes} MB)\n`);
      const cells = [...new Set(written.uncheckedPictures)].join(", ");
      if (cells !== "") {
        process.stderr.write(
          `No program can look into the pictures of these cells: ${cells}. Look yourself that they show no single people before you share the document.\n`,
        );
      }
      return;
    }
    process.stderr.write(`Nothing was written: this notebook shows what should not be shared.\n\n`);
    process.stderr.write(written.refusals.map(findingText).join("\n"));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.exitCode = 1;
}

/** Runs here when this Node has the kernel's options, otherwise in a Node that has. */
async function kernel(connectionFile: string | undefined): Promise<void> {
  if (connectionFile === undefined) {
    complain("Give the connection file.\n");
    return;
  }
  const needed = kernelArguments(process.versions.node);
  const isReady = needed
    .filter((flag) => !flag.startsWith("--disable-warning"))
    .every((flag) => process.execArgv.includes(flag));
  if (isReady) {
    const { startKernelProcess } = await import("./kernel-process.ts");
    await startKernelProcess(connectionFile);
    return;
  }
  const child = spawn(process.execPath, [...needed, MAIN_FILE, connectionFile], {
    stdio: "inherit",
    env: { ...process.env, JPY_PARENT_PID: String(process.pid) },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
