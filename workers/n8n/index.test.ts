import { fakeContext } from 'heron/worker-kit/testing';
import { describe, expect, test } from 'vitest';
import worker from './index.ts';

type Input = Parameters<typeof worker.actions.run>[0];

const nowMs = Date.parse('2024-02-29T10:30:00Z');
const call = async (input: Input) => worker.actions.run(structuredClone(input), fakeContext({ now: nowMs }));
const from = (name: string): Input['inputs'] => [[{ node: name, output: 0 }]];
const result = (items: object[], sources: Input['inputs'] = []) => ({
  outputs: [items.map((json, item) => ({ json, pairedItem: { item } }))],
  sources,
});

function node(type: string, parameters: object = {}, more: object = {}): Input['node'] {
  return { name: 'Test', type: `n8n-nodes-base.${type}`, typeVersion: 1, parameters, ...more };
}

async function give(input: Input): Promise<unknown[]> {
  const { outputs } = await call(input);
  return outputs.map((items) => items.map(({ json }) => json));
}

const two = { inputs: from('A'), results: { A: result([{ n: 1 }, { n: 2 }]) } };
const code = (jsCode: string, more: object = {}) => node('code', { jsCode, ...more }, { typeVersion: 2 });

describe('code', () => {
  test('runs once for all items, may wait, and gives items or plain objects', async () => {
    const jsCode =
      'const sum = $input.all().reduce((a, { json }) => a + json.n, 0);\nreturn [{ json: { sum } }, { at: await $itemIndex }];';
    expect(await give({ ...two, node: code(jsCode) })).toEqual([[{ sum: 3 }, { at: 0 }]]);
  });

  test('runs once for each item', async () => {
    const each = { mode: 'runOnceForEachItem' };
    expect(await give({ ...two, node: code('$json.n *= 10; return { json: $json };', each) })).toEqual([
      [{ n: 10 }, { n: 20 }],
    ]);
    const goesOn = {
      ...code('if ($json.n > 1) throw new Error("no"); return $json;', each),
      onError: 'continueRegularOutput',
    };
    expect(await give({ ...two, node: goesOn })).toEqual([[{ n: 1 }, { error: 'no' }]]);
  });

  test.each([
    ['return 5', /return a list of objects/],
    ['return [1]', /number 0 is no object/],
    ['return [{ json: 1 }]', /'json' property isn't an object \[item 0\]/],
    ['return [{ json: {}, other: 1 }]', /Unknown top-level item key: other/],
    ['return [', /the code cannot be read/],
    ['throw new Error("told")', /^Test: told$/],
  ])('%s is refused and says why', async (jsCode, message) => {
    await expect(call({ ...two, node: code(jsCode) })).rejects.toThrow(message);
  });

  test('Python is refused', async () => {
    await expect(call({ ...two, node: code('', { language: 'pythonNative' }) })).rejects.toThrow(/not Python/);
  });
});

describe('expressions', () => {
  const set = (value: unknown, type = 'string') =>
    node('set', { assignments: { assignments: [{ name: 'v', type, value }] } }, { typeVersion: 3.4 });

  test('an item is followed back over nodes that dropped, sorted and split items', async () => {
    const A = result([{ k: 'a' }, { k: 'b' }, { k: 'c' }]);
    const filtered = {
      outputs: [
        [
          { json: {}, pairedItem: 2 },
          { json: {}, pairedItem: [{ item: 0 }] },
        ],
      ],
      sources: from('A'),
    };
    const input = { node: set("={{ $('A').item.json.k }}"), inputs: from('Filter'), results: { A, Filter: filtered } };
    expect(await give(input)).toEqual([[{ v: 'c' }, { v: 'a' }]]);
  });

  test('a line that is lost is told, with the node and the item', async () => {
    const Lost = { outputs: [[{ json: {} }]], sources: from('A') };
    const input = { node: set("={{ $('A').item.json.n }}"), inputs: from('Lost'), results: { ...two.results, Lost } };
    await expect(call(input)).rejects.toThrow(/item of A that belongs to item 0/);
  });

  test('now is the moment of the call, in the zone of the workflow', async () => {
    const berlin = { ...two, zone: 'Europe/Berlin', node: set('={{ $now.toISO() }} {{ $today.toISODate() }}') };
    expect(await give(berlin)).toEqual([
      [{ v: '2024-02-29T11:30:00.000+01:00 2024-02-29' }, { v: '2024-02-29T11:30:00.000+01:00 2024-02-29' }],
    ]);
  });

  test('the turn of a loop and the workflow have names', async () => {
    const input = {
      ...two,
      runIndex: 3,
      workflow: { name: 'Orders' },
      node: set('={{ $workflow.name }} {{ $runIndex }}'),
    };
    expect(await give(input)).toEqual([[{ v: 'Orders 3' }, { v: 'Orders 3' }]]);
  });
});

describe('halves whose other half is the engine’s', () => {
  test('a request for each item, as the worker api is told', async () => {
    const parameters = {
      ...{
        url: '=https://example.org/{{ $json.n }}',
        method: 'POST',
        sendQuery: true,
        queryParameters: { parameters: [{ name: 'q', value: '={{ $json.n }}' }] },
      },
      ...{
        sendHeaders: true,
        headerParameters: { parameters: [{ name: 'X-One', value: 'a' }] },
        sendBody: true,
        specifyBody: 'json',
        jsonBody: '={"n": {{ $json.n }}}',
      },
    };
    const requests = await give({
      ...two,
      kind: 'httpRequest.requests',
      node: node('httpRequest', parameters, { typeVersion: 4.2 }),
    });
    expect(requests[0]).toEqual(
      [1, 2].map((n) => ({
        url: `https://example.org/${n}`,
        method: 'POST',
        headers: { 'x-one': 'a' },
        query: { q: String(n) },
        json: { n },
      })),
    );
  });

  test('answers become items: of a list one each, of a text its words, of a failure its error', async () => {
    const given = [{ status: 200, headers: {}, body: [{ a: 1 }, 2] }, null];
    const answers = { ...two, kind: 'httpRequest.responses', node: node('httpRequest', {}, { typeVersion: 4.2 }) };
    expect(await give({ ...answers, given })).toEqual([[{ a: 1 }, { data: 2 }, { error: 'The request failed' }]]);
    const whole = {
      ...answers,
      node: node('httpRequest', { options: { response: { response: { fullResponse: true } } } }, { typeVersion: 4.2 }),
    };
    expect(await give({ ...whole, given: [{ status: 201, headers: { a: 'b' }, body: 'x' }, given[0]] })).toMatchObject([
      [{ statusCode: 201, body: 'x' }, {}],
    ]);
  });

  test('batches, and what came back from all of them', async () => {
    const loop = node('splitInBatches', { batchSize: 2 }, { typeVersion: 3 });
    const three = { inputs: from('A'), results: { A: result([{ n: 1 }, { n: 2 }, { n: 3 }]) } };
    expect(await give({ ...three, node: loop })).toEqual([[{ n: 1 }, { n: 2 }], [{ n: 3 }]]);
    const turn = (items: object[]) => ({
      came: [
        { output: 0, result: result(items) },
        { output: 1, result: null },
      ],
    });
    const given = [turn([{ a: 1 }]), turn([{ a: 2 }, { a: 3 }]), null];
    expect(await give({ ...three, node: loop, kind: 'splitInBatches.done', given })).toEqual([
      [{ a: 1 }, { a: 2 }, { a: 3 }],
    ]);
  });

  test('until when to wait', async () => {
    const hours = node('wait', { amount: 2, unit: 'hours' }, { typeVersion: 1.1 });
    expect(await give({ ...two, kind: 'wait.until', node: hours })).toEqual([[{ until: nowMs + 7_200_000 }]]);
    const moment = node('wait', { resume: 'specificTime', dateTime: '2024-03-01T00:00:00Z' }, { typeVersion: 1.1 });
    expect(await give({ ...two, kind: 'wait.until', node: moment })).toEqual([
      [{ until: Date.parse('2024-03-01T00:00:00Z') }],
    ]);
  });

  test('a trigger begins with what it is given, and with one empty item otherwise', async () => {
    const trigger = { node: node('somethingTrigger'), inputs: [], kind: 'trigger' };
    expect(await give(trigger)).toEqual([[{}]]);
    expect(await give({ ...trigger, given: [{ a: 1 }, { json: { b: 2 } }] })).toEqual([[{ a: 1 }, { b: 2 }]]);
  });
});

test('switched off it lets its items through, and an output that stays empty gives one item where it is to', async () => {
  expect(await give({ ...two, node: node('unheardOf', {}, { disabled: true }) })).toEqual([[{ n: 1 }, { n: 2 }]]);
  const none = {
    conditions: {
      conditions: [{ leftValue: '={{ $json.n }}', rightValue: 9, operator: { type: 'number', operation: 'gt' } }],
    },
  };
  expect(await give({ ...two, node: node('limit', {}, { alwaysOutputData: true, executeOnce: true }) })).toEqual([
    [{ n: 1 }],
  ]);
  expect(
    await give({
      node: node('filter', none, { alwaysOutputData: true, typeVersion: 2.2 }),
      inputs: from('B'),
      results: { B: result([]) },
    }),
  ).toEqual([[{}]]);
});

test('a kind that is not known is refused by name', async () => {
  await expect(call({ ...two, node: node('slack') })).rejects.toThrow(
    'Test: Heron cannot carry out nodes of the type n8n-nodes-base.slack',
  );
});
