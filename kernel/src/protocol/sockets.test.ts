import { expect, test } from "vitest";
import { createSendQueue } from "./sockets.ts";

test("a send waits for the one before it, and a failed one does not hold up the next", async () => {
  const sent: string[] = [];
  let isSending = false;
  const queue = createSendQueue({
    async send([frame]) {
      // What zeromq.js does when two sends overlap.
      if (isSending) throw new Error("EBUSY");
      isSending = true;
      await new Promise((resolve) => setImmediate(resolve));
      isSending = false;
      const text = String(frame);
      if (text === "2") throw new Error("unreachable peer");
      sent.push(text);
    },
  });
  for (const text of ["1", "2", "3"]) void queue.send([Buffer.from(text)]);
  await queue.drained();
  expect(sent).toEqual(["1", "3"]);
});
