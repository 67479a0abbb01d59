import { mismatchText, scenarioResult, type ScenarioResult } from '../../../contract/scenario-result.ts';
import type { WorkflowState } from '../../../contract/workflows.ts';
import { printableLine } from '../../base/printable.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { parseAllowance } from '../allowance.ts';
import type { EngineAccess } from '../engine-access.ts';
import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { UsageError } from '../usage-error.ts';
import type { CommandParts, RunOptions } from './command.ts';
import { stateOf, withWorkflow } from './workflows.ts';

export type TestWorkflowOptions = Pick<RunOptions, 'allow' | 'json' | 'waitForPermission'> & { draft?: boolean };

type Tested = { workflowId: string; state: WorkflowState; scenario: string };

/** `heron workflows test <workflow> [scenario...]`: failed as soon as one of them gives something else than it is to. */
export function testWorkflow(
  parts: CommandParts,
  name: string,
  wanted: readonly string[],
  options: TestWorkflowOptions,
): Promise<number> {
  const { terminal } = parts;
  return withWorkflow(parts, name, async (client, workflow, engine) => {
    const state = stateOf(workflow, options);
    const file = await client.workflows.export({ workflowId: workflow.id, state });
    const known = scenarioNames(file.text);
    const missing = wanted.find((each) => !known.includes(each));
    if (missing !== undefined) throw new UsageError(`There is no scenario ${missing}; ${listOf(known)}`);
    if (known.length === 0) {
      throw new UsageError(`“${workflow.title}” has no scenario; pin an output in the builder to make one`);
    }
    let code: number = exitCode.completed;
    for (const scenario of wanted.length > 0 ? wanted : known) {
      const tested = { workflowId: workflow.id, state, scenario };
      const result = await runScenario(parts, client, engine, tested, options);
      if (options.json) terminal.out(JSON.stringify(result));
      else for (const line of resultLines(result)) terminal.out(printableLine(line));
      if (result.status !== 'passed') code = exitCode.failed;
    }
    return code;
  });
}

async function runScenario(
  { terminal }: CommandParts,
  client: EngineClient,
  engine: EngineAccess,
  tested: Tested,
  options: TestWorkflowOptions,
): Promise<ScenarioResult & { runId: string }> {
  const allow = parseAllowance(options.allow, terminal);
  const { runId } = await client.workflows.run({
    ...tested,
    unattended: !terminal.isAttended,
    whenMissing: options.waitForPermission ? 'wait' : 'fail',
    ...(allow === undefined ? {} : { allow }),
  });
  const { plan } = await client.runs.get({ runId });
  // What its steps say is no result of the test.
  const aside = { ...terminal, out: options.json ? () => undefined : terminal.err };
  await followRun({
    ...{ terminal: aside, engine, runId, plan, json: false, isAttended: terminal.isAttended },
    titles: new Map(),
  });
  const result = scenarioResult(await client.runs.get({ runId }));
  return { ...(result ?? { name: tested.scenario, status: 'failed', mismatches: [], compared: 0 }), runId };
}

function resultLines({ name, status, problem, mismatches, compared, runId }: ScenarioResult & { runId: string }) {
  if (status === 'passed') return [`passed  ${name}  ${compared === 0 ? 'it ran' : `${compared} compared`}`];
  const why = status === 'open' ? 'its run waits for somebody' : problem;
  return [
    `failed  ${name}  ${runId}`,
    ...(why === undefined ? [] : [`  ${why}`]),
    ...mismatches.map((mismatch) => `  ${mismatchText(mismatch)}`),
  ];
}

function scenarioNames(text: string): string[] {
  const { scenarios = [] } = JSON.parse(text) as { scenarios?: { name: string }[] };
  return scenarios.map(({ name }) => name);
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
}
