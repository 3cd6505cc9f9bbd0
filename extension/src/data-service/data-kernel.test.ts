import type { Kernel } from "@jupyterlab/services";
import { expect, test } from "vitest";
import { DataKernel } from "./data-kernel.ts";

test("a data service that cannot be started says what to do, and is started again when it is asked for again", async () => {
  let started = 0;
  const kernels = {
    startNew: () => {
      started++;
      return Promise.reject(new Error("No such kernel named genobook"));
    },
  } as unknown as Kernel.IManager;
  const service = new DataKernel(kernels);
  for (const attempt of [1, 2]) {
    const failure = await service.own().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      refusal: { tag: "no-service", why: "No such kernel named genobook" },
    });
    expect(String(failure)).toContain("genobook doctor");
    expect(started).toBe(attempt);
  }
});
