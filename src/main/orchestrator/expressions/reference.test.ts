import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import { type Attempt, type ExecutionParts, RunStop } from '../execution.ts';
import { doArithmetic } from '../fixtures/arithmetic.ts';
import { execute, nextEngine, openLog, soFar, type TestLog } from '../fixtures/execute.ts';
import { propertyRuns } from '../fixtures/property-runs.ts';
import { flaky, interpret, type Source, type Step, toTasks, unlucky } from '../fixtures/reference-interpreter.ts';

/** A step before it knows what is around it: its sources are numbers that choose among what there is. */
type Seed = {
  kind: 'add' | 'value' | 'group' | 'switch' | 'wait' | 'approval';
  numbers: number[];
  children: readonly Seed[][];
  when: boolean;
  items: boolean;
  repeat: boolean;
  attempts: boolean;
  onError: 'none' | 'skip' | 'recover';
};

const seldom = fc.integer({ min: 0, max: 4 }).map((number) => number === 0);
const { seeds } = fc.letrec<{ seed: Seed; seeds: Seed[] }>((tie) => ({
  seed: fc.record({
    kind: fc.constantFrom<Seed['kind']>(
      ...(['add', 'add', 'add', 'value', 'value', 'value', 'group', 'group', 'switch', 'wait', 'approval'] as const),
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
    onError: fc.constantFrom<Seed['onError']>('none', 'none', 'none', 'skip', 'recover'),
  }),
  seeds: fc.array(tie('seed'), { minLength: 1, maxLength: 4 }),
}));

/** `prefix` keeps ids apart: one inside hides the one around it. */
type Around = { sources: Source[]; prefix: string };

function plant(list: Seed[], around: Around): Step[] {
  const sources = [...around.sources];
  return list.map((seed, index) => {
    const step = plantOne(seed, `${around.prefix}t${index}`, sources);
    if ((step.does.kind === 'add' || step.does.kind === 'value') && !step.items) sources.push({ task: step.id });
    return step;
  });
}

/** Without a body of its own a group or a switch is an addition. */
function deed(
  { kind, numbers: [a = 0, b = 0] }: Seed,
  bodies: Step[][],
  around: { own: Source[]; inside: Source[] },
): Step['does'] {
  const [steps] = bodies;
  if (kind === 'wait' || kind === 'approval') return { kind };
  if (kind === 'value') return { kind, a: pick(a, around.own), b };
  if (kind === 'add' || !steps) return { kind: 'add', a: pick(a, around.own), b };
  if (kind === 'group') return { kind, steps };
  const cases = bodies.slice(0, 2).map((each, at) => ({ is: at + (b % 3), steps: each }));
  return { kind, on: pick(a, around.inside), cases, otherwise: bodies[2] };
}

function pick(number: number, from: Source[]): Source {
  return from[number % (from.length + 1)] ?? number;
}

function plantOne(seed: Seed, id: string, sources: Source[]): Step {
  const [a = 0, b = 0, above = 0, items = 0, times = 0, attempts = 0, until = 0, other = 0] = seed.numbers;
  const batch = other % 4 === 1 ? { batch: 1 + (attempts % 3) } : {};
  const item: Source = 'batch' in batch ? 'batch' : 'item';
  const inItem: Source[] = [...sources, ...(seed.items ? [item] : [])];
  const inside: Source[] = [...inItem, ...(seed.repeat ? ['iteration' as const] : [])];
  const bodies = seed.children.map((each, at) => plant(each, { sources: inside, prefix: `${id}_${at}_` }));
  const isOne = seed.kind === 'add' || seed.kind === 'value';
  const isAdd = isOne || ((seed.kind === 'group' || seed.kind === 'switch') && bodies.length === 0);
  const recover =
    seed.onError === 'recover' &&
    plant(
      [
        {
          ...seed,
          kind: 'add',
          numbers: [a, 1, ...seed.numbers.slice(2)],
          children: [],
          when: false,
          items: false,
          repeat: false,
          onError: 'none',
        },
      ],
      { sources: inItem, prefix: `${id}_r_` },
    );
  const ownSources: Source[] = seed.repeat && isAdd ? [...inside, 'previous'] : inside;
  return {
    id,
    does: deed(seed, bodies, { own: ownSources, inside }),
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
    ...(seed.repeat ? { repeat: { max: 1 + (times % 4), ...(isAdd && until % 2 ? { untilAbove: until } : {}) } } : {}),
    ...(seed.attempts ? { attempts: 1 + (attempts % 3) } : {}),
    ...(seed.onError === 'skip' ? { onError: 'skip' as const } : {}),
    ...(recover ? { onError: { recover } } : {}),
    besides: {
      ...(other % 3 === 0 ? { priority: (b % 9) - 4 } : {}),
      // Keys around others could wait for each other for ever.
      ...(isAdd && other % 5 === 0 ? { key: `key ${a % 2}` } : {}),
    },
  };
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

const plans = seeds.map((list) => plant(list, { sources: [], prefix: '' }));
const turns = fc.infiniteStream(fc.nat(3));
const answering = { awaitAnswer: async () => 'approve' };

const runs = propertyRuns(60, 600_000);

test(
  'random plans come to what the reference interpreter says they do, whatever ends first [OR-05, OR-11]',
  { timeout: runs.timeout },
  async () => {
    await fc.assert(
      fc.asyncProperty(plans, turns, async (steps, stream) => {
        const callWorker = worker(true, () => stream.next().value as number);
        const { ending, log } = await execute(toTasks(steps), { callWorker, ...answering });
        expect(outcome(log, ending.kind)).toEqual(interpret(steps, true));
      }),
      { numRuns: runs.numRuns },
    );
  },
);

const cutRuns = propertyRuns(40, 600_000);

test('cut off wherever it may be, a random plan comes to the same [X-02]', { timeout: cutRuns.timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }), async (steps, cuts) => {
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
          ...answering,
          record,
          signal: stop.signal,
          previous: soFar(log),
        };
        ({ kind } = (await execute(toTasks(steps), parts, log)).ending);
        if (kind !== 'interrupted') break;
      }
      expect(outcome(log, kind)).toEqual(interpret(steps, false));
    }),
    { numRuns: cutRuns.numRuns },
  );
});
