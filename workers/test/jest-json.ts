import { fail } from 'heron/worker-kit';
import { addFailure, noResults, placeIn, type Results } from './report.ts';

type Assertion = {
  fullName?: string;
  status?: string;
  failureMessages?: string[];
  location?: { line?: number } | null;
};
type File = {
  name?: string;
  message?: string;
  status?: string;
  assertionResults?: Assertion[];
  startTime?: number;
  endTime?: number;
};

/** The JSON of Jest, which Vitest writes too. Errors: `invalid-input`. */
export function readJestJson(text: string): Results {
  const report = parsed(text);
  const results = noResults();
  for (const file of report) {
    const assertions = file.assertionResults ?? [];
    for (const assertion of assertions) noteAssertion(results, file, assertion);
    // A file that could not be loaded has no tests, only a message.
    const isBroken = file.status === 'failed' && !assertions.some(({ status }) => status === 'failed');
    if (isBroken) {
      const message = file.message ?? '';
      addFailure(results, {
        name: 'the file could not be run',
        file: file.name ?? null,
        line: placeIn(message).line,
        message,
      });
    }
  }
  const starts = report.flatMap(({ startTime }) => (startTime === undefined ? [] : [startTime]));
  const ends = report.flatMap(({ endTime }) => (endTime === undefined ? [] : [endTime]));
  if (starts.length > 0 && ends.length > 0) {
    const last = ends.reduce((most, each) => Math.max(most, each), 0);
    results.durationMs = Math.max(
      0,
      Math.round(last - starts.reduce((least, each) => Math.min(least, each), Infinity)),
    );
  }
  return results;
}

function noteAssertion(results: Results, file: File, { fullName, status, failureMessages, location }: Assertion): void {
  if (status === 'passed') results.passed += 1;
  else if (status !== 'failed') results.skipped += 1;
  else {
    const message = (failureMessages ?? []).join('\n');
    const place = placeIn(message);
    const line = place.line ?? location?.line ?? null;
    addFailure(results, { name: fullName ?? '', file: place.file ?? file.name ?? null, line, message });
  }
}

function parsed(text: string): File[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'testResults' in value && Array.isArray(value.testResults)) {
      return value.testResults as File[];
    }
  } catch (error) {
    return fail('invalid-input', `The report is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return fail('invalid-input', 'The report has no testResults, as Jest and Vitest write them');
}
