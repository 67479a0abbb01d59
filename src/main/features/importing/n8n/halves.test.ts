import { describe, expect, test } from 'vitest';
import { find, flow } from './fixtures/flow.ts';
import { exportN8n } from './n8n-export.ts';
import { importN8n } from './n8n-import.ts';

describe('nodes of formats', () => {
  const of = (type: string, parameters: object, more: object = {}) => importN8n(flow([['A', type, parameters, more]]));

  test('have their parameters worked out where code runs, and are carried out where packages are', () => {
    const { document, report } = of('xml', {}, { onError: 'continueRegularOutput' });
    expect(report.nodes).toMatchObject([{ state: 'runs' }]);
    expect(find(document.tasks, 'a')).toMatchObject({
      tasks: [
        { id: 'a_asked', action: 'n8n.run', input: { kind: 'formats.asked' } },
        { id: 'a_made', action: 'n8n-formats.run', input: { asked: '{{ tasks.a_asked.output }}' } },
      ],
      output: '{{ tasks.a_made.output }}',
    });
    expect(find(of('html', { html: '{{ 1 }}' }).document.tasks, 'a')?.input).toMatchObject({ kind: 'html.template' });
  });

  test('a feed is fetched by the worker api, under its permissions', () => {
    const { document } = of(
      'rssFeedRead',
      { url: '=https://{{ $json.host }}/feed' },
      { onError: 'continueErrorOutput', retryOnFail: true, maxTries: 2 },
    );
    expect(find(document.tasks, 'a_calls')).toMatchObject({
      action: 'api.get',
      input: { url: '{{ request_a.parameters.url }}' },
      onError: 'skip',
      retry: { attempts: 2, firstMs: 1000 },
    });
  });

  test.each([
    ['crypto', 1, { action: 'hmac', secret: 'told to all' }, 'partly', /its key stands in the file/],
    ['crypto', 1, { action: 'hmac', secret: '={{ $json.key }}' }, 'runs', /^$/],
    ['crypto', 2, { action: 'hmac' }, 'cannot', /its key is in a credential/],
    ['crypto', 2, { action: 'encrypt' }, 'cannot', /its action is encrypt/],
    ['extractFromFile', 1, { operation: 'pdf' }, 'cannot', /reads a file of the kind pdf/],
    ['extractFromFile', 1, { operation: 'binaryToPropery' }, 'partly', /only small files/],
    ['convertToFile', 1.1, { operation: 'rtf' }, 'cannot', /makes a file of the kind rtf/],
    ['rssFeedRead', 1.2, { options: { ignoreSSL: true } }, 'cannot', /from anybody/],
  ])('%s %s with %j: %s', (type, typeVersion, parameters, state, why) => {
    const [node] = of(type, parameters, { typeVersion }).report.nodes;
    expect(node?.state).toBe(state);
    expect(node?.why ?? '').toMatch(why);
  });
});

describe('a workflow that runs another one', () => {
  const byId = { workflowId: { __rl: true, value: 'abc', cachedResultName: 'Sub' } };
  const callOf = (parameters: object, isThere?: Parameters<typeof importN8n>[1]) =>
    importN8n(flow([['A', 'executeWorkflow', parameters, { typeVersion: 1.2 }]]), isThere);
  const inner = (type: string, parameters: object = {}) =>
    flow(
      [
        ['T', 'executeWorkflowTrigger'],
        ['S', type, parameters],
      ],
      ['T > S'],
    );

  test('names it, and the report says whether it is there', () => {
    const { document, report } = callOf({ ...byId, mode: 'each' });
    expect(report.nodes).toMatchObject([{ state: 'partly', why: expect.stringContaining('“Sub”') as string }]);
    expect(find(document.tasks, 'a_sub')).toMatchObject({
      template: { name: 'n8n:abc:Sub', input: { items: '{{ [item_a] }}' } },
      forEach: { as: 'item_a', concurrency: 1 },
    });
    expect(callOf(byId, ({ id }) => id === 'abc').report.nodes).toMatchObject([{ state: 'runs' }]);
  });

  test('has it inside where it stands in the node, and goes out as it came', () => {
    const text = flow(
      [
        ['S', 'noOp'],
        ['A', 'executeWorkflow', { source: 'parameter', workflowJson: inner('set') }],
      ],
      ['S > A'],
    );
    const { document } = importN8n(text);
    const sub = find(document.tasks, 'a_sub');
    expect(sub?.tasks?.map(({ id }) => id)).toEqual(['t', 's']);
    expect(sub?.output).toBe('{{ [tasks.t.output, tasks.s.output][$ != null][-1] }}');
    expect(JSON.parse(exportN8n(document).text)).toEqual(JSON.parse(text));
    // A node of the inner workflow is called like one of this: that one can be removed all the same.
    const without = { ...document, tasks: document.tasks.filter(({ id }) => id !== 's') };
    expect(
      (JSON.parse(exportN8n(without).text) as { nodes: { name: string }[] }).nodes.map(({ name }) => name),
    ).toEqual(['A']);
  });

  test.each([
    [{ source: 'parameter', workflowJson: inner('slack') }, 'cannot', /in its workflow, S: Heron has nothing for/],
    [{ source: 'parameter', workflowJson: '{' }, 'cannot', /cannot be read/],
    [{ source: 'url' }, 'cannot', /of a file or an address/],
    [{ workflowId: '={{ $json.which }}' }, 'cannot', /only known when it does/],
    [{}, 'cannot', /does not say which/],
    [{ ...byId, options: { waitForSubWorkflow: false } }, 'partly', /waits for the workflow/],
  ])('that differs says how, %#', (parameters, state, why) => {
    const { report, document } = callOf(parameters, () => true);
    expect(report.nodes).toMatchObject([{ state, why: expect.stringMatching(why) as string }]);
    expect(document.tasks).toHaveLength(1);
  });
});
