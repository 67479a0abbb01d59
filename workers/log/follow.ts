import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { shown } from './blocks.ts';
import { growthOf } from './growing.ts';
import { lineMatcher } from './pattern.ts';

type Follow = Actions['follow'];
type Alert = Actions['alert'];

export const follow: ActionRun<Follow['input'], Follow['output']> = async (input, context) => {
  const { path, seconds, pattern, regex, ignoreCase, limit } = input;
  const isWanted = pattern === undefined ? () => true : lineMatcher({ pattern, regex, ignoreCase });
  const lines: string[] = [];
  let rotations = 0;
  for await (const growth of growthOf(path, context.now() + seconds * 1000, context)) {
    const wanted = growth.lines.filter(isWanted);
    const taken = wanted.slice(0, limit - lines.length).map(shown);
    rotations = growth.rotations;
    lines.push(...taken);
    if (taken.length > 0) context.progress({ text: `${lines.length} lines`, output: `${taken.join('\n')}\n` });
    if (lines.length >= limit) return { path, lines, rotations, truncated: true };
  }
  return { path, lines, rotations, truncated: false };
};

export const alert: ActionRun<Alert['input'], Alert['output']> = async (input, context) => {
  const { path, pattern, regex, ignoreCase, count, seconds } = input;
  const isWanted = lineMatcher({ pattern, regex, ignoreCase });
  const lines: string[] = [];
  for await (const growth of growthOf(path, context.now() + seconds * 1000, context)) {
    for (const line of growth.lines.filter(isWanted)) {
      if (lines.length < count) lines.push(shown(line));
    }
    if (lines.length >= count) return { path, found: true, lines };
    if (lines.length > 0) context.progress({ text: `${lines.length} of ${count} lines` });
  }
  return { path, found: false, lines };
};
