import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["analysis/src/**/*.test.ts", "kernel/src/**/*.test.ts"],
          setupFiles: ["analysis/test-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "conformance",
          include: ["analysis/conformance/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "kernel",
          include: ["kernel/test/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "extension",
          environment: "jsdom",
          include: ["extension/src/**/*.test.ts"],
          setupFiles: ["extension/test-setup.ts"],
          testTimeout: 60_000,
          server: { deps: { inline: [/@jupyterlab/, /@jupyter\//, /@lumino/] } },
        },
      },
      {
        test: {
          name: "product",
          include: [
            "notebooks/**/*.test.ts",
            "extension/ui-tests/**/*.test.ts",
            "kernel/wheel/*.test.ts",
          ],
          exclude: ["**/node_modules/**"],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 30_000 } },
          fileParallelism: false,
        },
      },
    ],
  },
});
