import type { Canvas } from '../../../../contract/canvas.ts';
import { calledWith } from '../../../../contract/imports.ts';
import type { JsonObject, Json } from '../../../../contract/json.ts';
import { WorkflowDocument } from '../../../../contract/workflows.ts';
import type { WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import { HeronError } from '../../../base/errors.ts';
import { pointOf, within } from '../canvas-place.ts';
import { withEdges, withoutCycles } from '../flow-graph.ts';
import { type Called, lastOutputOf } from './called.ts';
import { reportOf } from './import-report.ts';
import { isTrigger, noteType } from './judge-node.ts';
import { loopType, withoutReturns } from './loops.ts';
import { type N8nFile, type N8nNode, readN8n } from './n8n-file.ts';
import { graphOf, type N8nGraph } from './n8n-graph.ts';
import { tasksOf } from './n8n-tasks.ts';
import type { Imported } from '../imported.ts';
import { createTaskIds } from '../task-ids.ts';
import { triggerTimes } from './trigger-times.ts';
import { isWebhook, webhookStart } from './webhook-start.ts';

/**
 * A workflow of n8n as one of Heron's. The file stands whole in the document's input, under `n8n`: the steps take their parameters
 * from there, where nothing is taken for an expression, and it can be written back. `isThere` says whether a workflow that another one
 * runs was imported before. Errors: `invalid-input`.
 */
export function importN8n(text: string, isThere: (called: Called) => boolean = () => false): Imported {
  const { file, given } = readN8n(text);
  const makeId = createTaskIds();
  const ids = new Map(file.nodes.map(({ name }) => [name, makeId(name)]));
  const { graph, cut } = withoutOtherLoops(graphOf(file), file);
  const steps = file.nodes.filter(({ type }) => type !== noteType);
  const triggers = steps.filter(({ type, disabled }) => isTrigger(type) && disabled !== true);
  const hasSeveralTriggers = triggers.length > 1;
  const importInner = (inner: string): Imported | undefined => readable(() => importN8n(inner, isThere));
  const making = {
    graph,
    forward: withoutReturns(graph),
    ids,
    places: new Map<string, string>(),
    turns: new Map<string, string>(),
    hasSeveralTriggers,
    importInner,
  };
  const title = (file.name ?? 'Imported workflow').slice(0, 300) || 'Imported workflow';
  const tasks = tasksOf(making, new Set(steps.map(({ name }) => name)));
  const { nodes, ...rest } = given;
  const first = triggers.find(({ type }) => type.endsWith('.manualTrigger')) ?? triggers[0];
  const input: JsonObject = {
    items: [],
    zone: zoneOf(file) ?? 'local',
    ...(hasSeveralTriggers && first ? { trigger: ids.get(first.name) ?? '' } : {}),
    ...(triggers.some(isWebhook) ? { [calledWith]: null } : {}),
    n8n: {
      name: title,
      ...rest,
      nodes: Object.fromEntries(nodes.map((node, at) => [ids.get(file.nodes[at]?.name ?? '') ?? '', node])),
    },
  };
  const starting = hasSeveralTriggers ? ids : undefined;
  const document = WorkflowDocument.parse({
    ...{ version: 1, title, input, tasks, canvas: canvasOf(file, ids, tasks) },
    triggers: startsOf(triggers, zoneOf(file), starting, (node) =>
      webhookStart(node, { tasks, responders: respondersOf(steps, ids), last: lastOutputOf({ tasks, input }) }),
    ),
  });
  return { document, report: reportOf(file, { title, zone: zoneOf(file), ids, steps, cut, isThere, importInner }) };
}

/** Nothing where the text is no workflow. */
function readable(make: () => Imported): Imported | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof HeronError) return undefined;
    throw error;
  }
}

const besidePixels = 300;

/**
 * Its schedules and addresses, beside the nodes they stand in. Nothing starts before somebody publishes them. `ids`: where the run has
 * to know which it was.
 */
function startsOf(
  nodes: readonly N8nNode[],
  zone: string | undefined,
  ids: ReadonlyMap<string, string> | undefined,
  webhookOf: (node: N8nNode) => WorkflowTrigger['start'],
): WorkflowTrigger[] {
  const starts = nodes.flatMap((node) => {
    if (isWebhook(node)) return [{ node, name: 'call', start: webhookOf(node) }];
    return triggerTimes(node, zone).flatMap(({ time }) => {
      const start = time && ({ kind: 'schedule', time, missed: 'once', overlap: 'merge', results: 'own' } as const);
      return start ? [{ node, name: 'at_times', start }] : [];
    });
  });
  return starts.map(({ node, name, start }, index): WorkflowTrigger => {
    const [x = 0, y = 0] = node.position ?? [];
    const trigger = ids?.get(node.name);
    const before = starts.slice(0, index).filter((other) => other.name === name).length;
    return {
      ...{ id: `${name}${before === 0 ? '' : `_${before + 1}`}`, start },
      ...(trigger === undefined ? {} : { input: { trigger } }),
      ...{ x: Math.round(x) - besidePixels, y: Math.round(y) + index * 80 },
    };
  });
}

function respondersOf(steps: readonly N8nNode[], ids: ReadonlyMap<string, string>): string[] {
  return steps
    .filter(({ type, disabled }) => type === 'n8n-nodes-base.respondToWebhook' && disabled !== true)
    .map(({ name }) => ids.get(name) ?? '');
}

/** None where the file leaves it to where n8n runs. */
function zoneOf({ settings }: N8nFile): string | undefined {
  const zone = settings?.timezone;
  return zone === 'DEFAULT' ? undefined : zone;
}

/** Loops of other kinds cannot be carried out: the node that leads back is told, and the connection is left out of the tasks. */
function withoutOtherLoops(graph: N8nGraph, file: N8nFile): { graph: N8nGraph; cut: Map<string, string> } {
  const loops = new Set(file.nodes.filter(({ type }) => type === loopType).map(({ name }) => name));
  const { graph: open, cut } = withoutCycles(graph, ({ to }) => !loops.has(to));
  const nodes = new Map(open.nodes);
  for (const [name] of cut) {
    const node = nodes.get(name);
    if (node) nodes.set(name, { ...node, type: `cycle.${node.type.split('.').at(-1) ?? ''}` });
  }
  return { graph: withEdges(nodes, open.edges), cut };
}

function canvasOf(file: N8nFile, ids: ReadonlyMap<string, string>, tasks: WorkflowDocument['tasks']): Canvas {
  const own = new Set(tasks.map(({ id }) => id));
  const positions: NonNullable<Canvas['positions']> = {};
  for (const { name, position } of file.nodes) {
    const id = ids.get(name) ?? '';
    const { x, y } = pointOf(position[0], position[1]);
    if (own.has(id)) positions[id] = { x, y };
    if (own.has(`${id}_batches`)) positions[`${id}_batches`] = { x: x - 60, y: y - 120 };
    if (own.has(`${id}_done`)) positions[`${id}_done`] = { x: x + 60, y: y - 120 };
  }
  const notes = file.nodes
    .filter(({ type }) => type === noteType)
    .slice(0, 1000)
    .map(({ name, position, parameters }) => ({
      id: ids.get(name) ?? '',
      text: textOf(parameters['content']).slice(0, 10_000),
      ...pointOf(position[0], position[1]),
      width: within(parameters['width'], 240, 80),
      height: within(parameters['height'], 160, 40),
    }));
  return { positions, ...(notes.length > 0 ? { notes } : {}) };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
