import { resolve } from 'node:path';
import { isLasting } from '../../../contract/manifest.ts';
import { bodiesOf, type Task, whatOf } from '../../../contract/plan-task.ts';
import type { WorkflowState, WorkflowSummary } from '../../../contract/workflows.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { parseAllowance } from '../allowance.ts';
import type { EngineAccess } from '../engine-access.ts';
import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { readJson } from '../read-json.ts';
import { tableLines, timeText } from '../table.ts';
import { readField } from '../read-field.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, type RunOptions, withEngine } from './command.ts';

type AsJson = { json?: boolean };

export type WorkflowRunOptions = RunOptions & { draft?: boolean; to?: string; only?: string; input: string[] };

/** `heron workflows` */
export function listWorkflows({ terminal, openEngine }: CommandParts, { json }: AsJson): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const all = await client.workflows.list();
    if (json) terminal.out(JSON.stringify(all));
    else if (all.length === 0) terminal.err('There are no workflows; heron workflows import <file> makes one');
    else for (const line of tableLines(all.map(rowOf))) terminal.out(line);
    return exitCode.completed;
  });
}

/** `heron workflows show <workflow>` */
export function showWorkflow(parts: CommandParts, name: string, { json }: AsJson): Promise<number> {
  const { terminal } = parts;
  return withWorkflow(parts, name, async (client, { id }) => {
    const workflow = await client.workflows.get({ workflowId: id });
    const { issues, warnings } = await client.workflows.check({ document: workflow.document });
    if (json) terminal.out(JSON.stringify({ ...workflow, issues, warnings }));
    else {
      terminal.out(printableLine(workflow.title));
      for (const line of stepLines(workflow.document.tasks, '  ')) terminal.out(printableLine(line));
      for (const { path, message } of issues) terminal.err(printable(`${path}: ${message}`));
      for (const { path, message } of warnings) terminal.err(printable(`Note: ${path}: ${message}`));
    }
    return exitCode.completed;
  });
}

/** `heron workflows run <workflow>` */
export function runWorkflow(parts: CommandParts, name: string, options: WorkflowRunOptions): Promise<number> {
  const { terminal } = parts;
  const allow = parseAllowance(options.allow, terminal);
  if (options.to !== undefined && options.only !== undefined) throw new UsageError('Give --to or --only, not both');
  return withWorkflow(parts, name, async (client, workflow, engine) => {
    const part =
      options.to === undefined
        ? options.only === undefined
          ? undefined
          : { only: options.only }
        : { upTo: options.to };
    const { runId } = await client.workflows.run({
      workflowId: workflow.id,
      state: stateOf(workflow, options),
      ...(part ? { part } : {}),
      input: Object.fromEntries(options.input.map(readField)),
      unattended: !terminal.isAttended,
      whenMissing: options.waitForPermission ? 'wait' : 'fail',
      ...(allow === undefined ? {} : { allow }),
    });
    const { plan } = await client.runs.get({ runId });
    const { preview } = await client.plans.validate({ plan });
    return followRun({
      ...{ terminal, engine, runId, plan, json: options.json === true, isAttended: terminal.isAttended },
      titles: new Map(preview.map(({ taskId, title }) => [taskId, title])),
      lasting: new Set(preview.filter(isLasting).map(({ taskId }) => taskId)),
    });
  });
}

/** `heron workflows export <workflow> [file]` */
export function exportWorkflow(
  parts: CommandParts,
  name: string,
  file: string | undefined,
  options: { draft?: boolean },
): Promise<number> {
  const { terminal } = parts;
  return withWorkflow(parts, name, async (client, workflow) => {
    const { text } = await client.workflows.export({ workflowId: workflow.id, state: stateOf(workflow, options) });
    if (file === undefined) terminal.out(text.trimEnd());
    else {
      replaceFile(resolve(terminal.cwd, file), text);
      terminal.err(printableLine(`Written to ${file}`));
    }
    return exitCode.completed;
  });
}

/** `heron workflows import <file>` */
export async function importWorkflow(
  { terminal, openEngine }: CommandParts,
  file: string,
  { json }: AsJson,
): Promise<number> {
  const text = JSON.stringify(await readJson(terminal, file));
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { document: _, ...summary } = await client.workflows.import({ text });
    terminal.out(json ? JSON.stringify(summary) : printableLine(`${summary.id}  ${summary.title}`));
    return exitCode.completed;
  });
}

/** One that was never published is run as it stands. */
export function stateOf({ published }: WorkflowSummary, { draft }: { draft?: boolean }): WorkflowState {
  return draft === true || published === undefined ? 'draft' : 'published';
}

function rowOf({ id, title, tasks, published, isChanged, lastRun }: WorkflowSummary): string[] {
  const state = published === undefined ? 'draft' : `version ${published}${isChanged ? ', changed since' : ''}`;
  const last = lastRun ? `${lastRun.status} ${timeText(lastRun.at)}` : 'never run';
  return [id, title, tasks === 1 ? '1 step' : `${tasks} steps`, state, last];
}

function* stepLines(tasks: readonly Task[], indent: string): Generator<string> {
  for (const task of tasks) {
    const title = task.title === undefined ? '' : `  ${task.title}`;
    yield `${indent}${task.id}: ${whatOf(task)}${title}${task.after ? `, after ${task.after.join(', ')}` : ''}`;
    for (const body of bodiesOf(task)) yield* stepLines(body.tasks, `${indent}  `);
  }
}

/** By its id, or its title where one has it. */
export function withWorkflow(
  { openEngine }: CommandParts,
  name: string,
  use: (client: EngineClient, workflow: WorkflowSummary, engine: EngineAccess) => Promise<number>,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const found = (await client.workflows.list()).filter(({ id, title }) => id === name || title === name);
    const [workflow, ...more] = found;
    if (!workflow) throw new UsageError(`There is no workflow ${name}; heron workflows lists them`);
    if (more.length > 0) {
      throw new UsageError(`${found.length} workflows are called ${name}: ${found.map(({ id }) => id).join(', ')}`);
    }
    return use(client, workflow, engine);
  });
}
