import { describe, expect, test } from "vitest";
import { RefusedRequest } from "../data-service/kernel-requests.ts";
import { Answers } from "./answers.ts";

const refusal = { tag: "cancelled", what: "Cancelled.", why: "So.", remedy: "Again." };

describe("answers of a kernel", () => {
  test("tell how far they are, and stay until there is another", async () => {
    const answers = new Answers<number>();
    const seen: (string | undefined)[] = [];
    answers.changed.connect(() => seen.push(answers.of("a")?.progress?.title));
    await answers.ask("a", (_, onProgress) => {
      onProgress({ title: "reading", done: 1, total: 2 });
      return Promise.resolve(1);
    });
    expect(seen).toEqual([undefined, "reading", undefined]);
    expect(answers.of("a")).toEqual({ phase: "ready", value: 1 });
    await answers.ask("a", () => Promise.reject(new RefusedRequest(refusal)));
    expect(answers.of("a")).toEqual({ phase: "failed", value: 1, failure: refusal });
    answers.forget();
    expect(answers.of("a")).toBeUndefined();
  });

  test("the later of two questions wins, and cancelling reaches the question", async () => {
    const answers = new Answers<number>();
    let first: AbortSignal | undefined;
    const slow = answers.ask("a", (signal) => {
      first = signal;
      return new Promise((resolve) => setTimeout(() => resolve(1), 20));
    });
    await answers.ask("a", () => Promise.resolve(2));
    expect(first?.aborted).toBe(true);
    await slow;
    expect(answers.of("a")).toEqual({ phase: "ready", value: 2 });
    const waiting = answers.ask("b", (signal) => {
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new RefusedRequest(refusal)));
      });
    });
    answers.cancel("b");
    expect(await waiting).toBeUndefined();
    expect(answers.of("b")).toMatchObject({ phase: "failed", failure: refusal });
  });
});
