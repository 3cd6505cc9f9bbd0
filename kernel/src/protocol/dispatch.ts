import type { Comms } from "./comms.ts";
import type { KernelContext } from "./context.ts";
import { replyTo } from "./context.ts";
import type { Execution } from "./execution.ts";
import { complete, history, inspect, isComplete } from "./questions.ts";
import type { RequestChannel } from "./sockets.ts";
import type { Stdin } from "./stdin.ts";
import type { Message } from "./wire.ts";

export interface Handlers {
  readonly context: KernelContext;
  readonly execution: Execution;
  readonly comms: Comms;
  readonly stdin: Stdin;
  readonly kernelInfo: () => object;
  readonly shutDown: (channel: RequestChannel, request: Message) => void;
}

type Answer = (content: Record<string, unknown>) => object | Promise<object>;

/** Sends each request to its handler; everything but cells is answered at once, also while a cell runs. */
export function createDispatch(
  handlers: Handlers,
): (channel: RequestChannel, message: Message) => void {
  const { context, execution, comms, stdin } = handlers;
  const answers: Readonly<Record<string, Answer>> = {
    kernel_info: handlers.kernelInfo,
    complete: (content) => complete(context, content),
    inspect: (content) => inspect(context, content),
    is_complete: (content) => isComplete(context, content),
    history: (content) => history(context, content),
    comm_info: (content) => comms.info(content),
    interrupt: () => {
      execution.interrupt();
      return { status: "ok" };
    },
  };

  /** Busy, the work, idle; then busy again for the cell that still runs, since frontends show the last state. */
  const bracket = async (message: Message, work: () => Promise<void>): Promise<void> => {
    await context.output.status(message.header, "busy");
    await work();
    await context.output.status(message.header, "idle");
    const running = execution.running();
    if (running) await context.output.status(running, "busy");
  };

  return (channel, message) => {
    const type = message.header.msg_type;
    if (channel === "stdin") {
      if (type === "input_reply") stdin.answer(message);
      return;
    }
    const reply = replyTo(context.sockets, channel, message);
    if (type === "shutdown_request") {
      handlers.shutDown(channel, message);
    } else if (type === "execute_request") {
      stdin.noteClient(message);
      execution.submit(message, reply);
    } else if (type === "comm_open" || type === "comm_msg" || type === "comm_close") {
      void bracket(message, () => comms.receive(message));
    } else {
      const name = type.replace(/_request$/, "");
      const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
      void bracket(message, async () => {
        if (!answer) return;
        reply(`${name}_reply`, await settle(answer, message.content));
      });
    }
  };
}

async function settle(answer: Answer, content: Record<string, unknown>): Promise<object> {
  try {
    return await answer(content);
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return {
      status: "error",
      ename: name,
      evalue: message,
      traceback: (stack ?? message).split("\n"),
    };
  }
}
