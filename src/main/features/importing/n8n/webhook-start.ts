import { calledWith } from '../../../../contract/imports.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import type { WebhookRespond } from '../../../../contract/webhook-options.ts';
import { WebhookMethod } from '../../../../contract/webhooks.ts';
import { usualPerMinute, type WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import { wordOf } from '../word-of.ts';
import type { N8nNode } from './n8n-file.ts';
import { option } from './verdict.ts';

export const isWebhook = ({ type }: N8nNode): boolean => type === 'n8n-nodes-base.webhook';

/** The methods it takes; HEAD and what is no method are left out. */
export function methodsOf({ parameters }: N8nNode): WebhookMethod[] {
  const given = parameters['httpMethod'] ?? 'GET';
  const named = (Array.isArray(given) ? given : [given]).flatMap((one) => WebhookMethod.safeParse(one).data ?? []);
  return named.length > 0 ? [...new Set(named)] : ['POST'];
}

/** The item that the node begins with: what was sent is the body, or the query of a call that has no body. */
export function calledItem(node: N8nNode): string {
  const sent = `input.${calledWith}`;
  const isQuery = methodsOf(node).every((method) => method === 'GET');
  const [query, body] = isQuery ? [sent, '{}'] : ['{}', sent];
  const item = `{ 'headers': {}, 'params': {}, 'query': ${query}, 'body': ${body} }`;
  return `{{ ${sent} = null ? [input.items] : [${item}] }}`;
}

type Answering = {
  tasks: readonly Task[];
  /** The tasks of the Respond to Webhook nodes. */
  responders: readonly string[];
  /** What the last node gave, as an expression. */
  last: string;
};

export function webhookStart(node: N8nNode, answering: Answering): WorkflowTrigger['start'] {
  const methods = methodsOf(node);
  const respond = respondOf(node, answering);
  return {
    ...{ kind: 'webhook', perMinute: usualPerMinute },
    ...(methods.length === 1 && methods[0] === 'POST' ? {} : { methods }),
    ...(respond ? { respond } : {}),
  };
}

/** Nothing where it answers at once. */
function respondOf(node: N8nNode, answering: Answering): WebhookRespond | undefined {
  const mode = wordOf(node.parameters['responseMode'], 'onReceived');
  if (mode === 'responseNode') return byResponder(answering);
  return mode === 'lastNode' ? byLast(node, answering.last) : undefined;
}

/** Respond to Webhook says at its second output what the caller gets. Of several the first one that was done. */
function byResponder({ tasks, responders }: Answering): WebhookRespond | undefined {
  const own = new Set(tasks.map(({ id }) => id));
  const there = responders.filter((id) => own.has(id));
  const [only] = there;
  if (only === undefined) return undefined;
  const done = `[${there.map((id) => `tasks.${id}.output`).join(', ')}][$ != null][0]`;
  const field = (name: string, otherwise: string): string =>
    `{{ ($done := ${done}; $exists($done) ? $done.outputs[1].json.${name} : ${otherwise}) }}`;
  return {
    ...(there.length === 1 ? { after: only } : {}),
    ...{ status: field('statusCode', '200'), body: field('body', 'null') },
  };
}

function byLast({ parameters }: N8nNode, last: string): WebhookRespond {
  const data = wordOf(parameters['responseData'], 'firstEntryJson');
  const items = `(${last}).outputs[0].json`;
  if (data === 'noData') return { body: '' };
  return { body: data === 'allEntries' ? `{{ [${items}] }}` : `{{ [${items}][0] }}` };
}

/** What is different from there, for the report. */
export function webhookDifference(node: N8nNode): string {
  const { parameters } = node;
  const signIn = wordOf(parameters['authentication'], 'none');
  return [
    'a webhook of Heron starts it, with an address of its own',
    ...(wordOf(parameters['responseMode'], 'onReceived') === 'onReceived'
      ? ['the answer is 202 and the run’s id']
      : []),
    ...(signIn === 'none' ? [] : ['who knows the address may call: choose a signature in its panel']),
    ...(option(node, 'rawBody') === true || option(node, 'binaryData') === true
      ? ['files that are sent are left out']
      : []),
  ].join('; ');
}
