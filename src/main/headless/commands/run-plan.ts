import { isLasting } from '../../../contract/manifest.ts';
import type { Plan, PlanSource, TaskPreview } from '../../../contract/plan.ts';
import type { Estimate } from '../../../contract/usage.ts';
import { parseAllowance } from '../allowance.ts';
import { findCutOffRuns, reportCutOff } from '../cut-off-runs.ts';
import type { EngineAccess } from '../engine-access.ts';
import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { planText } from '../plan-text.ts';
import { printable } from '../../base/printable.ts';
import { readJson } from '../read-json.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, type RunOptions, withEngine } from './command.ts';

/** `heron run <plan.json>`: runs a plan as it stands; `-` reads it from the standard input. */
export async function runPlan(
  { terminal, openEngine }: CommandParts,
  file: string,
  options: RunOptions,
): Promise<number> {
  const plan = await readJson(terminal, file);
  parseAllowance(options.allow, terminal);
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    reportCutOff(terminal, await findCutOffRuns(client));
    const { issues, warnings, ...shown } = await client.plans.validate({ plan, baseFolder: terminal.cwd });
    for (const { path, message } of warnings) terminal.err(printable(`Note: ${path}: ${message}`));
    if (issues.length === 0) {
      return startAndFollow({ terminal, engine, options, plan: plan as Plan, source: 'person', ...shown });
    }
    for (const { path, message } of issues) terminal.err(printable(path === '' ? message : `${path}: ${message}`));
    return exitCode.usage;
  });
}

/** Shows the plan to who is there, starts it and follows it. */
export async function startAndFollow(parts: {
  terminal: Terminal;
  engine: EngineAccess;
  options: RunOptions;
  plan: Plan;
  source: PlanSource;
  preview: TaskPreview[];
  estimate?: Estimate | undefined;
}): Promise<number> {
  const { terminal, engine, options, plan, source, preview, estimate } = parts;
  const allow = parseAllowance(options.allow, terminal);
  if (terminal.isAttended) for (const line of planText(plan, preview, estimate)) terminal.err(line);
  const client = await engine.client();
  const { runId } = await client.runs.start({
    plan,
    source,
    baseFolder: terminal.cwd,
    unattended: !terminal.isAttended,
    whenMissing: options.waitForPermission ? 'wait' : 'fail',
    ...(allow === undefined ? {} : { allow }),
  });
  const titles = new Map(preview.map(({ taskId, title }) => [taskId, title]));
  const code = await followRun({
    terminal,
    engine,
    runId,
    plan,
    titles,
    lasting: new Set(preview.filter(isLasting).map(({ taskId }) => taskId)),
    json: options.json === true,
    isAttended: terminal.isAttended,
  });
  if (preview.some(({ risk }) => risk === 'reversible')) {
    const changes = await (await engine.client()).runs.changes({ runId });
    if (changes.length > 0) terminal.err(`To put the files back: heron undo ${runId}`);
  }
  return code;
}
