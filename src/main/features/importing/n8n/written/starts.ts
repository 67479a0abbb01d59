import type { JsonObject } from '../../../../../contract/json.ts';
import type { ScheduleTime } from '../../../../../contract/time/schedule-time.ts';
import type { WorkflowDocument } from '../../../../../contract/workflows.ts';
import type { WorkflowTrigger } from '../../../../../contract/workflow-triggers.ts';
import { scriptObject, scriptText, scriptValue } from './script.ts';
import { scripted } from './text-script.ts';
import type { NodeDraft, Out, Writing } from './writing.ts';

type Start = { drafts: NodeDraft[]; outputs: number; given: string; whys: string[] } | { why: string };

/** What starts the workflow, each with what it gives. A person always can. Gives where runs begin. */
export function startNodes(writing: Writing, { title, triggers = [] }: WorkflowDocument, takesInput: boolean): Out[] {
  const byHand = writing.add({ name: 'Start by hand', type: 'manualTrigger', version: 1, parameters: {} }, []);
  const begins: Out[] = [{ node: byHand, output: 0 }];
  for (const trigger of triggers) {
    if (trigger.start.kind === 'manual' && trigger.input === undefined) continue;
    const start = startOf(trigger, title);
    const name = trigger.title ?? trigger.id;
    if ('why' in start) {
      const notes = `Not exported by Heron: ${start.why}`;
      writing.add({ name, type: 'noOp', version: 1, parameters: {}, more: { notes, notesInFlow: true } }, []);
      writing.say({ name, type: 'noOp' }, 'missing', [start.why]);
      continue;
    }
    const [draft] = start.drafts;
    if (!draft) continue;
    const off: JsonObject = trigger.isOff === true ? { disabled: true } : {};
    const node = writing.add({ ...draft, more: { ...draft.more, ...off } }, []);
    const outs = Array.from({ length: start.outputs }, (_, output) => ({ node, output }));
    const parameters = { mode: 'raw', jsonOutput: scripted(start.given), options: {} };
    const given = takesInput
      ? [{ node: writing.add({ name: `${name}: input`, type: 'set', version: 3.4, parameters }, [outs]), output: 0 }]
      : outs;
    begins.push(...given);
    writing.say({ name: node, type: draft.type }, start.whys.length === 0 ? 'exact' : 'approximate', start.whys);
  }
  return begins;
}

function startOf(trigger: WorkflowTrigger, workflow: string): Start {
  const { start, id, title: name = id, input = {} } = trigger;
  const given = scriptValue(input);
  if (start.kind === 'manual')
    return { drafts: [{ name, type: 'manualTrigger', version: 1, parameters: {} }], outputs: 1, given, whys: [] };
  if (start.kind === 'webhook') return webhookNode(start, name, `${workflow} ${id}`, input);
  const interval = intervalOf(start.time);
  if (!interval) return { why: `n8n has nothing that starts when Heron’s trigger does: ${start.time.kind}` };
  const whys = [
    ...(start.overlap === 'merge' ? [] : ['n8n begins a run while the one before goes on']),
    ...(start.missed === 'skip' ? [] : ['times that passed while n8n was not running are not made up for']),
  ];
  const drafts = [{ name, type: 'scheduleTrigger', version: 1.2, parameters: { rule: { interval: [interval] } } }];
  return { drafts, outputs: 1, given, whys };
}

function intervalOf(time: ScheduleTime): JsonObject | undefined {
  if (time.kind === 'cron') return { field: 'cronExpression', expression: time.cron };
  if (time.kind !== 'interval') return undefined;
  const seconds = time.everyMs / 1000;
  if (seconds % 60 === 0 && seconds / 60 < 60) return { field: 'minutes', minutesInterval: seconds / 60 };
  return Number.isInteger(seconds) && seconds < 60 ? { field: 'seconds', secondsInterval: seconds } : undefined;
}

type Webhook = Extract<WorkflowTrigger['start'], { kind: 'webhook' }>;

function webhookNode(
  { methods = ['POST'], respond, signature }: Webhook,
  name: string,
  path: string,
  input: JsonObject,
): Start {
  const [only = 'POST', ...others] = methods;
  const isQuery = methods.every((method) => method === 'GET');
  const parameters: JsonObject = {
    ...(others.length > 0 ? { multipleMethods: true, httpMethod: methods } : { httpMethod: only }),
    path: path
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, ''),
    ...(respond ? { responseMode: 'lastNode' } : {}),
    options: {},
  };
  const sent = `$json.${isQuery ? 'query' : 'body'}`;
  return {
    drafts: [{ name, type: 'webhook', version: 2, parameters }],
    outputs: methods.length,
    given: Object.keys(input).length === 0 ? `(${sent} ?? { })` : `Object.assign(${scriptValue(input)}, ${sent})`,
    whys: [
      'n8n gives it an address of its own, by which whoever knows it calls',
      ...(signature ? ['no secret is in the file: choose in n8n how callers sign in'] : []),
      ...(respond?.body !== undefined || respond?.status !== undefined || respond?.after !== undefined
        ? ['the answer is what the last step gives']
        : []),
    ],
  };
}

/** The plan's input: what started it gives a field, or the plan does. */
export function inputParameters(input: JsonObject, named: ReadonlySet<string>): JsonObject {
  const fields = [...new Set([...Object.keys(input), ...named])].map((name) => {
    const otherwise = scriptValue(input[name] ?? null);
    return [name, `$json[${scriptText(name)}] ?? ${otherwise}`] as const;
  });
  return { mode: 'raw', jsonOutput: scripted(scriptObject(fields)), options: {} };
}

/** The one zone of all times, and whether there are others. */
export function zoneOf({ triggers = [] }: WorkflowDocument): { zone?: string; isMixed: boolean } {
  const zones = new Set(
    triggers.flatMap(({ start }) => (start.kind === 'schedule' && start.time.kind === 'cron' ? [start.time.zone] : [])),
  );
  const [zone] = [...zones].filter((one) => one !== undefined);
  return { ...(zone === undefined ? {} : { zone }), isMixed: zones.size > 1 };
}
