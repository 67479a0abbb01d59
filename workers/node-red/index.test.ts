import { fakeContext } from 'heron/worker-kit/testing';
import { expect, test } from 'vitest';
import worker from './index.ts';

type Input = Parameters<typeof worker.actions.run>[0];

const nowMs = Date.parse('2024-02-29T10:30:00Z');
const call = async (input: Input) => worker.actions.run(structuredClone(input), fakeContext({ now: nowMs }));
const from = { inputs: [[{ node: 'a', output: 0 }]] };
const sent = (...messages: object[]) => ({ ...from, results: { a: { outputs: [messages] } } });

function node(type: string, settings: object = {}): Input['node'] {
  return { id: 'n1', type, z: 'flow', name: 'Test', ...settings };
}

async function give(input: Input): Promise<unknown[]> {
  const { outputs } = await call(input);
  return outputs.slice(0, input.ports ?? 1);
}

test('an Inject begins with what it says, and what the run was given lies over that', async () => {
  const props = [
    { p: 'payload' },
    { p: 'topic', vt: 'str' },
    { p: 'at.iso', v: 'iso', vt: 'date' },
    { p: 'n', v: '5', vt: 'num' },
  ];
  const inject = node('inject', { props, payload: '', payloadType: 'date', topic: 'words' });
  const begun = { payload: nowMs, topic: 'words', at: { iso: '2024-02-29T10:30:00.000Z' }, n: 5 };
  expect(await give({ node: inject, inputs: [] })).toMatchObject([[begun]]);
  expect(await give({ node: inject, inputs: [], given: [{ payload: 'own' }] })).toMatchObject([
    [{ ...begun, payload: 'own' }],
  ]);
  expect(await give({ node: node('inject', { payload: 'old', payloadType: 'str' }), inputs: [] })).toMatchObject([
    [{ payload: 'old' }],
  ]);
});

test('what a node keeps is seen by those after it in the run: flow by flow, and for all', async () => {
  const keeps = node('function', { func: 'flow.set("n", msg.n); global.set(["a", "b"], [1, { c: 2 }]); return msg;' });
  const { context, outputs } = await call({ ...sent({ n: 4 }), node: keeps });
  expect(context).toEqual({ flow: { flow: { n: 4 } }, global: { a: 1, b: { c: 2 } } });
  const asks = 'msg.n = [flow.get("n"), global.get("b.c"), global.keys()]; return msg;';
  const after = { ...from, results: { a: { outputs, context } } };
  expect(await give({ ...after, node: node('function', { func: asks }) })).toMatchObject([[{ n: [4, 2, ['a', 'b']] }]]);
  expect(await give({ ...after, flow: 'other', node: node('function', { func: asks }) })).toMatchObject([
    [{ n: [null, 2, ['a', 'b']] }],
  ]);
  const set = { rules: [{ t: 'set', p: 'm', pt: 'msg', to: 'n', tot: 'flow' }] };
  expect(await give({ ...after, node: node('change', set) })).toMatchObject([[{ m: 4 }]]);
});

test('a failure ends the step where nobody catches it, else it is sent on beside what was dealt with', async () => {
  const func = 'if (msg.n > 1) throw new Error("too much"); return msg;';
  const input = { ...sent({ n: 1 }, { n: 2 }), node: node('function', { func }) };
  await expect(call(input)).rejects.toThrow('Test: too much');
  const { outputs, counts } = await call({ ...input, caught: true, completed: true });
  expect(counts).toEqual([1, 1, 1]);
  expect(outputs[1]).toMatchObject([{ n: 2, error: { message: 'too much', source: { id: 'n1', name: 'Test' } } }]);
  expect(outputs[2]).toMatchObject([{ n: 1 }]);
  await expect(call({ ...sent({}), node: node('mqtt out') })).rejects.toThrow(/cannot carry out .* mqtt out/);
  await expect(call({ ...sent({}), node: node('function', { func: 'return (' }) })).rejects.toThrow(/cannot be read/);
});

test('the environment is that of the flow and of the use of a subflow', async () => {
  const env = { NAME: 'Ada', WHERE: { city: 'Bern' } };
  const func = 'msg.v = [env.get("NAME"), env.get("WHERE").city, env.get("NR_NODE_ID"), env.get("HOME")]; return msg;';
  expect(await give({ ...sent({}), env, node: node('function', { func }) })).toMatchObject([
    [{ v: ['Ada', 'Bern', 'n1', null] }],
  ]);
  const set = { rules: [{ t: 'set', p: 'v', pt: 'msg', to: 'hello ${NAME}', tot: 'env' }] };
  expect(await give({ ...sent({}), env, node: node('change', set) })).toMatchObject([[{ v: 'hello Ada' }]]);
});

test('a request is told to the worker api, and its answer stands in the message', async () => {
  const headers = [{ keyType: 'other', keyValue: 'X-One', valueType: 'msg', valueValue: 'topic' }];
  const ask = node('http request', { method: 'POST', url: 'example.org/{{id}}', ret: 'obj', headers });
  const messages = sent({ id: 7, topic: 't', payload: { a: 1 }, headers: { Accept: 'text/plain' } });
  const [asked] = await give({ ...messages, node: ask, kind: 'http.requests' });
  const headersSent = { accept: 'text/plain', 'x-one': 't' };
  expect(asked).toMatchObject([
    { at: 0, url: 'http://example.org/7', method: 'POST', headers: headersSent, json: { a: 1 } },
  ]);
  const answer = { status: 200, headers: { a: 'b' }, url: 'http://example.org/7', body: { ok: true } };
  const end = { ...messages, node: ask, kind: 'http.responses' };
  expect(await give({ ...end, given: [asked, [answer]] })).toMatchObject([
    [{ topic: 't', payload: { ok: true }, statusCode: 200 }],
  ]);
  const failed = await call({
    ...end,
    caught: true,
    given: [asked, [null], [{ id: 8, error: { message: 'No url' } }]],
  });
  expect(failed.outputs[1]).toMatchObject([
    { id: 8, error: { message: 'No url' } },
    { id: 7, error: { message: 'The request failed' } },
  ]);
  await expect(call({ ...sent({}), node: node('http request'), kind: 'http.requests' })).rejects.toThrow('No url');
});

test('a program gets its arguments as they are, and what a message brings is one of them', async () => {
  const exec = node('exec', { command: `grep -e 'a b' "c\\"d"`, addpay: 'payload', append: '--', timer: '3' });
  const messages = sent({ payload: '; rm -rf $HOME' });
  const [asked] = await give({ ...messages, node: exec, kind: 'exec.plans' });
  expect(asked).toMatchObject([
    { program: 'grep', args: ['-e', 'a b', 'c"d', '; rm -rf $HOME', '--'], timeoutSeconds: 3 },
  ]);
  const end = { exitCode: 1, signal: null, stdout: '', stderr: 'no', truncated: false };
  const rc = { code: 1, message: 'Command failed' };
  expect(await give({ ...messages, node: exec, kind: 'exec.ends', ports: 3, given: [asked, [end]] })).toMatchObject([
    [{ payload: '', rc }],
    [{ payload: 'no', rc }],
    [{ payload: rc }],
  ]);
});

test('files are written and read as text or line by line, and a pause is a moment', async () => {
  const file = node('file', { filename: 'path', filenameType: 'msg', appendNewline: true });
  expect(await give({ ...sent({ path: '/a', payload: [1] }), node: file, kind: 'file.writes' })).toEqual([
    [{ path: '/a', content: '[1]\n', at: 0 }],
  ]);
  const read = node('file in', { filename: '/a', filenameType: 'str', format: 'lines' });
  const given = [[{ at: 0 }], [{ path: '/a', text: 'x\ny' }]];
  expect(await give({ ...sent({}), node: read, kind: 'file.contents', given })).toMatchObject([
    [
      { payload: 'x', parts: { index: 0, count: 2 } },
      { payload: 'y', parts: { index: 1, count: 2 } },
    ],
  ]);
  const until = async (settings: object, message: object = {}) =>
    give({ ...sent(message), node: node('delay', settings), kind: 'delay.until' });
  const two = { pauseType: 'delay', timeout: '2', timeoutUnits: 'minutes' };
  expect(await until(two)).toEqual([[{ until: nowMs + 120_000 }]]);
  expect(await until({ ...two, pauseType: 'delayv' }, { delay: 50 })).toEqual([[{ until: nowMs + 50 }]]);
});

test('Debug shows what it is set to and sends nothing on', async () => {
  const shown = async (settings: object) =>
    (await call({ ...sent({ payload: 1, a: { b: 2 } }), node: node('debug', settings), ports: 0 })).shown;
  expect(await shown({ complete: 'false' })).toEqual([1]);
  expect(await shown({ complete: 'a.b', targetType: 'msg' })).toEqual([2]);
  expect(await shown({ complete: 'true', targetType: 'full' })).toEqual([{ payload: 1, a: { b: 2 } }]);
  expect(await shown({ complete: 'payload + 1', targetType: 'jsonata' })).toEqual([2]);
});
