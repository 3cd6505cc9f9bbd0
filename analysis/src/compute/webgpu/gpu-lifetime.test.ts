import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { dosageProductsGpu } from "../operations/dosage-products/gpu.ts";
import { openGpu } from "./gpu.ts";
import { useSoftwareAdapter } from "./software-adapter.ts";
import { digitTwin, drawBlock, drawColumns } from "./test-columns.ts";

const hasAdapter = await useSoftwareAdapter();

// In a file, and so in a process, of its own: where the pin is missing the process dies.
test.skipIf(!hasAdapter)(
  "the garbage collector does not take the GPU away (needs SwiftShader)",
  async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const gpu = await openGpu({ allowSoftware: true, selfTest: false });
    const columns = drawColumns(500, 4, 1);
    const run = dosageProductsGpu(columns, { gpu });
    for (let turn = 0; turn < 10; turn++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 1));
      collect();
      const block = drawBlock(40, 500, turn);
      expect(await run(block)).toEqual(await digitTwin(columns, block));
    }
    gpu.close();
    collect();
  },
);
