import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget, stopIcon, UseSignal } from "@jupyterlab/ui-components";
import * as React from "react";
import { helixIcon } from "../icons.ts";
import type { StatusModel } from "./status-model.ts";
import { fractionOf, shortText } from "./status-text.ts";

export interface StatusActions {
  readonly onDetails: () => void;
  readonly onCancel: () => void;
}

/** What the kernel of the current notebook is at, in the status bar. */
export class StatusItem extends ReactWidget {
  readonly #model: StatusModel;
  readonly #actions: StatusActions;
  readonly #trans: TranslationBundle;
  #isExpanded = false;

  constructor(model: StatusModel, actions: StatusActions, trans: TranslationBundle) {
    super();
    this.#model = model;
    this.#actions = actions;
    this.#trans = trans;
    this.addClass("jp-GenobookStatus");
  }

  /** Whether the details are open. */
  setExpanded(isExpanded: boolean): void {
    this.#isExpanded = isExpanded;
    this.update();
  }

  focus(): void {
    this.node.querySelector("button")?.focus();
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.#model.changed}>
        {() => (
          <Content
            model={this.#model}
            actions={this.#actions}
            trans={this.#trans}
            isExpanded={this.#isExpanded}
          />
        )}
      </UseSignal>
    );
  }
}

interface ContentProps {
  readonly model: StatusModel;
  readonly actions: StatusActions;
  readonly trans: TranslationBundle;
  readonly isExpanded: boolean;
}

function Content({ model, actions, trans, isExpanded }: ContentProps): React.JSX.Element {
  const { state } = model;
  const text = shortText(state, trans);
  const job = state.status?.job;
  return (
    <>
      <button
        type="button"
        className="jp-GenobookStatus-text"
        aria-haspopup="dialog"
        aria-expanded={isExpanded}
        title={trans.__("What the kernel of %1 runs, computes on and holds", state.notebook)}
        onClick={actions.onDetails}
      >
        <helixIcon.react tag="span" width="14px" height="14px" />
        <span className="jp-GenobookStatus-words">{text}</span>
        {job && <progress max={1} value={fractionOf(job)} aria-label={job.title} />}
      </button>
      {state.isBusy && (
        <button
          type="button"
          className="jp-GenobookStatus-cancel"
          title={trans.__("Cancel the cell that runs in %1", state.notebook)}
          onClick={actions.onCancel}
        >
          <stopIcon.react tag="span" width="14px" height="14px" />
          <span>{trans.__("Cancel")}</span>
        </button>
      )}
    </>
  );
}
