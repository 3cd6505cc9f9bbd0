import type { Refusal } from "@genobook/kernel/messages";
import { type ISignal, Signal } from "@lumino/signaling";
import { type RequestProgress, RefusedRequest } from "../data-service/kernel-requests.ts";

/** What is known of a question by now. An earlier answer stays until there is another. */
export interface Answer<T> {
  readonly phase: "asking" | "ready" | "failed";
  readonly value?: T | undefined;
  readonly progress?: RequestProgress | undefined;
  readonly failure?: Refusal | undefined;
}

type Ask<T> = (signal: AbortSignal, onProgress: (progress: RequestProgress) => void) => Promise<T>;

/** Questions to a kernel under keys of our own; each can be cancelled, and the later of two wins. */
export class Answers<T> {
  readonly #answers = new Map<string, Answer<T>>();
  readonly #running = new Map<string, AbortController>();
  readonly #changed = new Signal<this, void>(this);

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  of(key: string | undefined): Answer<T> | undefined {
    return key === undefined ? undefined : this.#answers.get(key);
  }

  /** @returns the answer; undefined when there is none, which the state says why */
  async ask(key: string, ask: Ask<T>): Promise<T | undefined> {
    this.cancel(key);
    const running = new AbortController();
    this.#running.set(key, running);
    const value = this.#answers.get(key)?.value;
    this.#set(key, { phase: "asking", value });
    const isCurrent = (): boolean => this.#running.get(key) === running;
    try {
      const answer = await ask(running.signal, (progress) => {
        if (isCurrent()) this.#set(key, { phase: "asking", value, progress });
      });
      if (isCurrent()) this.#set(key, { phase: "ready", value: answer });
      return answer;
    } catch (error) {
      if (isCurrent()) this.#set(key, { phase: "failed", value, failure: refusalOf(error) });
      return undefined;
    } finally {
      if (isCurrent()) this.#running.delete(key);
    }
  }

  cancel(key: string): void {
    this.#running.get(key)?.abort();
  }

  /** Forgets what is not being asked now. */
  forget(): void {
    for (const key of [...this.#answers.keys()]) {
      if (!this.#running.has(key)) this.#answers.delete(key);
    }
    this.#changed.emit();
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
    Signal.clearData(this);
  }

  #set(key: string, answer: Answer<T>): void {
    this.#answers.set(key, answer);
    this.#changed.emit();
  }
}

/** What an error says, in the three parts that the page shows. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedRequest) return error.refusal;
  return {
    tag: "internal",
    what: error instanceof Error ? error.message : String(error),
    why: "",
    remedy: "",
  };
}
