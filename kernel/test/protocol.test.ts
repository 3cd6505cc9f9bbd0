import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { field, resultText, streamText } from "../src/client/answers.ts";
import { startKernel } from "../src/client/kernel-client.ts";
import type { KernelClient, Received } from "../src/client/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

describe("an untrusted connection", () => {
  test("a message with a wrong signature gets no answer", async () => {
    const id = await kernel.send(
      "shell",
      "kernel_info_request",
      {},
      {
        frames: ([delimiter, , ...rest]) => [delimiter, Buffer.from("0".repeat(64)), ...rest],
      },
    );
    await kernel.request("shell", "kernel_info_request", {});
    expect(kernel.received.filter((m) => m.parent === id)).toEqual([]);
  });

  test("a message that is sent a second time is refused", async () => {
    let copy: Buffer[] = [];
    const id = await kernel.send(
      "shell",
      "kernel_info_request",
      {},
      { frames: (frames) => (copy = frames) },
    );
    await kernel.answer(id);
    await kernel.send("shell", "kernel_info_request", {}, { frames: () => copy });
    await kernel.request("shell", "kernel_info_request", {});
    expect(kernel.received.filter((m) => m.parent === id && m.channel === "shell")).toHaveLength(1);
  });

  test("malformed frames do not stop the kernel", async () => {
    await kernel.send("shell", "x", {}, { frames: () => [Buffer.from("noise")] });
    await kernel.send(
      "shell",
      "x",
      {},
      { frames: ([delimiter, signature]) => [delimiter, signature] },
    );
    const { reply } = await kernel.request("shell", "kernel_info_request", {});
    expect(reply.content["status"]).toBe("ok");
  });
});

describe("requests", () => {
  test("kernel_info names the language and the protocol", async () => {
    const { reply } = await kernel.request("control", "kernel_info_request", {});
    expect(reply.content).toMatchObject({
      status: "ok",
      implementation: "genobook",
      protocol_version: "5.4",
      language_info: { name: "typescript", file_extension: ".ts", nbconvert_exporter: "script" },
    });
  });

  test("a cell is bracketed by busy and idle, and echoes its input", async () => {
    const { reply, published } = await kernel.execute("6 * 7");
    expect(reply.content).toMatchObject({ status: "ok", user_expressions: {}, payload: [] });
    expect(published.map((m) => m.type)).toEqual([
      "status",
      "execute_input",
      "execute_result",
      "status",
    ]);
    expect(published[1].content["execution_count"]).toBe(reply.content["execution_count"]);
    expect(field(published[2].content, "data", "text/plain")).toBe("42");
  });

  test("a cell without a value has no result", async () => {
    const { published } = await kernel.execute("undefined");
    expect(published.some((m) => m.type === "execute_result")).toBe(false);
  });

  test("a silent cell is neither counted nor shown", async () => {
    const before = await kernel.execute("0");
    const silent = await kernel.execute("var silent = 1; silent", { silent: true });
    const after = await kernel.execute("silent");
    expect(silent.published.map((m) => m.type)).toEqual(["status", "status"]);
    expect(Number(after.reply.content["execution_count"])).toBe(
      Number(before.reply.content["execution_count"]) + 1,
    );
    expect(resultText(after)).toBe("1");
  });

  test("user_expressions are evaluated after the cell, each with its own fate", async () => {
    const { reply } = await kernel.execute("const width = 3;", {
      user_expressions: { double: "width * 2", broken: "(null as any).x" },
    });
    expect(reply.content["user_expressions"]).toMatchObject({
      double: { status: "ok", data: { "text/plain": "6" } },
      broken: { status: "error", ename: "TypeError" },
    });
  });

  test("cells that wait behind a failed one are aborted, unless it says not to", async () => {
    const failing = await kernel.send("shell", "execute_request", {
      code: `throw new Error("no");`,
    });
    const waiting = await kernel.send("shell", "execute_request", { code: "1" });
    expect((await kernel.answer(failing)).reply.content["status"]).toBe("error");
    expect((await kernel.answer(waiting)).reply.content["status"]).toBe("aborted");

    const options = { code: `throw new Error("no");`, stop_on_error: false };
    await kernel.send("shell", "execute_request", options);
    const next = await kernel.send("shell", "execute_request", { code: "2" });
    expect((await kernel.answer(next)).reply.content["status"]).toBe("ok");
  });

  test("history answers tail, range and search", async () => {
    await kernel.execute("const needle = 1;");
    const { reply: last } = await kernel.execute("needle + 1");
    const count = Number(last.content["execution_count"]);
    const ask = async (content: object): Promise<unknown> =>
      (await kernel.request("shell", "history_request", { output: false, raw: true, ...content }))
        .reply.content["history"];
    expect(await ask({ hist_access_type: "tail", n: 1 })).toEqual([[1, count, "needle + 1"]]);
    expect(
      await ask({ hist_access_type: "range", session: 0, start: count - 1, stop: count }),
    ).toEqual([[1, count - 1, "const needle = 1;"]]);
    expect(await ask({ hist_access_type: "search", pattern: "*needle =*", n: 5 })).toEqual([
      [1, count - 1, "const needle = 1;"],
    ]);
    expect(await ask({ hist_access_type: "tail", n: 1, output: true })).toEqual([
      [1, count, ["needle + 1", "2"]],
    ]);
  });

  test("is_complete tells complete, incomplete and invalid code apart", async () => {
    const ask = async (code: string): Promise<unknown> =>
      (await kernel.request("shell", "is_complete_request", { code })).reply.content["status"];
    expect(await ask("1 + 1")).toBe("complete");
    expect(await ask("function f() {")).toBe("incomplete");
    expect(await ask("import ] from")).toBe("invalid");
  });

  test("completion counts in code points and tells kinds", async () => {
    await kernel.execute("const fruit = { apple: 1, apricot() { return 2; } };");
    const code = `"🧬🧬"; fruit.ap`;
    const cursor_pos = Array.from(code).length;
    const { reply } = await kernel.request("shell", "complete_request", { code, cursor_pos });
    expect(reply.content["matches"]).toEqual(["apple", "apricot"]);
    expect(reply.content).toMatchObject({ cursor_start: cursor_pos - 2, cursor_end: cursor_pos });
    expect(field(reply.content, "metadata", "_jupyter_types_experimental")).toMatchObject([
      { text: "apple", type: "property" },
      { text: "apricot", type: "method" },
    ]);
  });

  test("inspection answers in text and markdown", async () => {
    const code = "/** Doubles a number. */ function twice(n: number) { return 2 * n; }";
    await kernel.execute(code);
    const question = { code: "twice", cursor_pos: 3, detail_level: 0 };
    const { reply } = await kernel.request("shell", "inspect_request", question);
    expect(reply.content["found"]).toBe(true);
    expect(field(reply.content, "data", "text/plain")).toMatch(/twice\(n: number\).*Doubles/s);
    expect(field(reply.content, "data", "text/markdown")).toMatch(/```/);
    const none = { code: "    ", cursor_pos: 1, detail_level: 0 };
    const { reply: nothing } = await kernel.request("shell", "inspect_request", none);
    expect(nothing.content).toMatchObject({ status: "ok", found: false, data: {} });
  });

  test("an unknown request is passed over", async () => {
    const id = await kernel.send("shell", "juggle_request", {});
    await kernel.waitFor((m) => m.parent === id && m.content["execution_state"] === "idle");
    expect(kernel.received.some((m) => m.parent === id && m.channel === "shell")).toBe(false);
  });
});

describe("while a cell computes", () => {
  test("completion, inspection and comm_info are answered before it ends", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: `console.log("computing"); { const end = Date.now() + 2500; while (Date.now() < end) {} } "computed"`,
    });
    await kernel.waitFor((m) => m.parent === id && m.type === "stream");
    const times: number[] = [];
    for (let i = 0; i < 15; i++) {
      const code = `const q${i} = Math.ma`;
      const question = { code, cursor_pos: code.length };
      const { ms, reply } = await kernel.request("shell", "complete_request", question);
      expect(reply.content["matches"]).toContain("max");
      times.push(ms);
    }
    await kernel.request("shell", "inspect_request", { code: "Math", cursor_pos: 2 });
    await kernel.request("shell", "comm_info_request", {});
    const isOver = kernel.received.some((m) => m.parent === id && m.type === "execute_reply");
    expect(isOver).toBe(false);
    const median = times.sort((a, b) => a - b)[7];
    console.log(`completion while a cell computes: median ${median.toFixed(1)} ms of 15`);
    // Said again after the idle of each question.
    const lastIdle = kernel.received.findLast((m) => m.content["execution_state"] === "idle")!;
    await kernel.waitFor((m) => m.at > lastIdle.at && m.content["execution_state"] === "busy");
    expect(resultText(await kernel.answer(id))).toBe("'computed'");
  });
});

describe("output", () => {
  test("2,000 prints in one tick all arrive, in few messages", async () => {
    const answer = await kernel.execute(`for (let i = 0; i < 2000; i++) console.log(i);`);
    const expected = Array.from({ length: 2000 }, (_, i) => `${i}\n`).join("");
    expect(streamText(answer)).toBe(expected);
    expect(answer.published.filter((m) => m.type === "stream").length).toBeLessThan(100);
  });

  test("stdout, stderr and displays keep their order", async () => {
    const { published } = await kernel.execute(
      `console.log("a"); console.error("b"); display("c"); console.log("d"); display("e"); "f"`,
    );
    expect(published.map((m) => m.type).slice(2, -1)).toEqual([
      "stream",
      "stream",
      "display_data",
      "stream",
      "display_data",
      "execute_result",
    ]);
  });

  test("a display that is made asynchronously keeps its place", async () => {
    const { published } = await kernel.execute(`
      const slow = { async [Symbol.for("Jupyter.display")]() {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { "text/html": "<b>slow</b>" };
      } };
      display(slow); console.log("after"); slow`);
    expect(published.map((m) => m.type).slice(2, -1)).toEqual([
      "display_data",
      "stream",
      "execute_result",
    ]);
    expect(field(published[2].content, "data", "text/html")).toBe("<b>slow</b>");
  });

  test("what a loop prints is shown while the loop runs", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: `console.log("at once"); { const end = Date.now() + 1000; while (Date.now() < end) {} }`,
    });
    const text = await kernel.waitFor((m) => m.parent === id && m.type === "stream");
    const { reply } = await kernel.answer(id);
    expect(reply.at - text.at).toBeGreaterThan(500);
  });

  test("a display is updated in place, and output is cleared", async () => {
    const { published } = await kernel.execute(`
      const shown = display("one", { id: "place" }); shown.update("two"); clearOutput({ wait: true });`);
    const [first, second, third] = published.filter((m) => !/status|input/.test(m.type));
    expect(first).toMatchObject({
      type: "display_data",
      content: { transient: { display_id: "place" } },
    });
    expect(second).toMatchObject({
      type: "update_display_data",
      content: { data: { "text/plain": "'two'" }, transient: { display_id: "place" } },
    });
    expect(third).toMatchObject({ type: "clear_output", content: { wait: true } });
  });

  test("late output lands in the cell that started it", async () => {
    const early = await kernel.send("shell", "execute_request", {
      code: `
        setTimeout(() => console.log("timer"), 150);
        setImmediate(() => setTimeout(() => console.log("nested"), 150));
        async function later() { await new Promise((r) => setTimeout(r, 150)); console.log("awaited"); }
        void later();
        "early"`,
    });
    await kernel.answer(early);
    const late = await kernel.execute(`
      for (let i = 0; i < 5; i++) { await new Promise((r) => setTimeout(r, 80)); console.log("late", i); }`);
    expect(streamText(late)).toBe("late 0\nlate 1\nlate 2\nlate 3\nlate 4\n");
    const text = kernel.received
      .filter((m) => m.parent === early && m.type === "stream")
      .map((m) => String(m.content["text"]))
      .join("");
    expect(text.split("\n").sort()).toEqual(["", "awaited", "nested", "timer"]);
  });

  test("a function of an earlier cell prints where it is called", async () => {
    await kernel.execute(
      `async function report() { await new Promise((r) => setTimeout(r, 20)); console.log("here"); }`,
    );
    expect(streamText(await kernel.execute("await report();"))).toBe("here\n");
  });

  test("one output a cell for 400 cells, none lost, each with its own idle", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 400; i++) {
      ids.push(await kernel.send("shell", "execute_request", { code: `console.log(${i})` }));
    }
    const isLast = (m: Received): boolean => m.parent === ids.at(-1);
    await kernel.waitFor((m) => isLast(m) && m.content["execution_state"] === "idle", 100_000);
    await kernel.waitFor((m) => isLast(m) && m.type === "execute_reply");
    const lost = ids.filter((id, i) => {
      const mine = kernel.received.filter((m) => m.parent === id);
      const text = mine.find((m) => m.type === "stream")?.content["text"];
      const idles = mine.filter((m) => m.content["execution_state"] === "idle");
      return (
        text !== `${i}\n` || idles.length !== 1 || !mine.some((m) => m.type === "execute_reply")
      );
    });
    expect(lost).toEqual([]);
  }, 110_000);
});

describe("errors", () => {
  test("an error shows its name, its message, the cell's line and the cause", async () => {
    const { reply, published } = await kernel.execute(
      `function open(): never {\n  throw new RangeError("too far", { cause: new Error("the reason") });\n}\nopen();`,
    );
    const error = published.find((m) => m.type === "error")!;
    expect(error.content).toMatchObject({ ename: "RangeError", evalue: "too far" });
    expect(reply.content).toMatchObject({ status: "error", ename: "RangeError" });
    const text = (error.content["traceback"] as string[]).join("\n");
    const count = Number(reply.content["execution_count"]);
    expect(text).toMatch(new RegExp(`at open \\(Cell ${count}:2:9\\)`));
    expect(text).toMatch(new RegExp(`at Cell ${count}:4:1`));
    expect(text).toMatch(/2 \| {3}throw new RangeError/);
    expect(text).toMatch(/Caused by .*the reason/s);
    expect(text).not.toMatch(/node:|dist\//);
  });

  test("a type error shows the line with a caret and does not run the cell", async () => {
    const answer = await kernel.execute(`console.log("ran");\nconst size: number = "big";`);
    const error = answer.published.find((m) => m.type === "error")!;
    expect(error.content["ename"]).toBe("TypeScriptError");
    expect(error.content["evalue"]).toMatch(/line 2: Type 'string' is not assignable.*TS2322/);
    const text = (error.content["traceback"] as string[]).join("\n");
    expect(text).toMatch(/const size: number = "big";\n.*\^/);
    expect(streamText(answer)).toBe("");
  });

  test("names of a failed cell keep the values they got", async () => {
    await kernel.execute(`const kept = 5; let changed = 1; changed = 2; throw new Error("stop"); `);
    expect(resultText(await kernel.execute("kept + changed"))).toBe("7");
  });

  test("an error that nobody catches is printed in the cell that caused it, and the kernel lives", async () => {
    const first = await kernel.execute(
      `setTimeout(() => { throw new Error("from a timer"); }, 60); void Promise.reject(new Error("from a promise")); 1`,
    );
    await kernel.execute(`await new Promise((r) => setTimeout(r, 150));`);
    const text = kernel.received
      .filter((m) => m.parent === first.id && m.type === "stream")
      .map((m) => String(m.content["text"]))
      .join("");
    expect(text).toMatch(/Uncaught .*from a promise/);
    expect(text).toMatch(/Uncaught .*from a timer/);
    expect(resultText(await kernel.execute("1 + 1"))).toBe("2");
  });

  test("a thrown value that is no error is shown", async () => {
    const { published } = await kernel.execute(`throw { code: 7 };`);
    expect(published.find((m) => m.type === "error")?.content["evalue"]).toBe("{ code: 7 }");
  });
});

describe("questions and comms", () => {
  test("input asks and takes the answer", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: `const name = await input("Name? "); "Hello " + name`,
      allow_stdin: true,
    });
    const question = await kernel.waitFor((m) => m.parent === id && m.type === "input_request");
    expect(question.content).toEqual({ prompt: "Name? ", password: false });
    await kernel.send("stdin", "input_reply", { value: "Ada 🧬" }, { parent: { msg_id: id } });
    expect(resultText(await kernel.answer(id))).toBe("'Hello Ada 🧬'");
  });

  test("input says so when nobody can answer", async () => {
    const { reply } = await kernel.execute(`await input("Name? ")`, { allow_stdin: false });
    expect(reply.content["evalue"]).toMatch(/without a person/);
  });

  test("a comm carries a Float64Array both ways", async () => {
    await kernel.execute(`
      comm.onOpen("double", (channel) => {
        channel.onMessage((data, [bytes]) => {
          const values = new Float64Array(bytes!.slice().buffer).map((x) => 2 * x);
          channel.send({ got: data }, { buffers: [values] });
        });
      });`);
    const comm_id = "comm-of-the-page";
    await kernel.send("shell", "comm_open", { comm_id, target_name: "double", data: {} });
    const values = new Float64Array([1.5, -2, Number.MAX_VALUE / 4]);
    const id = await kernel.send(
      "shell",
      "comm_msg",
      { comm_id, data: { n: 3 } },
      { buffers: [new Uint8Array(values.buffer)] },
    );
    const echo = await kernel.waitFor((m) => m.parent === id && m.type === "comm_msg");
    expect(echo.content).toEqual({ comm_id, data: { got: { n: 3 } } });
    const doubled = new Float64Array(Uint8Array.from(echo.buffers[0]).buffer);
    expect([...doubled]).toEqual([...values].map((x) => 2 * x));

    const { reply } = await kernel.request("shell", "comm_info_request", { target_name: "double" });
    expect(reply.content["comms"]).toEqual({ [comm_id]: { target_name: "double" } });
    await kernel.send("shell", "comm_close", { comm_id, data: {} });
    const { reply: closed } = await kernel.request("shell", "comm_info_request", {});
    expect(closed.content["comms"]).toEqual({});
  });

  test("a comm is answered while a cell awaits, and an unknown target is closed", async () => {
    const cell = await kernel.send("shell", "execute_request", {
      code: `await new Promise((resolve) => { comm.onOpen("release", () => resolve(1)); console.log("open"); });`,
    });
    await kernel.waitFor((m) => m.parent === cell && m.type === "stream");
    const open = { comm_id: "a", target_name: "release", data: {} };
    await kernel.send("shell", "comm_open", open);
    expect((await kernel.answer(cell)).reply.content["status"]).toBe("ok");
    const unknown = { comm_id: "b", target_name: "nobody", data: {} };
    const id = await kernel.send("shell", "comm_open", unknown);
    const closed = await kernel.waitFor((m) => m.parent === id && m.type === "comm_close");
    expect(closed.content["comm_id"]).toBe("b");
  });

  test("a cell opens a comm, and hears the page", async () => {
    const { id, published } = await kernel.execute(`
      const channel = comm.open("widget", { start: 1 }, { buffers: [new Uint8Array([1, 2, 3])] });
      channel.onMessage((data) => console.log("heard", data));`);
    const opened = published.find((m) => m.type === "comm_open")!;
    expect(opened.content).toMatchObject({ target_name: "widget", data: { start: 1 } });
    expect([...opened.buffers[0]]).toEqual([1, 2, 3]);
    expect(opened.parent).toBe(id);
    const said = await kernel.send("shell", "comm_msg", {
      comm_id: opened.content["comm_id"],
      data: "hi",
    });
    const heard = await kernel.waitFor((m) => m.parent === said && m.type === "stream");
    expect(heard.content["text"]).toBe("heard hi\n");
  });
});
