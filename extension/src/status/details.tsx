import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget, UseSignal } from "@jupyterlab/ui-components";
import * as React from "react";
import { sizeText } from "../data-service/dataset-text.ts";
import { reasonText } from "./reason-text.ts";
import type { StatusModel, StatusState } from "./status-model.ts";
import { cpuText, durationText, fractionOf, gpuText, jobText } from "./status-text.ts";

export interface DetailsActions {
  readonly onCancel: () => void;
  readonly onVariables: () => void;
  readonly onClose: () => void;
}

/** All that is known of the kernel, over the status item. */
export class StatusDetails extends ReactWidget {
  readonly #model: StatusModel;
  readonly #actions: DetailsActions;
  readonly #trans: TranslationBundle;

  constructor(model: StatusModel, actions: DetailsActions, trans: TranslationBundle) {
    super();
    this.#model = model;
    this.#actions = actions;
    this.#trans = trans;
    this.addClass("jp-GenobookStatusDetails");
    this.node.setAttribute("role", "dialog");
    this.node.setAttribute("aria-label", trans.__("Kernel status"));
    this.node.tabIndex = -1;
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.#model.changed}>
        {() => <Details state={this.#model.state} actions={this.#actions} trans={this.#trans} />}
      </UseSignal>
    );
  }
}

interface DetailsProps {
  readonly state: StatusState;
  readonly actions: DetailsActions;
  readonly trans: TranslationBundle;
}

function Details({ state, actions, trans }: DetailsProps): React.JSX.Element {
  const { notebook, isBusy, status, refusal } = state;
  return (
    <>
      <h2>{trans.__("Kernel of %1", notebook)}</h2>
      {refusal && (
        <p role="alert">{[refusal.what, refusal.why, refusal.remedy].filter(Boolean).join(" ")}</p>
      )}
      {!status && !refusal && <p>{waitingText(isBusy, trans)}</p>}
      <dl>
        {status && <Running state={state} trans={trans} />}
        {status?.compute && (
          <>
            <dt>{trans.__("CPU")}</dt>
            <dd>{cpuText(status.compute, trans)}</dd>
            <dt>{trans.__("GPU")}</dt>
            <dd>{gpuText(status.compute, trans)}</dd>
            <dt>{trans.__("Last computed")}</dt>
            <dd>
              {status.compute.last
                ? reasonText(status.compute.last.reason, trans)
                : trans.__("nothing on genotypes yet")}
            </dd>
          </>
        )}
        {status && (
          <>
            <dt>{trans.__("Memory")}</dt>
            <dd>
              {trans.__("%1 in all", sizeText(status.memory.processBytes))}
              {" · "}
              {trans.__("%1 JavaScript values", sizeText(status.memory.heapBytes))}
              {status.compute &&
                ` · ${trans.__("%1 shared by the threads", sizeText(status.compute.memoryBytes))}`}
            </dd>
          </>
        )}
      </dl>
      <div className="jp-GenobookStatusDetails-actions">
        {isBusy && (
          <button type="button" onClick={actions.onCancel}>
            {trans.__("Cancel the running cell")}
          </button>
        )}
        <button type="button" onClick={actions.onVariables}>
          {trans.__("Show variables")}
        </button>
        <button type="button" onClick={actions.onClose}>
          {trans.__("Close")}
        </button>
      </div>
    </>
  );
}

function Running(props: Pick<DetailsProps, "state" | "trans">): React.JSX.Element {
  const { state, trans } = props;
  const { cell, job } = state.status!;
  const time = cell && durationText(cell.elapsedMs / 1000);
  return (
    <>
      <dt>{trans.__("Runs")}</dt>
      <dd>
        {cell ? trans.__("%1, for %2", cell.label, time!) : !job && trans.__("nothing")}
        {job && (
          <>
            <div>{job.title}</div>
            <progress max={1} value={fractionOf(job)} aria-label={job.title} />
            <div>{jobText(job, trans)}</div>
          </>
        )}
      </dd>
    </>
  );
}

function waitingText(isBusy: boolean, trans: TranslationBundle): string {
  return isBusy
    ? trans.__("A cell computes without a pause; the kernel answers when it comes to one.")
    : trans.__("Asking the kernel…");
}
