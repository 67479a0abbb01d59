import type { Json } from './json.ts';
import type { Run } from './runs.ts';

/** Something a run gave otherwise than its scenario expects; `field` is `''` for all of the output, or `files[0].name`. */
export type Mismatch = { taskId: string; field: string; expected: Json; found: Json | undefined };

export type ScenarioResult = {
  name: string;
  /** `open`: the run has not ended. */
  status: 'open' | 'passed' | 'failed';
  /** Why, where the run itself did not end well. */
  problem?: string;
  mismatches: Mismatch[];
  /** How many tasks were compared. */
  compared: number;
};

/** How a run of a scenario came out; undefined for other runs. */
export function scenarioResult(run: Pick<Run, 'status' | 'workflow' | 'tasks' | 'error'>): ScenarioResult | undefined {
  const scenario = run.workflow?.scenario;
  if (!scenario) return undefined;
  const { name, expected } = scenario;
  const compared = Object.keys(expected).length;
  if (run.status === 'waiting' || run.status === 'running') return { name, status: 'open', mismatches: [], compared };
  const mismatches = Object.entries(expected).flatMap(([taskId, value]): Mismatch[] =>
    differences(value, run.tasks[taskId]?.output, '').map((difference) => ({ taskId, ...difference })),
  );
  if (run.status !== 'completed') {
    const problem = run.error?.message ?? `The run was ${run.status}`;
    return { name, status: 'failed', problem, mismatches, compared };
  }
  return { name, status: mismatches.length === 0 ? 'passed' : 'failed', mismatches, compared };
}

type Difference = Omit<Mismatch, 'taskId'>;

function differences(expected: Json, found: Json | undefined, field: string): Difference[] {
  if (isRecord(expected) && isRecord(found)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(value, Object.hasOwn(found, name) ? found[name] : undefined, memberOf(field, name)),
    );
  }
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length) {
    return expected.flatMap((value, index) => differences(value, found[index], `${field}[${index}]`));
  }
  return isSame(expected, found) ? [] : [{ field, expected, found }];
}

function isSame(one: Json, other: Json | undefined): boolean {
  if (typeof one !== 'object' || one === null) return one === other;
  // Of the same kind they were gone into, but for lists of different lengths.
  return false;
}

function memberOf(field: string, name: string): string {
  const isPlain = /^[A-Za-z_]\w*$/.test(name);
  if (!isPlain) return `${field}[${JSON.stringify(name)}]`;
  return field === '' ? name : `${field}.${name}`;
}

function isRecord(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `hash.hash: expected "a", found "b"`. */
export function mismatchText({ taskId, field, expected, found }: Mismatch): string {
  const where = field === '' ? taskId : `${taskId}${field.startsWith('[') ? '' : '.'}${field}`;
  return `${where}: expected ${shown(expected)}, found ${found === undefined ? 'nothing' : shown(found)}`;
}

const longestShown = 200;

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
