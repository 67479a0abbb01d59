import type { QueueMode } from '../../../contract/lanes.ts';

/** What the first word says of how a message is meant while Heron works. */
export type Aside = { text: string; mode?: QueueMode };

const prefixes: Record<string, QueueMode> = { btw: 'steer', todo: 'followup' };

/** `btw use the other folder` is for what is under way, `todo tidy up` for afterwards, and `stop` alone ends it. */
export function readAside(text: string): Aside {
  if (isStop(text)) return { text, mode: 'interrupt' };
  const [, word = '', rest = ''] = /^\s*(btw|todo)\b[\s,:]+(\S[\s\S]*)$/i.exec(text) ?? [];
  const mode = prefixes[word.toLowerCase()];
  return mode === undefined ? { text } : { text: rest, mode };
}

export function isStop(text: string): boolean {
  return /^\s*(?:\/?stop|cancel|abort|never\s*mind|(?:stop|cancel)\s+(?:that|it|this|everything))\s*[.!]*\s*$/i.test(
    text,
  );
}
