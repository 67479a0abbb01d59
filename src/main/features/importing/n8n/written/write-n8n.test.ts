import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../../contract/json.ts';
import type { Task } from '../../../../../contract/plan-task.ts';
import { propertyRuns } from '../../../../orchestrator/fixtures/property-runs.ts';
import { byTitle, outputsOf } from '../fixtures/run-both.ts';
import { states, written } from '../fixtures/written.ts';
import { exportN8n } from '../n8n-export.ts';
import { importN8n } from '../n8n-import.ts';

/** What the first item of each node is in Heron, once the file has come back. */
async function outputsThere(text: string): Promise<Record<string, Json>> {
  const { document, report } = importN8n(text);
  expect(report.nodes.filter(({ state }) => state === 'cannot')).toEqual([]);
  const outputs = await outputsOf(document);
  const nodes = byTitle(document.tasks, outputs) as Record<string, { outputs?: { json: Json }[][] } | null>;
  return Object.fromEntries(Object.entries(nodes).map(([name, one]) => [name, one?.outputs?.flat()[0]?.json ?? null]));
}

test('values, conditions, a switch, a group, a list and what waits for several give there what they give here [X-13]', async () => {
  const tasks: Task[] = [
    { id: 'make', title: 'Make it', value: { kind: '{{ input.kind }}', n: 3, words: ['a', 'b {{ input.kind }}'] } },
    { id: 'plain', value: { text: 'Of {{ tasks.make.output.kind }}: {{ tasks.make.output.n + 1 }} =', is: true } },
    {
      id: 'one',
      value: '{{ tasks.make.output.words[-1] }}',
      when: 'tasks.make.output.n > 2 and tasks.make.output.kind != "x"',
    },
    { id: 'other', value: 5, when: 'tasks.make.output.n > 3' },
    {
      id: 'choose',
      switch: {
        on: '{{ tasks.make.output.kind }}',
        cases: [
          {
            is: 'tea',
            tasks: [
              { id: 'first', value: 1 },
              { id: 'hot', value: { was: '{{ tasks.first.output }}' } },
            ],
          },
          { is: 'milk', tasks: [{ id: 'cold', value: { was: 9 } }] },
        ],
        otherwise: [{ id: 'neither', value: { was: null } }],
      },
    },
    {
      id: 'group',
      tasks: [
        { id: 'in', value: 2 },
        { id: 'on', value: '{{ tasks.in.output * 2 }}' },
      ],
      output: { twice: '{{ tasks.on.output }}' },
    },
    { id: 'each', title: 'Each', forEach: { in: '{{ tasks.make.output.words }}' }, value: '{{ item & index }}' },
    {
      id: 'end',
      value: {
        one: '{{ tasks.one.output }}',
        other: '{{ tasks.other.output }}',
        is: '{{ tasks.other.output = null ? "none" : "some" }}',
        chosen: '{{ tasks.choose.output.was }}',
        twice: '{{ tasks.group.output.twice }}',
        each: '{{ tasks.each.output }}',
        count: '{{ $count(tasks.each.output) }}',
        text: '{{ tasks.plain.output.text }}',
      },
    },
  ];
  const document = { version: 1 as const, title: 'Flow', input: { kind: 'tea' }, tasks };
  const { text, steps } = written(document);
  expect(steps.filter(({ state }) => state !== 'exact').map(({ taskId }) => taskId)).toEqual(['each']);
  const here = byTitle(tasks, await outputsOf(document));
  const there = await outputsThere(text);
  expect(there['Make it']).toEqual(here['Make it']);
  expect(there['plain']).toEqual(here['plain']);
  expect(here['end']).toMatchObject({ one: 'b tea', chosen: 1, each: ['a0', 'b tea1'] });
  expect(there['end']).toEqual(here['end']);
  // What comes back is the same file.
  expect(JSON.parse(exportN8n(importN8n(text).document).text)).toEqual(JSON.parse(text));
});

/** Plans of steps that both have: each sees those before it, and may be skipped. */
const plans = fc
  .array(
    fc.record({
      number: fc.integer({ min: -5, max: 5 }),
      of: fc.nat(10),
      with: fc.nat(10),
      shape: fc.constantFrom('sum', 'text', 'choice', 'list', 'lone', 'plain', 'not'),
      condition: fc.constantFrom('', '', '', ' > 0', ' = 1', ' != 1', ' = "a"'),
      words: fc.string({ maxLength: 6 }).filter((text) => !text.includes('{{') && !text.includes('}}')),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((steps) =>
    steps.map((step, at): Task => {
      const there = (number: number): string => `tasks.t${number % Math.max(1, at)}.output.v`;
      const [of, other] = at === 0 ? ['input.start', 'input.start'] : [there(step.of), there(step.with)];
      const values: Record<string, Json> = {
        sum: { v: `{{ ${of} + ${step.number} }}`, w: `{{ ${of} * ${other} < 3 }}` },
        text: { v: step.number, w: `${step.words} {{ ${of} }}-{{ ${other} }}` },
        choice: { v: `{{ ${of} > 0 ? ${step.number} : 2 }}`, w: `{{ ${of} & "x" }}` },
        list: { v: step.number, w: [`{{ ${of} }}`, { in: `{{ ${other} }}` }, step.words] },
        lone: { v: `{{ ${of} }}`, w: `{{ $exists(${other}) }}` },
        plain: { v: step.number, [step.words || 'w']: step.words },
        not: { v: step.number, w: `{{ $not(${of} = ${step.number}) and ${other} != 2 }}` },
      };
      const when = step.condition === '' ? {} : { when: `${of}${step.condition}` };
      return { id: `t${at}`, title: `Step ${at}`, value: values[step.shape] ?? null, ...when };
    }),
  );

test(
  'whatever is made of what both have gives in n8n what it gives here, and comes back as the same steps [X-13]',
  { timeout: propertyRuns(15, 30_000).timeout },
  async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (tasks) => {
        const document = { version: 1 as const, title: 'Flow', input: { start: 1 }, tasks };
        const { text, steps } = written(document);
        expect(steps.map(({ state, why }) => why ?? state)).toEqual(tasks.map(() => 'exact'));
        const here = byTitle(tasks, await outputsOf(document));
        const there = await outputsThere(text);
        for (const { title = '' } of tasks) expect({ [title]: there[title] }).toEqual({ [title]: here[title] });
        expect(JSON.parse(exportN8n(importN8n(text).document).text)).toEqual(JSON.parse(text));
      }),
      { numRuns: propertyRuns(15, 30_000).numRuns },
    );
  },
);

describe('of what reaches out', () => {
  test('a request has its address, headers and body, and no credential; its answer is named as n8n names it', () => {
    const auth = { kind: 'bearer', secret: 'api-shop' };
    const input = {
      ...{ url: 'https://shop.example/{{ input.id }}', auth, retries: 0, method: 'PUT' },
      ...{
        headers: { accept: 'text/plain', 'X-Api-Key': 'hunter2' },
        query: { q: '{{ input.id }}' },
        json: { id: '{{ input.id }}' },
      },
    };
    const { node, steps, text } = written({
      input: { id: 7 },
      tasks: [
        {
          id: 'ask',
          title: 'Ask {{ it }}',
          action: 'api.send',
          input,
          retry: { attempts: 3, firstMs: 2000, factor: 2 },
          onError: 'skip',
        },
        { id: 'say', value: '{{ tasks.ask.output.status }} {{ tasks.ask.output.body.items[0].name }}' },
        { id: 'lost', value: '{{ tasks.ask.output.bytes }}' },
      ],
    });
    expect(node('Ask it')).toMatchObject({
      ...{ type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, maxTries: 3, waitBetweenTries: 2000 },
      onError: 'continueRegularOutput',
      parameters: {
        ...{ method: 'PUT', url: '=https://shop.example/{{ $("Input").first().json.id }}' },
        ...{
          genericAuthType: 'httpBearerAuth',
          headerParameters: { parameters: [{ name: 'accept', value: 'text/plain' }] },
        },
        queryParameters: { parameters: [{ name: 'q', value: '={{ $("Input").first().json.id }}' }] },
        jsonBody: '={{ JSON.stringify({ "id": $("Input").first().json.id }) }}',
      },
    });
    expect(text).not.toMatch(/api-shop|hunter2/);
    expect(node('say')?.parameters).toMatchObject({
      assignments: {
        assignments: [
          {
            value: '={{ $("Ask it").first().json.statusCode }} {{ $("Ask it").first().json.body?.items?.at(0)?.name }}',
          },
        ],
      },
    });
    expect(states(steps)).toEqual([
      [
        'Ask it',
        'approximate',
        expect.stringMatching(/choose one in n8n for api-shop; “X-Api-Key” is left out.*; it is tried again/) as string,
      ],
      ['say', 'exact', ''],
      ['lost', 'missing', 'n8n does not give “bytes” of what “Ask it” gives'],
    ]);
    const { report } = importN8n(text);
    expect(report.nodes.filter(({ state }) => state === 'cannot')).toEqual([]);
  });

  test('code, waits, pages and other workflows go as far as they do the same, and the rest keeps its place and says why', () => {
    const run = (more: object) => ({
      action: 'code.run',
      input: { language: 'javascript', code: 'console.log(1)', ...more },
    });
    const { node, steps, file } = written({
      tasks: [
        { id: 'code', ...run({}) },
        { id: 'said', value: '{{ tasks.code.output.stdout }}' },
        { id: 'python', ...run({ language: 'python' }) },
        { id: 'fed', ...run({ stdin: 'x' }) },
        { id: 'wait', wait: { forMs: 90_000 } },
        { id: 'moment', wait: { until: '2030-01-01T09:00:00Z' } },
        { id: 'ask', title: 'May it?', wait: { approval: { text: 'Go on?' } } },
        { id: 'page', action: 'web-fetch.page', input: { url: 'https://example.org/' } },
        { id: 'sub', template: { name: 'workflow:wfl_1', input: { a: '{{ tasks.page.output.content }}' } } },
        {
          id: 'write',
          action: 'files.write',
          input: { path: '/tmp/a', content: '{{ tasks.ask.output }}' },
          after: ['sub'],
        },
        { id: 'reads', value: '{{ tasks.write.output.path }}' },
        { id: 'filters', value: '{{ tasks.reads.output[a > 1] }}', when: 'true' },
        { id: 'again', value: 1, repeat: { max: 3 } },
        { id: 'batches', value: '{{ $count(item) }}', forEach: { in: [1, 2, 3], batch: 2 } },
      ],
    });
    expect(states(steps)).toEqual([
      ['code', 'approximate', 'it has no process of its own: only what console.log prints is there'],
      ['said', 'exact', ''],
      ['python', 'missing', 'n8n runs no python of Heron’s'],
      ['fed', 'missing', 'n8n’s code has no stdin'],
      ['wait', 'exact', ''],
      ['moment', 'exact', ''],
      ['May it?', 'missing', expect.stringContaining('n8n asks people') as string],
      ['page', 'approximate', 'it gives the page as it was sent, and not as text to be read'],
      ['sub', 'approximate', expect.stringContaining('export “Other” as well') as string],
      ['write', 'missing', 'n8n has nothing for files.write'],
      ['reads', 'approximate', 'it takes what “write” gives, which is not exported'],
      ['filters', 'missing', 'n8n has no words for a filter in a path'],
      ['again', 'missing', 'n8n has no step that is done again and again until something is so'],
      ['batches', 'missing', 'n8n hands items over one by one, and not in batches'],
    ]);
    expect(node('write')).toMatchObject({
      ...{ type: 'n8n-nodes-base.noOp', notes: 'Not exported by Heron: n8n has nothing for files.write' },
    });
    // It waits for both: the step that it names, and the one it comes after.
    expect(file.connections['Before write']?.main[0]?.[0]?.node).toBe('write');
    expect(node('wait')?.parameters).toEqual({ amount: 90, unit: 'seconds' });
    expect(node('sub')?.parameters).toMatchObject({ workflowId: { value: 'wfl_1', cachedResultName: 'Other' } });
  });
});
