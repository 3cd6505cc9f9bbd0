import type { FromSession } from "../session/link.ts";
import { textOf } from "./context.ts";
import type { SessionClient } from "./session-client.ts";
import type { Sockets } from "./sockets.ts";
import type { Message } from "./wire.ts";

type Question = Extract<FromSession, { readonly type: "input" }>;

/** Questions to the person at the notebook, one at a time. */
export interface Stdin {
  /** Remembers who asked for a cell, since only that client is asked. */
  noteClient(request: Message): void;
  ask(question: Question): void;
  answer(reply: Message): void;
}

export function createStdin(sockets: Sockets, session: SessionClient): Stdin {
  const clients = new Map<string, readonly Buffer[]>();
  const questions: Question[] = [];

  const send = (question: Question): void => {
    void sockets.send("stdin", {
      type: "input_request",
      parent: question.header,
      content: { prompt: question.prompt, password: question.password },
      identities: clients.get(question.header.session) ?? [],
    });
  };

  return {
    noteClient({ header, identities }) {
      clients.set(header.session, identities);
    },
    ask(question) {
      questions.push(question);
      if (questions.length === 1) send(question);
    },
    answer(reply) {
      const asked = reply.parentHeader.msg_id;
      const at = asked ? questions.findIndex(({ header }) => header.msg_id === asked) : -1;
      // jupyter_client before 8 leaves the parent empty: the reply is to the question that is open.
      const [question] = questions.splice(Math.max(at, 0), 1);
      if (question) {
        const value = textOf(reply.content, "value");
        session.post({ type: "input-reply", id: question.id, value });
      }
      if (questions[0]) send(questions[0]);
    },
  };
}
