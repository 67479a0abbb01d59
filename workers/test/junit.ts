import { SaxesParser } from 'saxes';
import { fail } from 'heron/worker-kit';
import { addFailure, noResults, placeIn, type Results } from './report.ts';

type Case = {
  name: string;
  file: string | null;
  line: number | null;
  outcome: 'passed' | 'failed' | 'skipped';
  text: string;
};

/** JUnit XML, as node:test, pytest, Vitest and most others write it. Errors: `invalid-input` with the place. */
export function readJunit(text: string): Results {
  const results = noResults();
  let current: Case | undefined;
  let isTelling = false;
  let seconds: number | undefined;
  const parser = new SaxesParser();
  parser.on('error', (error) => fail('invalid-input', `The report is no XML: ${error.message}`));
  parser.on('opentag', ({ name, attributes }) => {
    const value = (key: string): string | undefined => attributes[key];
    if (name === 'testsuites' || name === 'testsuite') seconds ??= Number(value('time') ?? Number.NaN);
    if (name === 'testcase') {
      const title = [value('classname'), value('name')].filter((part) => part && part !== 'test').join(' › ');
      const line = Number(value('line') ?? 0);
      current = { name: title, file: value('file') ?? null, line: line > 0 ? line : null, outcome: 'passed', text: '' };
    }
    if (!current) return;
    if (name === 'skipped') current.outcome = 'skipped';
    if (name !== 'failure' && name !== 'error') return;
    current.outcome = 'failed';
    current.text += `${value('message')?.trim() ?? ''}\n`;
    isTelling = true;
  });
  for (const kind of ['text', 'cdata'] as const) {
    parser.on(kind, (said) => {
      if (current && isTelling) current.text += said;
    });
  }
  parser.on('closetag', ({ name }) => {
    if (name === 'failure' || name === 'error') isTelling = false;
    if (name !== 'testcase' || !current) return;
    note(results, current);
    current = undefined;
  });
  parser.write(text).close();
  if (seconds !== undefined && !Number.isNaN(seconds)) results.durationMs = Math.round(seconds * 1000);
  return results;
}

function note(results: Results, { name, file, line, outcome, text }: Case): void {
  if (outcome !== 'failed') {
    results[outcome] += 1;
    return;
  }
  const place = placeIn(text);
  // What the report says of the file counts; of the line, where it failed before where the test begins.
  addFailure(results, { name, file: file ?? place.file, line: place.line ?? line, message: text });
}
