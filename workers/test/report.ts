import { stripVTControlCharacters } from 'node:util';
import type { Actions } from './actions.generated.ts';

export type Failure = Actions['report']['output']['failures'][number];

/** What a report says; `file` as it is written there, `line` from 1. */
export type Results = {
  passed: number;
  failed: number;
  skipped: number;
  failures: Failure[];
  durationMs: number | null;
};

const mostFailures = 200;
const longestMessage = 4000;

export function noResults(): Results {
  return { passed: 0, failed: 0, skipped: 0, failures: [], durationMs: null };
}

export function addFailure(results: Results, failure: Failure): void {
  results.failed += 1;
  if (results.failures.length >= mostFailures) return;
  const message = stripVTControlCharacters(failure.message).trim();
  results.failures.push({ ...failure, message: message.slice(0, longestMessage) });
}

export function statusOf({ passed, failed }: Results): Actions['report']['output']['status'] {
  if (failed > 0) return 'failed';
  return passed > 0 ? 'passed' : 'none';
}

export type Place = { file: string | null; line: number | null };

/** The first place in a stack that is the project's own. */
export function placeIn(stack: string): Place {
  for (const line of stack.split('\n')) {
    if (/node_modules|node:internal|\(node:|site-packages/.test(line)) continue;
    const [, file, number] =
      /(?:^|[\s(])(?:file:\/\/)?((?:[A-Za-z]:)?[^\s():]+\.[A-Za-z]{1,4}):(\d+)(?::\d+)?\)?:?(?:\s|$)/.exec(line) ?? [];
    if (file !== undefined) return { file, line: Number(number) };
  }
  return { file: null, line: null };
}

/** Relative to the project, where it lies in it. */
export function withinProject({ file, ...rest }: Failure, folder: string): Failure {
  if (file === null) return { file, ...rest };
  const plain = file.replace(/^file:\/\//, '').replaceAll('\\', '/');
  const root = `${folder.replaceAll('\\', '/')}/`;
  return { ...rest, file: plain.startsWith(root) ? plain.slice(root.length) : plain.replace(/^\.\//, '') };
}
