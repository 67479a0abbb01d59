import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { type Attempt, type ExecutionParts, RunStop } from '../execution.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { execute, nextEngine, openLog, runId, soFar, type TestLog } from '../fixtures/execute.ts';
import { propertyRuns } from '../fixtures/property-runs.ts';
import {
  type Choice,
  flaky,
  interpret,
  joinedAt,
  latePlace,
  type Race,
  type Source,
  type Step,
  toTasks,
  unlucky,
} from '../fixtures/reference-interpreter.ts';

/** A step before it knows what is around it: its sources are numbers that choose among what there is. */
type Seed = {
  kind: 'add' | 'value' | 'group' | 'switch' | 'race' | 'wait' | 'approval';
  numbers: number[];
  children: readonly Seed[][];
  when: boolean;
  items: boolean;
  repeat: boolean;
  attempts: boolean;
  budget: boolean;
  onError: 'none' | 'skip' | 'recover';
};

const seldom = fc.integer({ min: 0, max: 4 }).map((number) => number === 0);
const { seeds } = fc.letrec<{ seed: Seed; seeds: Seed[] }>((tie) => ({
  seed: fc.record({
    kind: fc.constantFrom<Seed['kind']>(
      ...([
        'add',
        'add',
        'add',
        'value',
        'value',
        'value',
        'group',
        'group',
        'switch',
        'race',
        'wait',
        'approval',
      ] as const),
    ),
    numbers: fc.array(fc.nat(19), { minLength: 8, maxLength: 8 }),
    children: fc.oneof(
      { maxDepth: 2 },
      fc.constant<Seed[][]>([]),
      fc.array(tie('seeds'), { minLength: 1, maxLength: 3 }),
    ),
    when: seldom,
    items: seldom,
    repeat: seldom,
    attempts: seldom,
    budget: seldom,
    onError: fc.constantFrom<Seed['onError']>('none', 'none', 'none', 'skip', 'recover'),
  }),
  seeds: fc.array(tie('seed'), { minLength: 1, maxLength: 4 }),
}));

/** `prefix` keeps ids apart: one inside hides the one around it. Where it is calm nothing fails, so that calls can be counted. */
type Around = { sources: Source[]; prefix: string; isCalm: boolean; kinds: Kinds };

/** What comes to the same only where nothing is cut off: calls are counted again, and time goes on meanwhile. */
type Kinds = 'all' | 'cut off';

function plant(list: Seed[], around: Around): Step[] {
  const sources = [...around.sources];
  return list.map((seed, index) => {
    const step = plantOne(seed, `${around.prefix}t${index}`, { ...around, sources });
    if (givesNumber(step)) sources.push({ task: step.id });
    return step;
  });
}

function givesNumber({ does, items }: Step): boolean {
  if (items) return false;
  return (
    does.kind === 'add' ||
    does.kind === 'value' ||
    does.kind === 'race' ||
    (does.kind === 'group' && does.gives !== undefined)
  );
}

type Inner = Around & { own: Source[] };

/** Without a body of its own a group or a switch is an addition. */
function deed(seed: Seed, id: string, around: Inner): Step['does'] {
  const { kind, children } = seed;
  const [a = 0, failing = 0, above = 0, , , , until = 0] = seed.numbers;
  const b = around.isCalm ? calm(failing) : failing;
  if (kind === 'wait' || kind === 'approval') return { kind };
  if (kind === 'race' && !around.isCalm) return raceOf(seed, around.kinds);
  if (kind === 'value') return { kind, a: pick(a, around.own), b };
  const [first] = children;
  if (kind === 'group' && first) {
    const input: Source[] = above % 2 ? ['input'] : [];
    const steps = plant(first, { ...around, sources: [...around.sources, ...input], prefix: `${id}_0_` });
    const last = steps.at(-1);
    return {
      ...{ kind, steps, ...(above % 2 ? { input: pick(a, around.sources) } : {}) },
      ...(until % 2 && last && !last.items ? { gives: last.id } : {}),
    };
  }
  if (kind !== 'switch' || !first) return { kind: 'add', a: pick(a, around.own), b };
  const bodies = children.map((each, at) => plant(each, { ...around, prefix: `${id}_${at}_` }));
  const cases = bodies
    .slice(0, 2)
    .map((steps, at): Choice =>
      (at + above) % 2 ? { of: pick(until, around.sources), above: b % 5, steps } : { is: at + (b % 3), steps },
    );
  return { kind, on: pick(a, around.sources), cases, otherwise: bodies[2] };
}

function raceOf({ numbers: [a = 0, b = 0, above = 0, items = 0] }: Seed, kinds: Kinds): Race {
  const late = 1 + (a % 2);
  const waits = above % 4 === 0 ? 'a while' : above % 8 === 1 && kinds === 'all' ? 'in vain' : 'for early';
  const early = waits === 'for early' ? [a, b, above].slice(0, 1 + (items % 3)) : [];
  return { kind: 'race', early, late, waits, b: calm(b) };
}

/** Of what fails, what does not. */
function calm(number: number): number {
  return number === unlucky || number === flaky ? number - 1 : number;
}

function pick(number: number, from: Source[]): Source {
  return from[number % (from.length + 1)] ?? number;
}

function plantOne(seed: Seed, id: string, around: Around): Step {
  const { sources } = around;
  const [a = 0, b = 0, above = 0, items = 0, times = 0, attempts = 0, until = 0, other = 0] = seed.numbers;
  const batch = other % 4 === 1 ? { batch: 1 + (attempts % 3) } : {};
  const item: Source = 'batch' in batch ? 'batch' : 'item';
  const inItem: Source[] = [...sources, ...(seed.items ? [item] : [])];
  const inside: Source[] = [...inItem, ...(seed.repeat ? ['iteration' as const] : [])];
  const isBudgeted = seed.budget && !around.isCalm && around.kinds === 'all';
  const within: Around = { ...around, sources: inside, isCalm: around.isCalm || isBudgeted };
  const isOne = seed.kind === 'add' || seed.kind === 'value' || (seed.kind === 'race' && within.isCalm);
  const isAdd = isOne || ((seed.kind === 'group' || seed.kind === 'switch') && seed.children.length === 0);
  const own: Source[] = seed.repeat && isAdd ? [...inside, 'previous'] : inside;
  const instead = (name: string): Step[] => {
    const numbers = [a, 1, ...seed.numbers.slice(2)];
    const plain = { when: false, items: false, repeat: false, budget: false, onError: 'none' as const };
    return plant([{ ...seed, kind: 'add', numbers, children: [], ...plain }], {
      ...within,
      sources: inItem,
      prefix: `${id}_${name}_`,
    });
  };
  return {
    id,
    does: deed(seed, id, { ...within, own }),
    ...(seed.when ? { when: { of: pick(above, sources), above: other % 8 } } : {}),
    ...(seed.items
      ? {
          items: {
            list: Array.from({ length: items % 5 }, (_, at) => at + other),
            concurrency: 1 + (items % 3),
            ...batch,
          },
        }
      : {}),
    ...(seed.repeat
      ? { repeat: { max: 1 + (times % 4), ...(isAdd && !within.isCalm ? conditionOf(until) : {}) } }
      : {}),
    ...(seed.attempts ? { attempts: 1 + (attempts % 3) } : {}),
    ...(isBudgeted ? { budget: { calls: 1 + (attempts % 4), fallback: instead('f') } } : {}),
    ...(seed.onError === 'skip' ? { onError: 'skip' as const } : {}),
    ...(seed.onError === 'recover' ? { onError: { recover: instead('r') } } : {}),
    besides: {
      ...(other % 3 === 0 ? { priority: (b % 9) - 4 } : {}),
      // Keys around others could wait for each other for ever.
      ...(isAdd && other % 5 === 0 ? { key: `key ${a % 2}` } : {}),
    },
  };
}

function conditionOf(number: number): { untilAbove?: number; whileBelow?: number } {
  if (number % 3 === 0) return {};
  return number % 3 === 1 ? { untilAbove: number } : { whileBelow: number };
}

/** `b` says whether a call fails. What takes how many turns of the loop is by chance. */
function worker(isFlaky: boolean, turns: () => number): ExecutionParts['callWorker'] {
  const called = new Set<string>();
  return async (attempt: Attempt) => {
    for (let left = turns(); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
    const { b } = attempt.input;
    const isFirst = !called.has(attempt.taskId);
    called.add(attempt.taskId);
    if (b === unlucky || (isFlaky && b === flaky && isFirst)) throw new HeronError('worker-failed', 'unlucky');
    return doArithmetic(attempt);
  };
}

function outcome(log: TestLog, kind: string): Record<string, Json> | 'failed' {
  if (kind !== 'completed') return 'failed';
  return Object.fromEntries(Object.values(soFar(log)?.tasks ?? {}).map(({ id, output }) => [id, output ?? null]));
}

const plansOf = (kinds: Kinds) => seeds.map((list) => plant(list, { sources: [], prefix: '', isCalm: false, kinds }));
const turns = fc.infiniteStream(fc.nat(3));

/** At once, but for who is late. */
function answering(log: TestLog): Pick<ExecutionParts, 'awaitAnswer'> {
  const isDone = (path: string): boolean => log.items.state(runId, path)?.status === 'completed';
  return {
    awaitAnswer: async (path, signal) => {
      while (latePlace.test(path) && !isDone(joinedAt(path))) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
      }
      return 'approve';
    },
  };
}

/** A run that leaves memory because all of it waits is taken up again. */
async function carryOut(steps: Step[], parts: Partial<ExecutionParts>, log: TestLog): Promise<string> {
  for (;;) {
    const { ending } = await execute(toTasks(steps), { ...parts, ...answering(log), previous: soFar(log) }, log);
    if (ending.kind !== 'parked') return ending.kind;
  }
}

const runs = propertyRuns(60, 600_000);

test(
  'random plans come to what the reference interpreter says they do, whatever ends first [OR-05, OR-11]',
  { timeout: runs.timeout },
  async () => {
    await fc.assert(
      fc.asyncProperty(plansOf('all'), turns, async (steps, stream) => {
        const log = openLog();
        const callWorker = worker(true, () => stream.next().value as number);
        expect(outcome(log, await carryOut(steps, { callWorker }, log))).toEqual(interpret(steps, true));
      }),
      { numRuns: runs.numRuns },
    );
  },
);

const cutRuns = propertyRuns(40, 600_000);

test('cut off wherever it may be, a random plan comes to the same [X-02]', { timeout: cutRuns.timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(
      plansOf('cut off'),
      fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }),
      async (steps, cuts) => {
        let log = openLog();
        let kind = '';
        for (const cut of [...cuts, Infinity]) {
          log = await nextEngine(log);
          const stop = new AbortController();
          let writes = 0;
          const record: ExecutionParts['record'] = async (...drafts) => {
            writes += 1;
            if (writes > cut) stop.abort(new RunStop('interrupted', 'gone'));
            if (stop.signal.aborted) throw stop.signal.reason as Error;
            return log.record(...drafts);
          };
          const parts = {
            callWorker: worker(false, () => 0),
            record,
            signal: stop.signal,
          };
          kind = await carryOut(steps, parts, log);
          if (kind !== 'interrupted') break;
        }
        expect(outcome(log, kind)).toEqual(interpret(steps, false));
      },
    ),
    { numRuns: cutRuns.numRuns },
  );
});
