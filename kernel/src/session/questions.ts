import type { InputOptions } from "../notebook.ts";
import type { Cell } from "./cell.ts";
import { KeyboardInterrupt } from "./cell.ts";
import type { Outlet } from "./outlet.ts";

/** Questions to the person at the notebook that wait for an answer. */
export interface Questions {
  ask(cell: Cell | undefined, prompt: string, options: InputOptions): Promise<string>;
  answer(id: number, value: string): void;
}

export function createQuestions(outlet: Outlet): Questions {
  const waiting = new Map<number, (value: string) => void>();
  let lastId = 0;
  return {
    ask(cell, prompt, { password = false }) {
      if (!cell?.allowStdin) {
        const reason = "input() cannot ask: this notebook runs without a person to answer.";
        return Promise.reject(new Error(reason));
      }
      const id = ++lastId;
      outlet.post({ type: "input", id, header: cell.header, prompt, password });
      return new Promise((resolve, reject) => {
        waiting.set(id, resolve);
        cell.controller.signal.addEventListener("abort", () => {
          waiting.delete(id);
          reject(new KeyboardInterrupt());
        });
      });
    },
    answer(id, value) {
      waiting.get(id)?.(value);
      waiting.delete(id);
    },
  };
}
