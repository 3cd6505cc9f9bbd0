import { expect, test, vi } from "vitest";
import { createOutput } from "./output.ts";
import type { DrawImage } from "./output.ts";
import type { Sockets } from "./sockets.ts";
import type { Header, Outgoing } from "./wire.ts";

const header = (id: string): Header => ({
  msg_id: id,
  session: "",
  username: "",
  date: "",
  msg_type: "",
  version: "",
});

function collect(draw: DrawImage = () => Promise.resolve({ png: "cG5n" })): {
  output: ReturnType<typeof createOutput>;
  sent: string[];
} {
  const sent: string[] = [];
  const describe = ({ type, parent, content }: Outgoing): string => {
    const fields = (typeof content === "string" ? JSON.parse(content) : content) as {
      text?: string;
      data?: Record<string, unknown>;
    };
    return [type, parent?.msg_id, fields.text ?? JSON.stringify(fields.data)].join(" ");
  };
  const sockets: Sockets = {
    send(_, message) {
      sent.push(describe(message));
      return Promise.resolve();
    },
    listen: vi.fn(),
    close: () => Promise.resolve(),
  };
  return { output: createOutput(sockets, draw), sent };
}

const plot = (id: string): Parameters<ReturnType<typeof createOutput>["relay"]>[0] => ({
  type: "output",
  messageType: "display_data",
  header: header(id),
  content: JSON.stringify({ data: { "text/plain": "a plot" } }),
  metadata: {},
  buffers: [],
  image: {},
});

test("text of one cell and stream is joined, and flushed before anything else", async () => {
  const { output, sent } = collect();
  output.stream("stdout", header("a"), "1");
  output.stream("stdout", header("a"), "2");
  output.stream("stderr", header("a"), "3");
  output.stream("stderr", header("b"), "4");
  await output.settled(header("b"));
  expect(sent).toEqual(["stream a 12", "stream a 3", "stream b 4"]);
});

test("what a cell shows after a plot waits for its image; other cells do not", async () => {
  let finish!: (drawn: { png: string }) => void;
  const { output, sent } = collect(() => new Promise((resolve) => (finish = resolve)));
  output.relay(plot("a"));
  output.stream("stdout", header("a"), "after");
  output.stream("stdout", header("b"), "other");
  await output.settled(header("b"));
  expect(sent).toEqual(["stream b other"]);
  finish({ png: "cG5n" });
  await output.settled(header("a"));
  expect(sent.slice(1)).toEqual([
    'display_data a {"image/png":"cG5n","text/plain":"a plot"}',
    "stream a after",
  ]);
});

test("a plot without its image says why, also when the cell is interrupted", async () => {
  const failing = collect(() => Promise.resolve({ note: "(No image: broken.)" }));
  failing.output.relay(plot("a"));
  await failing.output.settled(header("a"));
  expect(failing.sent[0]).toContain("a plot\\n(No image: broken.)");

  const hanging = collect(() => new Promise(() => undefined));
  hanging.output.relay(plot("a"));
  hanging.output.abandonImages();
  await hanging.output.settled(header("a"));
  expect(hanging.sent[0]).toContain("interrupted");
});

test("a cell that prints without end is cut, with a note", async () => {
  const { output, sent } = collect();
  for (let i = 0; i < 12; i++) output.stream("stdout", header("a"), "x".repeat(1e6));
  await output.settled(header("a"));
  const text = sent.map((message) => message.replace("stream a ", "")).join("");
  expect(text.length).toBeLessThan(10.1e6);
  expect(text).toMatch(/beyond 10 million characters is not shown/);
});
