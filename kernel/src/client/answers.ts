import type { Answer } from "./kernel-client.ts";

/** What a notebook would show of an answer. */

/** Text of one stream of an answer. */
export function streamText(answer: Answer, name: "stdout" | "stderr" = "stdout"): string {
  return answer.published
    .filter((m) => m.type === "stream" && m.content["name"] === name)
    .map((m) => String(m.content["text"]))
    .join("");
}

export function resultText(answer: Answer): string | undefined {
  const result = answer.published.find((m) => m.type === "execute_result");
  return result && (field(result.content, "data", "text/plain") as string);
}

/** What lies at a path of keys in a message; undefined when there is nothing. */
export function field(content: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    content,
  );
}
