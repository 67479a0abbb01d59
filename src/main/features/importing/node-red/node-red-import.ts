import type { Canvas, CanvasFrame } from '../../../../contract/canvas.ts';
import type { ImportedNode, ImportReport } from '../../../../contract/imports.ts';
import type { Json, JsonObject } from '../../../../contract/json.ts';
import { CronText, type ScheduleTime } from '../../../../contract/time/schedule-time.ts';
import type { WebhookRespond } from '../../../../contract/webhook-options.ts';
import { WebhookMethod } from '../../../../contract/webhooks.ts';
import { WorkflowDocument } from '../../../../contract/workflows.ts';
import { usualPerMinute, type WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import { pointOf } from '../canvas-place.ts';
import { withoutCycles } from '../flow-graph.ts';
import type { Imported } from '../imported.ts';
import { secretOf } from '../secret-name.ts';
import { createTaskIds } from '../task-ids.ts';
import type { Making } from './carry-out.ts';
import { environmentOf } from './environment.ts';
import { isTrigger, judge } from './judge-node.ts';
import {
  higher,
  isOn,
  isStep,
  type RedFile,
  type RedNode,
  readNodeRed,
  setting,
  titleOf,
  wider,
} from './node-red-file.ts';
import { answerOf } from './answer-of.ts';
import { type Flows, flowsOf } from './node-red-graph.ts';
import { tasksOf } from './node-red-tasks.ts';

/**
 * Flows of Node-RED as one workflow of Heron's. The file stands whole in the document's input, under `nodeRed`, and the steps take
 * their nodes from there. Errors: `invalid-input`.
 */
export function importNodeRed(text: string): Imported {
  const file = readNodeRed(text);
  const flows = flowsOf(file);
  const makeId = createTaskIds();
  const ids = new Map(
    file.nodes.map((node) => [node.id, makeId(node.type === 'tab' ? setting(node, 'label', 'flow') : titleOf(node))]),
  );
  const { graph, cut } = withoutCycles(flows.main, () => true);
  const triggers = [...flows.main.nodes.values()].filter((node) => isTrigger(node, flows));
  const title = titleFor(file);
  const env = environmentOf(file, ids);
  const envs = new Set(Object.keys(env));
  const making: Making = { flows, graph, ids, cut, envs, hasSeveralTriggers: triggers.length > 1 };
  const tasks = tasksOf(making);
  const first = triggers.find(({ type }) => type === 'inject') ?? triggers[0];
  const input: JsonObject = {
    msg: {},
    ...(triggers.length > 1 && first ? { trigger: ids.get(first.id) ?? '' } : {}),
    ...(Object.keys(env).length > 0 ? { env } : {}),
    nodeRed: {
      ...(file.envelope ? { envelope: file.envelope } : {}),
      nodes: Object.fromEntries(file.given.map((node, at) => [ids.get(file.nodes[at]?.id ?? '') ?? '', node])),
    },
  };
  const document = WorkflowDocument.parse({
    ...{ version: 1, title, input, tasks, canvas: canvasOf(file, ids, new Set(tasks.map(({ id }) => id))) },
    triggers: startsOf(triggers, triggers.length > 1 ? ids : undefined, lowered(file), (node) =>
      answerOf(node, { graph, ids, own: new Set(tasks.map(({ id }) => id)) }),
    ),
  });
  return { document, report: reportOf(file, { title, flows, ids, cut }) };
}

function titleFor({ nodes }: RedFile): string {
  const tabs = nodes.filter(({ type }) => type === 'tab').map((node) => setting(node, 'label'));
  return (tabs.filter((label) => label !== '').join(', ') || 'Imported flow').slice(0, 300);
}

const besidePixels = 300;
const mostTriggers = 100;

/** Its times and addresses, beside the nodes they stand in. Nothing starts before somebody publishes them. */
function startsOf(
  nodes: readonly RedNode[],
  ids: ReadonlyMap<string, string> | undefined,
  lower: (node: RedNode) => number,
  answer: (node: RedNode) => WebhookRespond | undefined,
): WorkflowTrigger[] {
  const wanted = nodes.flatMap((node) => startsAt(node, answer).map((start) => ({ node, start })));
  return wanted.slice(0, mostTriggers).map(({ node, start }, index): WorkflowTrigger => {
    const trigger = ids?.get(node.id);
    return {
      id: `start${index === 0 ? '' : `_${index + 1}`}`,
      ...(node.name === undefined || node.name === '' ? {} : { title: node.name.slice(0, 200) }),
      start,
      ...(trigger === undefined ? {} : { input: { trigger } }),
      ...pointOf((node.x ?? 0) * wider - besidePixels, ((node.y ?? 0) + lower(node)) * higher + index * 8),
    };
  });
}

function startsAt(node: RedNode, answer: (node: RedNode) => WebhookRespond | undefined): WorkflowTrigger['start'][] {
  if (node.type === 'http in') {
    const method = WebhookMethod.safeParse(setting(node, 'method').toUpperCase()).data ?? 'POST';
    const respond = answer(node);
    return [
      {
        ...{ kind: 'webhook', perMinute: usualPerMinute },
        ...(method === 'POST' ? {} : { methods: [method] }),
        ...(respond ? { respond } : {}),
      },
    ];
  }
  return timesOf(node).map((time) => ({ kind: 'schedule', time, missed: 'once', overlap: 'merge', results: 'own' }));
}

/** An Inject goes off when the flow starts, every so often, and at times. */
function timesOf(node: RedNode): ScheduleTime[] {
  if (node.type !== 'inject') return [];
  const everyMs = Math.round(Number(setting(node, 'repeat') || '0') * 1000);
  const cron = setting(node, 'crontab')
    .trim()
    .replace(/^0?0 (?=\d)/, '0 ');
  return [
    ...(isOn(node, 'once') ? [{ kind: 'start' as const }] : []),
    ...(everyMs >= 1000 ? [{ kind: 'interval' as const, everyMs }] : []),
    ...(cron !== '' && CronText.safeParse(cron).success ? [{ kind: 'cron' as const, cron }] : []),
  ];
}

const betweenFlows = 200;

/** Flows that were pages of their own stand one below the other. */
function lowered({ nodes }: RedFile): (node: RedNode) => number {
  const lowest = new Map<string, number>();
  for (const node of nodes)
    if (node.y !== undefined) lowest.set(node.z ?? '', Math.max(lowest.get(node.z ?? '') ?? 0, node.y));
  const tops = new Map<string, number>();
  let top = 0;
  for (const [z, y] of lowest) {
    tops.set(z, top);
    top += y + betweenFlows;
  }
  return ({ z = '' }) => tops.get(z) ?? 0;
}

function canvasOf(file: RedFile, ids: ReadonlyMap<string, string>, own: ReadonlySet<string>): Canvas {
  const lower = lowered(file);
  const at = (node: RedNode): { x: number; y: number } =>
    pointOf((node.x ?? 0) * wider, ((node.y ?? 0) + lower(node)) * higher);
  const shown = file.nodes.filter(({ x, y }) => x !== undefined && y !== undefined);
  const positions = Object.fromEntries(
    shown.flatMap((node) => (own.has(ids.get(node.id) ?? '') ? [[ids.get(node.id) ?? '', at(node)]] : [])),
  );
  const notes = shown
    .filter(({ type }) => type === 'comment')
    .slice(0, 1000)
    .map((node) => ({
      id: ids.get(node.id) ?? '',
      text: [setting(node, 'name'), setting(node, 'info')]
        .filter((text) => text !== '')
        .join('\n\n')
        .slice(0, 10_000),
      ...{ ...at(node), width: 240, height: 80 },
    }));
  const frames = framesOf(file, ids, own);
  return { positions, ...(notes.length > 0 ? { notes } : {}), ...(frames.length > 0 ? { frames } : {}) };
}

/** Flows that are one workflow, because messages go from one to the other, each have a frame. */
function framesOf(file: RedFile, ids: ReadonlyMap<string, string>, own: ReadonlySet<string>): CanvasFrame[] {
  const tabs = file.nodes.filter(({ type }) => type === 'tab');
  const frames = tabs.flatMap((tab): CanvasFrame[] => {
    const steps = file.nodes.filter(({ z }) => z === tab.id).flatMap(({ id }) => ids.get(id) ?? []);
    const drawn = steps.filter((id) => own.has(id));
    const title = setting(tab, 'label').slice(0, 200);
    return drawn.length > 0 ? [{ id: ids.get(tab.id) ?? '', title, colour: 'plain', steps: drawn }] : [];
  });
  return frames.length > 1 ? frames : [];
}

type About = { title: string; flows: Flows; ids: ReadonlyMap<string, string>; cut: ReadonlyMap<string, string> };

function reportOf(file: RedFile, { title, flows, ids, cut }: About): ImportReport {
  const byId = new Map(file.nodes.map((node) => [node.id, node]));
  const steps = file.nodes.filter(isStep);
  const nodes = steps.map((node): ImportedNode => {
    const to = byId.get(cut.get(node.id) ?? '');
    const verdict = to
      ? { state: 'cannot' as const, why: `it leads back to ${titleOf(to)}; messages do not go in circles` }
      : judge(node, flows);
    const taskId = ids.get(node.id);
    return {
      ...{ name: titleOf(node), type: node.type, ...(taskId ? { taskId } : {}), state: verdict.state },
      ...(verdict.why === undefined ? {} : { why: verdict.why }),
    };
  });
  return { kind: 'node-red', title, nodes, credentials: credentialsOf(steps, file), triggers: toldTriggers(flows) };
}

function toldTriggers(flows: Flows): ImportReport['triggers'] {
  return [...flows.main.nodes.values()]
    .filter((node) => isTrigger(node, flows))
    .flatMap((node): ImportReport['triggers'] => {
      const times = timesOf(node);
      if (times.length > 0) return times.map((time) => ({ node: titleOf(node), text: wordsFor(time), time }));
      const asked = setting(node, 'repeat') !== '' || setting(node, 'crontab') !== '';
      const text =
        node.type === 'http in'
          ? 'a call from outside'
          : node.type === 'inject'
            ? asked
              ? 'a time that Heron does not know'
              : 'a person'
            : `what ${node.type} listens for`;
      return [{ node: titleOf(node), text }];
    });
}

function wordsFor(time: ScheduleTime): string {
  if (time.kind === 'cron') return `cron ${time.cron}`;
  return time.kind === 'start' ? 'its start' : 'an interval';
}

/** The file has none of what they hold. Those of nodes that sign in, and of what else is set up beside the flows. */
function credentialsOf(steps: readonly RedNode[], file: RedFile): ImportReport['credentials'] {
  const signing = steps
    .filter(({ type, authType }) => type === 'http request' && typeof authType === 'string' && authType !== '')
    .map((node) => ({
      ...{ name: titleOf(node), type: setting(node, 'authType'), nodes: [titleOf(node)] },
      ...(setting(node, 'authType') === 'bearer' ? { secret: secretOf(titleOf(node)) } : {}),
    }));
  const config = file.nodes.filter(
    (node) => node.x === undefined && node.wires === undefined && !['tab', 'subflow', 'group'].includes(node.type),
  );
  const used = config.flatMap((node) => {
    const by = steps.filter((step) => Object.values(step).includes(node.id as Json)).map(titleOf);
    return by.length > 0 ? [{ name: titleOf(node), type: node.type, nodes: by }] : [];
  });
  return [...signing, ...used];
}
