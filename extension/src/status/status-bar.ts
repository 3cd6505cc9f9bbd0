import { type IStatusBar, type Popup, showPopup } from "@jupyterlab/statusbar";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import { StatusDetails } from "./details.tsx";
import type { IFollowedKernel } from "./followed-kernel-token.ts";
import { pageVisibility } from "./page-visibility.ts";
import { StatusItem } from "./status-item.tsx";
import { StatusModel } from "./status-model.ts";

export interface StatusBarOptions {
  readonly id: string;
  readonly statusBar: IStatusBar;
  readonly followed: IFollowedKernel;
  readonly kernels: IDataKernel;
  readonly trans: TranslationBundle;
  readonly onCancel: () => void;
  readonly onVariables: () => void;
  /** Called by the item's button; opens the details by `toggleDetails`. */
  readonly onDetails: () => void;
}

/**
 * Puts the status item into the status bar.
 *
 * @returns opens the details over it, or closes them
 */
export function addStatusItem(options: StatusBarOptions): { readonly toggleDetails: () => void } {
  const { id, statusBar, followed, kernels, trans } = options;
  const { onCancel, onVariables, onDetails } = options;
  const model = new StatusModel(followed, kernels, pageVisibility());
  const item = new StatusItem(model, { onDetails, onCancel }, trans);
  statusBar.registerStatusItem(id, {
    item,
    align: "left",
    rank: 5,
    isActive: () => model.state.isOurs,
    activeStateChanged: model.changed,
  });
  let popup: Popup | null = null;
  const close = (): void => popup?.dispose();
  const open = (): void => {
    const actions = {
      onCancel,
      onVariables: () => {
        close();
        onVariables();
      },
      onClose: close,
    };
    const details = new StatusDetails(model, actions, trans);
    popup = showPopup({ body: details, anchor: item, align: "left", hasDynamicSize: true });
    popup.disposed.connect(() => {
      popup = null;
      item.setExpanded(false);
      model.setDetailsOpen(false);
      // Told before the details leave the page. A click elsewhere has already put the focus there.
      if (details.node.contains(document.activeElement)) item.focus();
    });
    item.setExpanded(true);
    model.setDetailsOpen(true);
    details.node.focus();
  };
  return { toggleDetails: () => (popup ? close() : open()) };
}
