import { type ISignal, Signal } from "@lumino/signaling";

/** Whether anybody can see the page. */
export interface PageVisibility {
  readonly isVisible: boolean;
  readonly changed: ISignal<object, void>;
}

export function pageVisibility(): PageVisibility {
  const sender = {};
  const changed = new Signal<object, void>(sender);
  document.addEventListener("visibilitychange", () => changed.emit());
  return {
    get isVisible() {
      return document.visibilityState === "visible";
    },
    changed,
  };
}
