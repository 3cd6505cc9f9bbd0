import { expect, test } from "vitest";
import { isAnalysisError, type AnalysisError } from "../../errors.ts";
import { openGpu } from "./gpu.ts";
import { loadWebGpu, type Importer } from "./load-webgpu.ts";

async function failure(importer: Importer, folder = "/"): Promise<AnalysisError> {
  const error: unknown = await loadWebGpu(importer, folder).catch((cause: unknown) => cause);
  if (!isAnalysisError(error, "device-unavailable")) throw error;
  return error;
}

const absent: Importer = () =>
  Promise.reject(
    Object.assign(new Error("Cannot find package 'webgpu' imported from here"), {
      code: "ERR_MODULE_NOT_FOUND",
    }),
  );

const failing =
  (message: string): Importer =>
  () =>
    Promise.reject(new Error(message));

test("a missing package is named, with how to install the release that is tested", async () => {
  const error = await failure(absent);
  expect(error.what).toContain("not installed");
  expect(error.remedy).toContain("npm install webgpu@0.6.2");
});

test("the package is taken from the notebook's folder where it is not beside the library", async () => {
  const asked: string[] = [];
  const importer: Importer = (specifier) => {
    asked.push(specifier);
    return specifier === "webgpu" ? absent(specifier) : Promise.resolve({ create: () => "there" });
  };
  const folder = new URL("../../../", import.meta.url).pathname;
  expect((await loadWebGpu(importer, folder)).create([])).toBe("there");
  expect(asked[1]).toMatch(/^file:.*webgpu\/index\.js$/);
});

test.each([
  [
    "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by dawn.node)",
    "GLIBC_2.38",
  ],
  ["libstdc++.so.6: version `GLIBCXX_3.4.32' not found", "GLIBCXX_3.4.32"],
  ["Cannot find module 'dist/linux-riscv64/dawn.node'\nRequire stack:", "has no working binary"],
  ["Unexpected token", "Importing it failed: Unexpected token."],
])("an import that fails with %j says why", async (message, why) => {
  const error = await failure(failing(message));
  expect(error.why).toContain(why);
  expect(error.why).not.toContain("\n");
  expect(error.remedy).toMatch(/CPU/);
});

test("no adapter is an error of its own", async () => {
  const importer: Importer = () =>
    Promise.resolve({ create: () => ({ requestAdapter: () => Promise.resolve(null) }) });
  const error: unknown = await openGpu({ importer }).catch((cause: unknown) => cause);
  expect(isAnalysisError(error, "device-unavailable") && error.what).toBe("No GPU was found.");
});

test("an adapter that the CPU emulates is refused unless it is asked for", async () => {
  const info = {
    vendor: "mesa",
    architecture: "",
    device: "llvmpipe (LLVM 15.0.7, 256 bits)",
    description: "llvmpipe",
    isFallbackAdapter: false,
  };
  const adapter = { info, features: new Set<string>(), limits: {} };
  const importer: Importer = () =>
    Promise.resolve({
      create: () => ({ requestAdapter: () => Promise.resolve(adapter) }),
    });
  const error: unknown = await openGpu({ importer }).catch((cause: unknown) => cause);
  expect(isAnalysisError(error, "device-unavailable") && error.what).toContain("llvmpipe");
});
