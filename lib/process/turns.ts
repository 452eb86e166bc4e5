/** Work that waits for its turn, and is not done when that does not come in time. */

interface Line {
  atWork: number;
  /** those who wait, first come, first served; each is called when it is their turn */
  waiting: Set<() => void>;
}

/** Waits in a line. @returns whether the turn came before `until`, in ms of `performance.now()` */
function waitInLine({ waiting }: Line, until: number): Promise<boolean> {
  return new Promise((resolve) => {
    const begin = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(
      () => {
        waiting.delete(begin);
        resolve(false);
      },
      Math.max(0, until - performance.now()),
    );
    waiting.add(begin);
  });
}

/** Does work when it is its turn. @returns null, with nothing done, when that is not before `until` */
export type TakeTurn = <T>(key: string, until: number, work: () => Promise<T>) => Promise<T | null>;

/** Lets so much work with the same key be done at once; the rest waits in a line for each key. */
export function makeTurns(atOnce: number): TakeTurn {
  const lines = new Map<string, Line>();
  return async (key, until, work) => {
    const line = lines.get(key) ?? { atWork: 0, waiting: new Set() };
    lines.set(key, line);
    if (line.atWork < atOnce) line.atWork++;
    else if (!(await waitInLine(line, until))) return null;
    try {
      return await work();
    } finally {
      // The turn is handed on; only without anybody who waits it ends.
      const [next] = line.waiting;
      if (next) {
        line.waiting.delete(next);
        next();
      } else if (--line.atWork === 0) lines.delete(key);
    }
  };
}
