import { basename, dirname, extname } from 'node:path';
import { containerSocket } from '../checking/container-socket.ts';

/** What expressions can call besides JSONata's own functions, by name without the `$`. */
export const expressionFunctions: Record<string, (value: unknown) => unknown> = {
  hostOf: (url) => {
    const parsed = typeof url === 'string' ? URL.parse(url) : null;
    return parsed?.hostname;
  },
  folderOf: (path) => (typeof path === 'string' ? dirname(path) : undefined),
  fileName: (path) => (typeof path === 'string' ? basename(path) : undefined),
  withoutExtension,
  formatBytes,
};

/**
 * What only the defaults of a manifest can call besides: these look at the machine. What they give stands in the plan from then on, so that
 * a run goes on and is replayed alike on another machine, or another day.
 */
export const lookingFunctions: Record<string, () => unknown> = {
  containerSocket: () => containerSocket(),
};

const looking = new RegExp(`\\$(${Object.keys(lookingFunctions).join('|')})\\b`);

/** Whether an expression in the text looks at the machine. */
export function looksAtMachine(text: string): boolean {
  return looking.test(text);
}

/** `/a/notes.txt` → `/a/notes`, `/a/site.tar.gz` → `/a/site`; a dot at the start of a name is part of the name. */
function withoutExtension(path: unknown): unknown {
  if (typeof path !== 'string') return undefined;
  const whole = /\.tar\.[a-z0-9]+$/i.exec(path);
  return whole ? path.slice(0, whole.index) : path.slice(0, path.length - extname(path).length);
}

function formatBytes(bytes: unknown): unknown {
  if (typeof bytes !== 'number') return undefined;
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  if (unit === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`;
}
