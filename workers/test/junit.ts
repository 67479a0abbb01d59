import { isAbsolute } from 'node:path';
import { SaxesParser } from 'saxes';
import { fail } from 'heron/worker-kit';
import { addFailure, noResults, placeIn, type Results } from './report.ts';

type Case = {
  name: string;
  isFile: boolean;
  file: string | null;
  line: number | null;
  outcome: 'passed' | 'failed' | 'skipped';
  text: string;
};

/** JUnit XML, as node:test, pytest, Vitest and most others write it. Whole files that passed count too, unless told otherwise. Errors: `invalid-input` with the place. */
export function readJunit(text: string, { withFiles = true } = {}): Results {
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
      const file = value('file') ?? null;
      const isFile = isNameOf(value('name') ?? '', file);
      current = { name: title, isFile, file, line: line > 0 ? line : null, outcome: 'passed', text: '' };
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
    if (withFiles || !current.isFile || current.outcome !== 'passed') note(results, current);
    current = undefined;
  });
  parser.write(text).close();
  if (seconds !== undefined && !Number.isNaN(seconds)) results.durationMs = Math.round(seconds * 1000);
  return results;
}

function isNameOf(name: string, file: string | null): boolean {
  const [one, other] = [name, file ?? ''].map((path) => path.replaceAll('\\', '/'));
  return file === null ? isAbsolute(name) : one === other || `${other}`.endsWith(`/${one}`);
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
