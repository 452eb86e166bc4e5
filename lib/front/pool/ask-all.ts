import { z } from "zod";
import { describeThisProcess, setAskAll } from "#lib/process/peers.ts";

/**
 * A server process asks for what all of them say of themselves, because a client reaches only one. The primary process
 * passes the question on and collects the answers.
 */

/** A process that takes longer is left out, in milliseconds. */
const ANSWER_MS = 1000;
/** When the primary process itself does not answer. */
const COLLECT_MS = 2500;

const id = z.number();

/** To a server process: describe yourself; and what all have said. */
export const askedOfServer = [
  z.object({ kind: z.literal("describe"), id }),
  z.object({ kind: z.literal("described-all"), id, answers: z.array(z.unknown()) }),
] as const;

/** From a server process: what it says; and that it wants to know what all say. */
export const askedOfPrimary = [
  z.object({ kind: z.literal("described"), id, answer: z.unknown() }),
  z.object({ kind: z.literal("describe-all"), id }),
] as const;

type ToServer = z.infer<(typeof askedOfServer)[number]>;
type ToPrimary = z.infer<(typeof askedOfPrimary)[number]>;

/** In the primary process: passes questions on. */
export function makeCollector<M extends object>(members: () => readonly M[], tell: (to: M, message: ToServer) => void) {
  const open = new Map<number, { waiting: Set<M>; answers: unknown[]; done(): void }>();
  let lastId = 0;
  return {
    /** Asks all that serve, and tells the one that wants to know. @param idOfAsker the id by which it knows its question */
    ask(asker: M, idOfAsker: number): void {
      const id = ++lastId;
      const waiting = new Set(members());
      const answers: unknown[] = [];
      const done = () => {
        clearTimeout(timer);
        if (open.delete(id)) tell(asker, { kind: "described-all", id: idOfAsker, answers });
      };
      const timer = setTimeout(done, ANSWER_MS);
      timer.unref();
      open.set(id, { waiting, answers, done });
      for (const member of waiting) tell(member, { kind: "describe", id });
      if (waiting.size === 0) done();
    },
    /** An answer of one of them. */
    note(member: M, id: number, answer: unknown): void {
      const question = open.get(id);
      if (!question?.waiting.delete(member)) return;
      question.answers.push(answer);
      if (question.waiting.size === 0) question.done();
    },
    /** One that has ended will not answer. */
    lost(member: M): void {
      for (const question of open.values())
        if (question.waiting.delete(member) && question.waiting.size === 0) question.done();
    },
  };
}

/** In a server process: answers the primary process, and asks it. @returns what takes its messages */
export function answerPrimary(tell: (message: ToPrimary) => void): (message: ToServer) => void {
  const waiting = new Map<number, (answers: unknown[]) => void>();
  let lastId = 0;
  setAskAll(async () => {
    const id = ++lastId;
    const own = async () => [await describeThisProcess()];
    const answers = await new Promise<unknown[] | null>((resolve) => {
      waiting.set(id, resolve);
      setTimeout(resolve, COLLECT_MS, null).unref();
      tell({ kind: "describe-all", id });
    });
    waiting.delete(id);
    return answers ?? own();
  });
  return (message) => {
    if (message.kind === "describe") {
      const { id } = message;
      void describeThisProcess().then((answer) => tell({ kind: "described", id, answer }));
    } else waiting.get(message.id)?.(message.answers);
  };
}
