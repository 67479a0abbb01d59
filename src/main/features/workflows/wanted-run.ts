import type { Json } from '../../../contract/json.ts';
import type { RunWorkflow, WorkflowPart } from '../../../contract/workflow-run.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import { givenBy } from './given-by.ts';
import { namedInputs } from './named-inputs.ts';
import { type BarePlan, type KnownOutput, partOf } from './part-of.ts';
import { runScenarioOf, scenarioOf, withPins } from './with-pins.ts';

export type WantedRun = {
  document: WorkflowDocument;
  part: WorkflowPart | undefined;
  /** The name of a scenario. */
  scenario: string | undefined;
  input: Record<string, Json> | undefined;
  lastOutput: (taskId: string) => KnownOutput | undefined;
};

export type MadeRun = { plan: BarePlan; takesFrom: string[]; taint?: string } & Pick<RunWorkflow, 'part' | 'scenario'>;

/** The plan of a run of a workflow, of a part of it or with a scenario. Errors: `not-found`, `conflict`, `invalid-plan`. */
export function wantedRun({ document, part, scenario: name, input, lastOutput }: WantedRun): MadeRun {
  const scenario = name === undefined ? undefined : scenarioOf(document, name);
  const { plan, takesFrom } = partOf(document, part, (taskId) => {
    const pin = scenario?.pins?.[taskId];
    return pin === undefined ? lastOutput(taskId) : { output: pin };
  });
  if (plan.tasks.length === 0) throw new HeronError('invalid-plan', 'The workflow has no step yet');
  const isAlone = part !== undefined && 'only' in part;
  const known = { ...plan.input, ...scenario?.input, ...input };
  const given: BarePlan = Object.keys(known).length > 0 ? { ...plan, input: known } : plan;
  const partly = part ? { part } : {};
  if (!scenario) return { plan: withNamedInputs(given, document), takesFrom, ...partly };
  return {
    plan: withNamedInputs(isAlone ? given : withPins(given, scenario), document),
    takesFrom,
    ...partly,
    scenario: runScenarioOf(plan, scenario, isAlone ? part.only : undefined),
    // What is pinned may have been read anywhere.
    ...(scenario.pins ? { taint: `the outputs that are pinned in the scenario “${scenario.name}”` } : {}),
  };
}

/** What another trigger would have given is nothing. Errors: `invalid-plan` for what nothing gives. */
function withNamedInputs(plan: BarePlan, { triggers = [] }: WorkflowDocument): BarePlan {
  const missing = [...namedInputs(plan.tasks)].filter(([name]) => !Object.hasOwn(plan.input ?? {}, name));
  if (missing.length === 0) return plan;
  const givenElsewhere = givenBy(triggers);
  const issues = missing
    .filter(([name]) => !Object.hasOwn(givenElsewhere, name))
    .map(([name, path]) => ({ path, message: `The input has no ${name}, and what starts the workflow gives none` }));
  if (issues.length > 0) {
    const list = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
    throw new HeronError('invalid-plan', `The workflow cannot run:\n${list}`, { issues });
  }
  return { ...plan, input: { ...plan.input, ...Object.fromEntries(missing.map(([name]) => [name, null])) } };
}
