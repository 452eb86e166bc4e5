const number = new Intl.NumberFormat("en");

/**
 * Shows how far a command is, on standard error: one line that changes on a terminal, a line every five seconds elsewhere.
 * @param doing what is done, such as "Restoring"
 * @returns what shows it; the total may not be known
 */
export function makeProgress(doing = ""): (done: number, total?: number) => void {
  const { stderr } = process;
  const start = performance.now();
  let shown = start;
  let ended = false;
  return (done, total = Number.POSITIVE_INFINITY) => {
    const now = performance.now();
    const isEnd = done >= total;
    if (ended || (!isEnd && now - shown < (stderr.isTTY ? 100 : 5000))) return;
    shown = now;
    ended = isEnd;
    const rate = done / Math.max(0.001, (now - start) / 1000);
    const known = Number.isFinite(total);
    const left = isEnd || !known ? "" : ` · ${Math.ceil((total - done) / Math.max(1, rate))} s left`;
    const of = `${number.format(done)}${known ? ` of ${number.format(total)}` : ""}`;
    const line = `${doing && `${doing}: `}${of} · ${number.format(Math.round(rate))} per second${left}`;
    stderr.write(stderr.isTTY ? `\r\x1b[K${line}${isEnd ? "\n" : ""}` : `${line}\n`);
  };
}
