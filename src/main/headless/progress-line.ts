import type { Terminal } from './terminal.ts';

/** How far something long is, for a person who watches: a line at each tenth. */
export function createProgressLine(terminal: Pick<Terminal, 'err' | 'isAttended'>, what: string) {
  let said = 0;
  return (done: number, total: number): void => {
    if (!terminal.isAttended || total <= 0) return;
    const tenths = Math.floor((10 * done) / total);
    if (tenths <= said || tenths >= 10) return;
    said = tenths;
    terminal.err(`${what}: ${tenths * 10} %`);
  };
}
