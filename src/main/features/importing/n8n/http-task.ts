import type { JsonObject } from '../../../../contract/json.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import type { N8nNode } from './n8n-file.ts';
import { wordOf } from '../word-of.ts';
import { secretOf } from '../secret-name.ts';
import { withoutFrame } from '../step-frame.ts';
import { carryOut, framed, idIn, type Making } from './carry-out.ts';

export type SignIn = { kind: 'none' } | { kind: 'bearer' | 'header'; credential: string } | { why: string };

/** How a request signs in, as far as the file says it: what a credential holds is in none. */
export function signInOf({ parameters, credentials }: N8nNode): SignIn {
  const how = parameters['authentication'];
  if (how === undefined || how === 'none') return { kind: 'none' };
  const type = wordOf(parameters[how === 'genericCredentialType' ? 'genericAuthType' : 'nodeCredentialType']);
  const named = credentials?.[type] as { name?: unknown } | undefined;
  const credential = typeof named?.name === 'string' ? named.name : type;
  if (type === 'httpBearerAuth') return { kind: 'bearer', credential };
  if (type === 'httpHeaderAuth') return { kind: 'header', credential };
  return { why: `it signs in with ${type || 'a credential'}; only a header and a bearer token are there in Heron` };
}

/** Whether what follows a failure is done all the same. */
export function goesOn(node: N8nNode): boolean {
  return node['continueOnFail'] === true || (node['onError'] !== undefined && node['onError'] !== 'stopWorkflow');
}

/** How often a request is tried again, and after how long. */
export function retryOf(node: N8nNode): Pick<Task, 'retry'> {
  if (node['retryOnFail'] !== true) return {};
  const attempts = Number(node['maxTries'] ?? 3);
  return { retry: { attempts, firstMs: Number(node['waitBetweenTries'] ?? 1000), factor: 1 } };
}

/** What to ask is worked out for each item, asked by the worker `api` under its own permissions, and the answers become items. */
export function httpTask(making: Making, node: N8nNode): Task {
  const id = idIn(making, node.name);
  const method = wordOf(node.parameters['method'], 'GET');
  const request = `request_${id}`.slice(0, 60);
  const field = (name: string): string => `{{ ${request}.${name} }}`;
  const signIn = signInOf(node);
  const auth: JsonObject =
    'credential' in signIn
      ? {
          auth: {
            kind: signIn.kind,
            secret: secretOf(signIn.credential),
            ...(signIn.kind === 'header' ? { name: 'Authorization' } : {}),
          },
        }
      : {};
  const shared: JsonObject = {
    url: field('url'),
    headers: field('headers'),
    query: field('query'),
    expect: field('expect'),
    ...auth,
  };
  const body: JsonObject = { method, json: field('json'), form: field('form'), body: field('body') };
  const calls: Task = {
    id: `${id}_calls`,
    forEach: { in: `{{ [tasks.${id}_requests.output.outputs[0].json] }}`, as: request, concurrency: 5 },
    action: method === 'GET' ? 'api.get' : 'api.send',
    input: method === 'GET' ? shared : { ...shared, ...body },
    ...(goesOn(node) ? { onError: 'skip' } : {}),
    ...retryOf(node),
  };
  const half = (kind: string, more: JsonObject): Task => {
    const own = withoutFrame(carryOut(making, node, { kind: `httpRequest.${kind}`, ...more }));
    return { ...own, id: `${id}_${kind}` };
  };
  return {
    ...framed(making, node),
    tasks: [half('requests', {}), calls, half('responses', { given: `{{ [tasks.${id}_calls.output] }}` })],
    output: `{{ tasks.${id}_responses.output }}`,
  };
}
