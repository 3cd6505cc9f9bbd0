// Compiles the WebAssembly kernels: node analysis/assembly/build.mjs. Does nothing when they are newer than their sources.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "wasm", "kernels.wasm");
const sources = readdirSync(here).filter((name) => name.endsWith(".ts") || name.endsWith(".mjs"));
const newest = Math.max(...sources.map((name) => statSync(join(here, name)).mtimeMs));

if (!existsSync(target) || statSync(target).mtimeMs < newest) {
  const { default: asc } = await import("assemblyscript/asc");
  const { error, stderr, stdout } = await asc.main(
    [
      join(here, "index.ts"),
      ...["-O3", "--noAssert", "--runtime", "stub", "--use", "abort="],
      // The memory is the caller's: shared by all workers, as large as WebAssembly allows.
      ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
      ...["--enable", "simd", "--enable", "threads", "--enable", "bulk-memory"],
      ...["--outFile", "kernels.wasm"],
    ],
    {
      writeFile(_, contents) {
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(`${target}.new`, contents);
      },
      readFile(name, base) {
        const path = join(base, name);
        return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : null;
      },
    },
  );
  if (error) {
    process.stderr.write(`${stdout.toString()}${stderr.toString()}`);
    process.exit(1);
  }
  renameSync(`${target}.new`, target);
}
