import type { JsonObject } from '../../../../contract/json.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import { secretOf } from '../secret-name.ts';
import { withoutFrame } from '../step-frame.ts';
import { carryOut, framed, idIn, type Making } from './carry-out.ts';
import { isOn, type RedNode, setting, titleOf } from './node-red-file.ts';
import { portsOf } from './node-red-graph.ts';

type Halves = { before: string; after: string; calls: (asked: string) => Partial<Task> };

/** What to ask for is worked out for each message, asked of the worker that is there for it, and the answers go on as messages. */
function inHalves(making: Making, node: RedNode, { before, after, calls }: Halves): Task {
  const id = idIn(making, node.id);
  const asked = `asked_${id}`.slice(0, 60);
  const isHeard = making.graph.outOf(node.id).some(({ output }) => output === portsOf(node));
  const half = (kind: string, suffix: string, more: JsonObject): Task => ({
    ...withoutFrame(carryOut(making, node, { kind, ...more })),
    id: `${id}_${suffix}`,
  });
  const planned = half(before, 'plan', { ports: 1 });
  const asking: Task = {
    id: `${id}_calls`,
    forEach: { in: `{{ [tasks.${id}_plan.output.outputs[0]] }}`, as: asked },
    ...calls(asked),
    ...(isHeard ? { onError: 'skip' } : {}),
  };
  // What could not be asked for is the second output of the first half; the second half tells it with its own failures.
  const [wanted, failed] = [0, 1].map((output) => `{{ [tasks.${id}_plan.output.outputs[${output}]] }}`) as [
    string,
    string,
  ];
  const given = [wanted, `{{ [tasks.${id}_calls.output] }}`, failed];
  const ended = half(after, 'end', { given });
  return {
    ...framed(making, node),
    tasks: [planned, asking, { ...ended, after: [`${id}_calls`] }],
    output: `{{ tasks.${id}_end.output }}`,
  };
}

export function httpTask(making: Making, node: RedNode): Task {
  const method = setting(node, 'method', 'GET').toUpperCase();
  const auth: JsonObject =
    setting(node, 'authType') === 'bearer' ? { auth: { kind: 'bearer', secret: secretOf(titleOf(node)) } } : {};
  return inHalves(making, node, {
    ...{ before: 'http.requests', after: 'http.responses' },
    calls: (asked) => {
      const field = (name: string): string => `{{ ${asked}.${name} }}`;
      const fields = {
        url: field('url'),
        headers: field('headers'),
        query: field('query'),
        expect: field('expect'),
        ...auth,
      };
      return method === 'GET'
        ? { action: 'api.get', input: fields }
        : { action: 'api.send', input: { ...fields, method, json: field('json'), body: field('body') } };
    },
  });
}

/** One program with its arguments, and no shell; each is asked for like any other. */
export function execTask(making: Making, node: RedNode): Task {
  return inHalves(making, node, {
    ...{ before: 'exec.plans', after: 'exec.ends' },
    calls: (asked) => ({
      action: 'process.run',
      input: {
        ...{ program: `{{ ${asked}.program }}`, args: `{{ [${asked}.args] }}`, mayFail: true },
        timeoutSeconds: `{{ ${asked}.timeoutSeconds }}`,
      },
    }),
  });
}

export function fileInTask(making: Making, node: RedNode): Task {
  return inHalves(making, node, {
    ...{ before: 'file.reads', after: 'file.contents' },
    calls: (asked) => ({ action: 'files.read', input: { path: `{{ ${asked}.path }}` } }),
  });
}

/** To add to a file is to read it, which may find none, and to write it whole. */
export function fileTask(making: Making, node: RedNode): Task {
  const isWhole = isOn(node, 'overwriteFile');
  return inHalves(making, node, {
    ...{ before: 'file.writes', after: 'file.written' },
    calls: (asked) => {
      const write = (content: string): JsonObject => ({ path: `{{ ${asked}.path }}`, content, overwrite: true });
      if (isWhole) return { action: 'files.write', input: write(`{{ ${asked}.content }}`) };
      const missing = "{{ error.code = 'not-found' ? '' : $error(error.message) }}";
      return {
        tasks: [
          {
            ...{ id: 'before', action: 'files.read', input: { path: `{{ ${asked}.path }}`, maxBytes: 10_000_000 } },
            onError: { recover: [{ id: 'text', value: missing }] },
          },
          { id: 'write', action: 'files.write', input: write(`{{ tasks.before.output.text & ${asked}.content }}`) },
        ],
      };
    },
  });
}

/** The time is worked out, waited for, and then the messages go on. */
export function delayTask(making: Making, node: RedNode): Task {
  const id = idIn(making, node.id);
  const until = withoutFrame(carryOut(making, node, { kind: 'delay.until' }));
  const passed = withoutFrame(carryOut(making, node, { kind: 'delay.passed' }));
  return {
    ...framed(making, node),
    tasks: [
      { ...until, id: `${id}_until` },
      { id: `${id}_pause`, wait: { until: `{{ tasks.${id}_until.output.outputs[0][0].until }}` } },
      { ...passed, id: `${id}_passed`, after: [`${id}_pause`] },
    ],
    output: `{{ tasks.${id}_passed.output }}`,
  };
}
