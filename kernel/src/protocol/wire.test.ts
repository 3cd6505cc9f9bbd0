import { describe, expect, test } from "vitest";
import { createWire } from "./wire.ts";

const request = { type: "kernel_info_request", parent: undefined, content: { a: 1 } };

describe("createWire()", () => {
  test("decodes what a wire with the same key has encoded, buffers and identities too", () => {
    const sender = createWire("key", "sha256");
    const bytes = new Uint8Array(new Float64Array([1.5]).buffer);
    const frames = sender.encode({ ...request, identities: [Buffer.from("me")], buffers: [bytes] });
    const message = createWire("key", "sha256").decode(frames);
    expect(message?.header.msg_type).toBe("kernel_info_request");
    expect(message?.content).toEqual({ a: 1 });
    expect(message?.identities.map(String)).toEqual(["me"]);
    expect([...message!.buffers[0]]).toEqual([...bytes]);
  });

  test("refuses and counts another key, a changed part, a replay and noise", () => {
    const wire = createWire("key", "sha256");
    expect(wire.decode(createWire("other", "sha256").encode(request))).toBeUndefined();
    const changed = wire.encode(request);
    changed[5] = Buffer.from('{"a":2}');
    expect(wire.decode(changed)).toBeUndefined();
    const frames = wire.encode(request);
    expect(wire.decode(frames)).toBeDefined();
    expect(wire.decode(frames)).toBeUndefined();
    expect(wire.decode([])).toBeUndefined();
    expect(wire.decode([Buffer.from("<IDS|MSG>")])).toBeUndefined();
    expect(wire.refused).toBe(5);
  });

  test("an empty key signs nothing and accepts everything", () => {
    const wire = createWire("", "sha256");
    const frames = wire.encode(request);
    expect(frames[1].length).toBe(0);
    expect(wire.decode(frames)).toBeDefined();
    expect(wire.decode(frames)).toBeDefined();
  });
});
