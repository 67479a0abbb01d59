import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { readJestJson } from './jest-json.ts';
import { readJunit } from './junit.ts';
import { statusOf } from './report.ts';
import { readTap } from './text-reports.ts';

type Report = Actions['report'];

const readers = { junit: readJunit, json: readJestJson, tap: readTap };

export const report: ActionRun<Report['input'], Report['output']> = async ({ path, format }, context) => {
  const text = await context.files.readText(path, { maxBytes: 64 * 1024 * 1024 });
  const results = readers[format === 'auto' ? formatOf(text) : format](text);
  return { path, status: statusOf(results), ...results };
};

function formatOf(text: string): keyof typeof readers {
  const begin = text.trimStart();
  if (begin.startsWith('<')) return 'junit';
  return begin.startsWith('{') ? 'json' : 'tap';
}
