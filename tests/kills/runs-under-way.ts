import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../src/contract/json.ts';
import type { Run, TaskStatus } from '../../src/contract/runs.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import type { Ledger } from './ledger.ts';
import { allowAll, attend } from './person.ts';
import { makePlan, planNames } from './plans.ts';
import type { RunRecords } from './run-record.ts';

/** How a run ended: all of it that does not depend on time. */
export type Outcome = {
  status: Run['status'];
  error: string | undefined;
  undone: boolean;
  tasks: Record<string, { status: TaskStatus; output: Json | undefined; error: string | undefined }>;
};

/** What came to light of the runs that have ended. */
export type Findings = { runs: number; lost: number; repeated: number; uncertain: number; problems: string[] };

type Open = { name: string; runId: string | undefined };

/** The runs that are given to whatever engine is there. They are known by their titles: an engine can die before it says their ids. */
export function createRunsUnderWay(parts: { ledger: Ledger; records: RunRecords; findings: Findings }) {
  const { ledger, records, findings } = parts;
  const open = new Map<string, Open>();
  let ended: { title: string; name: string; run: Run }[] = [];
  const expected = new Map<string, Outcome>();
  let begun = 0;
  let wanted = 0;

  async function begin(client: EngineClient, title: string, entry: Open, isAgain: boolean): Promise<void> {
    const known = isAgain ? (await client.runs.list({ limit: 100 })).find((run) => run.title === title) : undefined;
    const plan = makePlan(entry.name, title, ledger.url);
    const allow = [{ capability: 'net' as const, target: '127.0.0.1' }];
    entry.runId = known?.id ?? (await client.runs.start({ plan, allow })).runId;
  }

  async function follow(client: EngineClient, title: string, { name, runId = '' }: Open): Promise<boolean> {
    const run = await client.runs.get({ runId });
    if (run.endedAt === undefined || run.undoing) {
      await attend(client, run);
      return false;
    }
    ended.push({ title, name, run });
    return open.delete(title);
  }

  function check({ title, name, run }: (typeof ended)[number]): void {
    const outcome = outcomeOf(run);
    const usual = expected.get(name);
    if (!usual) expected.set(name, outcome);
    else if (!isDeepStrictEqual(outcome, usual)) {
      findings.lost += 1;
      findings.problems.push(`${title} ended as ${JSON.stringify(outcome)}, without kills as ${JSON.stringify(usual)}`);
    }
    findings.uncertain += records.uncertain(run.id);
    const { repeated, other } = records.check(run.id, ledger.entries);
    ledger.forget(run.id);
    findings.repeated += repeated.length;
    findings.problems.push(...[...repeated, ...other].map((problem) => `${title}: ${problem}`));
    findings.runs += 1;
  }

  return {
    /** So many are to be under way from now on; 0: those that are end. */
    want: (count: number): void => void (wanted = count),
    count: (): number => open.size,
    /** Starts what is to be started, answers what is asked. Resolves to how many runs have ended. */
    step: async (client: EngineClient): Promise<number> => {
      await allowAll(client);
      for (const [title, entry] of open) if (entry.runId === undefined) await begin(client, title, entry, true);
      while (open.size < wanted) {
        const name = planNames[begun % planNames.length] ?? '';
        const entry: Open = { name, runId: undefined };
        const title = `${(begun += 1)} ${name}`;
        open.set(title, entry);
        await begin(client, title, entry, false);
      }
      let done = 0;
      for (const [title, entry] of open) if (await follow(client, title, entry)) done += 1;
      return done;
    },
    /** Once the log is known up to the end of an engine: all that must hold of the runs that ended meanwhile. */
    settle: (): void => {
      ended.forEach(check);
      ended = [];
    },
    /** For each that is still under way, where it stands. */
    left: (): string[] => [...open].map(([title, { runId }]) => `${title} (${runId}) has not ended`),
  };
}

export type RunsUnderWay = ReturnType<typeof createRunsUnderWay>;

function outcomeOf({ status, error, undone, tasks }: Run): Outcome {
  const seen = Object.values(tasks).map((task) => {
    // What an event says has the time in it.
    const output = task.woken?.by === 'event' ? undefined : task.output;
    return [task.id, { status: task.status, output, error: task.error?.code }] as const;
  });
  return { status, error: error?.code, undone, tasks: Object.fromEntries(seen) };
}
