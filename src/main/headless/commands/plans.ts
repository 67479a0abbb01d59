import { comparePlans, isSamePlan, type PlanDifference } from '../../../contract/compare-plans.ts';
import { drawPlan, type DrawnStates } from '../../../contract/draw-plan.ts';
import { RunId } from '../../../contract/ids.ts';
import { isMany, placesOf } from '../../../contract/plan-place.ts';
import { bodiesOf } from '../../../contract/plan-task.ts';
import { Plan, type PlanCheck } from '../../../contract/plan.ts';
import type { Run } from '../../../contract/runs.ts';
import { mostPaths } from '../../../contract/timeline.ts';
import { estimateText } from '../../../contract/usage.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { readJson } from '../read-json.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron plan check <plan.json>`: every issue with its place, what is worth knowing, and what its calls are declared to cost. */
export async function checkPlan(
  { terminal, openEngine }: CommandParts,
  file: string,
  options: { json?: boolean },
): Promise<number> {
  const plan = await readJson(terminal, file);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { preview: _, ...check } = await client.plans.validate({ plan, baseFolder: terminal.cwd });
    const { issues } = check;
    for (const line of options.json ? [JSON.stringify(check)] : checkLines(check)) terminal.out(line);
    return issues.length === 0 ? exitCode.completed : exitCode.usage;
  });
}

function checkLines({ issues, warnings, estimate }: Omit<PlanCheck, 'preview'>): string[] {
  const lines = issues.map(({ path, message }) => printable(`${path}: ${message}`));
  for (const { path, message } of warnings) lines.push(printable(`Note: ${path}: ${message}`));
  if (issues.length === 0) lines.push('The plan can run.');
  return estimate ? [...lines, `Declared cost: ${estimateText(estimate)}`] : lines;
}

/** `heron plan draw <file>|<run>`: the plan as Mermaid. */
export function drawPlanOf({ terminal, openEngine }: CommandParts, source: string): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { plan, run } = await readPlan(client, terminal, source);
    terminal.out(drawPlan(plan, run && (await statesOf(client, run))).trimEnd());
    return exitCode.completed;
  });
}

/** Of its tasks and of those inside them; what is done many times is counted by the task around. */
async function statesOf(client: EngineClient, { id: runId, plan, tasks }: Run): Promise<DrawnStates> {
  const places = [...placesOf(plan.tasks), ...fallbackPlaces(plan)].filter((place) => !isMany(plan, place));
  const inner = places.filter((place) => place.includes('/'));
  const states: Record<string, DrawnStates[string]> = { ...tasks };
  for (let at = 0; at < inner.length; at += mostPaths) {
    const { tasks: page } = await client.timeline.tasks({ runId, paths: inner.slice(at, at + mostPaths) });
    for (const { path, status, total, done = 0, failed = 0 } of page) {
      states[path] = { status, ...(total === undefined ? {} : { progress: { total, done, failed } }) };
    }
  }
  return states;
}

function fallbackPlaces({ budget }: Plan): string[] {
  return bodiesOf({ id: 'plan', budget }).flatMap((body) => placesOf(body.tasks, ':fallback'));
}

/** `heron plan diff <before> <after>`: ends with 1 if they differ, as `diff` does. */
export function diffPlans(
  { terminal, openEngine }: CommandParts,
  before: string,
  after: string,
  options: { json?: boolean },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const old = await readPlan(client, terminal, before);
    const now = await readPlan(client, terminal, after);
    const difference = comparePlans(old.plan, now.plan);
    for (const line of options.json ? [JSON.stringify(difference)] : differenceLines(difference)) terminal.out(line);
    return isSamePlan(difference) ? exitCode.completed : exitCode.failed;
  });
}

/** `heron plan templates`: ends with 1 if one of them cannot be used. */
export function listTemplates({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const templates = await client.templates.list();
    if (options.json) terminal.out(JSON.stringify(templates));
    else if (templates.length === 0) terminal.out('There are no templates.');
    else {
      for (const { name, title, description, file, issues } of templates) {
        terminal.out(printableLine(`${name}  ${title}: ${description}`));
        for (const { path, message } of issues) terminal.out(printable(`  ${file}: ${path}: ${message}`));
      }
    }
    return templates.every(({ issues }) => issues.length === 0) ? exitCode.completed : exitCode.failed;
  });
}

/** A plan from a file, or a run with its plan. */
export async function readPlan(
  client: EngineClient,
  terminal: Terminal,
  source: string,
): Promise<{ plan: Plan; run?: Run }> {
  if (RunId.safeParse(source).success) {
    const run = await findRun(client, source);
    return { plan: run.plan, run };
  }
  const given = await readJson(terminal, source);
  const parsed = Plan.safeParse(given);
  if (parsed.success) return { plan: parsed.data };
  const { issues } = await client.plans.validate({ plan: given, baseFolder: terminal.cwd });
  const lines = issues.map(({ path, message }) => `${path}: ${message}`);
  throw new UsageError(`${source} is no plan:\n${lines.join('\n')}`);
}

function differenceLines(difference: PlanDifference): string[] {
  if (isSamePlan(difference)) return ['The plans are the same.'];
  const { title, added, removed, changed, plan } = difference;
  const fields = (list: PlanDifference['plan']): string[] =>
    list.map(({ field, before, after }) => `    ${field}: ${shown(before)} → ${shown(after)}`);
  return [
    ...(title ? [`title: ${title.before} → ${title.after}`] : []),
    ...(plan.length > 0 ? ['~ plan', ...fields(plan)] : []),
    ...removed.map(({ path, title: name }) => `- ${path}  ${name}`),
    ...added.map(({ path, title: name }) => `+ ${path}  ${name}`),
    ...changed.flatMap(({ path, title: name, fields: list }) => [`~ ${path}  ${name}`, ...fields(list)]),
  ].map((line) => line.slice(0, line.length - line.trimStart().length) + printableLine(line.trimStart()));
}

function shown(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value);
}
