import type { ExportedStep } from '../../../../../contract/imports.ts';
import type { JsonObject } from '../../../../../contract/json.ts';
import type { WorkflowDocument } from '../../../../../contract/workflows.ts';
import { planWriting } from './plan-nodes.ts';
import { inputParameters, startNodes, zoneOf } from './starts.ts';
import type { TitleOf } from './step-nodes.ts';
import { createWriting, type Writing } from './writing.ts';

/**
 * A workflow that was made in Heron as a file of n8n: what both have is written so that it does there what it does here, what only Heron
 * has becomes a node that does nothing and says so. Of credentials nothing is in it. `titleOf`: of a workflow that a step runs.
 */
export function writeN8n(document: WorkflowDocument, titleOf: TitleOf): { text: string; steps: ExportedStep[] } {
  const writing = createWriting();
  const { title, tasks, input = {}, canvas } = document;
  const takesInput = Object.keys(input).length > 0 || /\binput\b/.test(JSON.stringify(tasks));
  const begins = startNodes(writing, document, takesInput);
  const named = new Set<string>();
  const parameters: JsonObject = {};
  const node = takesInput ? writing.add({ name: 'Input', type: 'set', version: 3.4, parameters }, [begins]) : '';
  const parts = planWriting({ writing, titleOf, input: { node, named }, positions: placesOf(canvas?.positions) });
  const entry = takesInput ? [{ node, output: 0 }] : begins;
  parts.writeAll(tasks, entry, { scope: { steps: new Map() }, isUnsure: false });
  if (takesInput) Object.assign(parameters, inputParameters(input, named));
  notes(writing, document);
  sayWhatIsLeft(writing, document);
  const { zone } = zoneOf(document);
  const file = {
    ...{ name: title, nodes: writing.nodes, connections: writing.connections() },
    settings: { executionOrder: 'v1', ...(zone === undefined ? {} : { timezone: zone }) },
  };
  return { text: `${JSON.stringify(file, undefined, 2)}\n`, steps: writing.steps };
}

/** Room is made before the first steps for what starts them, and between them for the nodes that a step of Heron's needs besides. */
function placesOf(positions: NonNullable<WorkflowDocument['canvas']>['positions'] = {}): typeof positions {
  const left = Math.min(...Object.values(positions).map(({ x }) => x));
  return Object.fromEntries(
    Object.entries(positions).map(([id, { x, y }]) => [id, { x: Math.round((x - left) * 1.5) + 800, y }]),
  );
}

function notes(writing: Writing, { canvas }: WorkflowDocument): void {
  const places = placesOf(canvas?.positions);
  for (const { id, text, x, y, width, height } of canvas?.notes ?? []) {
    const parameters = { content: text, width, height };
    writing.add({ name: `Note ${id}`, type: 'stickyNote', version: 1, parameters }, [], { x, y });
  }
  for (const { title, steps } of canvas?.frames ?? []) {
    const points = steps.flatMap((id) => places[id] ?? []);
    if (points.length === 0) continue;
    const [left, top] = [Math.min(...points.map(({ x }) => x)) - 60, Math.min(...points.map(({ y }) => y)) - 80];
    const width = Math.max(...points.map(({ x }) => x)) - left + 240;
    const height = Math.max(...points.map(({ y }) => y)) - top + 160;
    const parameters = { content: `## ${title}`, width, height };
    writing.add({ name: `Frame ${title}`, type: 'stickyNote', version: 1, parameters }, [], { x: left, y: top });
  }
}

/** What a workflow says as a whole. */
function sayWhatIsLeft(writing: Writing, document: WorkflowDocument): void {
  const { budget, onFailure, errorWorkflow, scenarios, canvas } = document;
  const left: [name: string, is: boolean, why: string][] = [
    ['Budget', budget !== undefined, 'n8n counts nothing of a run'],
    ['Undo after a failure', onFailure !== undefined, 'n8n takes nothing back'],
    ['Error workflow', errorWorkflow !== undefined && errorWorkflow !== 'none', 'choose it in n8n, in its settings'],
    ['Scenarios', (scenarios ?? []).length > 0, 'n8n has no named ones'],
    ['Comments', (canvas?.comments ?? []).length > 0, 'n8n has none at its nodes'],
    ['Time zones', zoneOf(document).isMixed, 'n8n has one for a whole workflow'],
  ];
  for (const [name, is, why] of left) if (is) writing.say({ name }, 'missing', [why]);
}
