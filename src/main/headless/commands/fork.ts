import type { Json } from '../../../contract/json.ts';
import { InputPath } from '../../../contract/forks.ts';
import { parseAllowance } from '../allowance.ts';
import { failureOf } from '../failure-of.ts';
import { findRun } from '../find-run.ts';
import { followRun } from '../follow-run.ts';
import { printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, type RunOptions, withEngine } from './command.ts';

export type ForkOptions = RunOptions & { from: string; set: string[] };

/** `heron fork <run> --from <task>`: begins a new run of the same plan with a task, and follows it. */
export function forkRun({ terminal, openEngine }: CommandParts, runId: string, options: ForkOptions): Promise<number> {
  const set = options.set.map(readField);
  const allow = parseAllowance(options.allow, terminal);
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    await findRun(client, runId);
    const forked = await client.runs
      .fork({
        ...{ runId, set, from: options.from },
        unattended: !terminal.isAttended,
        whenMissing: options.waitForPermission ? 'wait' : 'fail',
        ...(allow === undefined ? {} : { allow }),
      })
      .catch((error: unknown) => {
        const issues = failureOf(error).details?.['issues'] as { path: string; message: string }[] | undefined;
        if (!issues) throw error;
        for (const { path, message } of issues) terminal.err(printableLine(`${path}: ${message}`));
        return undefined;
      });
    if (!forked) return exitCode.usage;
    const { kept, note, from } = forked;
    if (note !== undefined) terminal.err(printableLine(note));
    if (!options.json) terminal.err(`${forked.runId} begins with ${from}; ${kept} kept from ${runId}`);
    const { plan } = await client.runs.get({ runId: forked.runId });
    const json = options.json === true;
    const { isAttended } = terminal;
    return followRun({ terminal, engine, runId: forked.runId, plan, titles: new Map(), json, isAttended });
  });
}

/** `input.path=value`: the value is JSON, or else a text. */
function readField(text: string): { path: string; value: Json } {
  const end = text.indexOf('=');
  const path = InputPath.safeParse(text.slice(0, Math.max(0, end)));
  if (!path.success) throw new UsageError(`--set ${text}: expected a field and its value, like input.path=/tmp/a`);
  const value = text.slice(end + 1);
  try {
    return { path: path.data, value: JSON.parse(value) as Json };
  } catch {
    return { path: path.data, value };
  }
}
