import { createRequire } from 'node:module';
import { Client, type ElicitResult, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { answerQuestion, listQuestions } from '../../src/main/headless/commands/mcp-questions.ts';
import { listInbox } from '../../src/main/headless/commands/permissions.ts';
import { recordingTerminal } from '../../src/main/headless/recording-terminal.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
const action = 'mcp-everything.triggerElicitationRequest' as const;

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
  const connection = {
    ...{ transport: 'stdio' as const, command: process.execPath, args: [everything, 'stdio'], environment: {} },
  };
  await api().mcp.add({ name: 'everything', connection });
  await api().mcp.setTool({ name: 'everything', tool: 'trigger-elicitation-request', policy: 'allow' });
  const trusted = { trustedSource: true, sensitive: false, trustedSink: true };
  await api().settings.update({ policy: { trust: { 'worker:mcp-everything': trusted } } });
});
afterAll(() => served.close());

const api = () => served.engine().client;

async function start(unattended = false) {
  const plan = { version: 1 as const, title: 'Ask me', tasks: [{ id: 'one', action, input: {} }] };
  return api().runs.start({ plan, unattended });
}

function byCommand() {
  const terminal = recordingTerminal({});
  const openEngine = async () => ({ client: async () => api(), isRemote: true, close: async () => undefined });
  return { ...terminal, terminal: { terminal, openEngine } };
}

const textOf = (output: unknown) => (output as { text: string }).text;

test('a server asks the person in the middle of a call, which goes on with the answer [RT-23]', async () => {
  const { runId } = await start();
  await expect.poll(() => api().mcp.questions()).toHaveLength(1);
  const [question] = await api().mcp.questions();
  expect(question).toMatchObject({ server: 'everything', runId });
  expect(question?.fields.find(({ name }) => name === 'name')).toMatchObject({ kind: 'text', isNeeded: true });
  expect(question?.fields.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['choice', 'choices', 'boolean']));
  const id = question?.id ?? '';
  // What does not fit is refused by its field, and the question stays.
  await expect(api().mcp.answer({ id, answer: 'accept', content: { name: 7 } })).rejects.toThrow(/content\.name/);
  await api().mcp.answer({ id, answer: 'accept', content: { name: 'Ada' } });
  expect(textOf((await served.ended(runId)).tasks['one']?.output)).toContain('Ada');
  await expect(api().mcp.answer({ id, answer: 'accept' })).rejects.toThrow(/not open any more/);
  const { events } = await api().events.list({ scope: { runId } });
  const answered = events.filter(({ type }) => type.startsWith('mcp.'));
  expect(answered.map(({ type }) => type)).toEqual(['mcp.asked', 'mcp.answered']);
  expect(JSON.stringify(answered[1])).not.toContain('Ada');

  const { terminal, outLines, errLines } = byCommand();
  const told = await start();
  await expect.poll(() => api().mcp.questions()).toHaveLength(1);
  await listInbox(terminal, {});
  const shortId = outLines[0]?.slice(0, 8) ?? '';
  expect(outLines[0]).toContain(`everything asks: `);
  expect(outLines.join('\n')).toMatch(/^ {2}name: .*text, needed/m);
  expect(errLines.at(-1)).toContain('heron mcp answer');
  expect(() => answerQuestion(terminal, shortId, 'decline', ['name=Ada'])).toThrow('Fields go with accept');
  await expect(answerQuestion(terminal, 'zzz', 'accept', [])).rejects.toThrow('No server asks zzz');
  await answerQuestion(terminal, shortId, 'accept', ['name=7']);
  expect(textOf((await served.ended(told.runId)).tasks['one']?.output)).toContain('Name: 7');
  await listQuestions(terminal, { json: true });
  expect(outLines.at(-1)).toBe('[]');

  const again = await start();
  await expect.poll(() => api().mcp.questions()).toHaveLength(1);
  await api().runs.cancel({ runId: again.runId });
  await expect.poll(() => api().mcp.questions()).toEqual([]);

  const alone = await start(true);
  expect(textOf((await served.ended(alone.runId)).tasks['one']?.output)).toMatch(/cancel/i);
});

test.each(['auto', 'legacy'] as const)(
  'the client that made a call is asked in its place (%s); one that cannot ask has it cancelled, and what Heron must be allowed goes to no client [RT-24]',
  async (mode) => {
    const asked: string[] = [];
    const answers: ElicitResult[] = [{ action: 'accept', content: { name: 'Grace' } }, { action: 'decline' }];
    const connect = async (capabilities: object) => {
      const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities, versionNegotiation: { mode } });
      const requestInit = { headers: { authorization: `Bearer ${served.tokens().apiToken}` } };
      const url = new URL('/mcp', await served.address());
      await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
      onTestFinished(() => client.close());
      return client;
    };
    const client = await connect({ elicitation: { form: {} } });
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked.push(params.message);
      return answers.shift() ?? { action: 'cancel' };
    });
    // What a client sent goes on to such a tool only with a yes of the person.
    const { rules } = await api().mcp.offer();
    await api().mcp.setOffer({ ...rules, whenMissing: 'wait' });
    const call = async (from: Client) => {
      const answer = from.callTool({ name: action, arguments: {} });
      await expect.poll(() => api().permissions.pending({})).toHaveLength(1);
      const [request] = await api().permissions.pending({});
      await api().permissions.answer({ answers: [{ requestId: request?.id ?? '', answer: 'once' }] });
      return JSON.stringify((await answer).content);
    };
    expect(await call(client)).toContain('Grace');
    expect(await call(client)).toMatch(/declined/);
    expect(asked).toEqual([expect.stringMatching(/^everything: /), expect.stringMatching(/^everything: /)]);
    expect(await call(await connect({}))).toMatch(/cancel/i);
    await api().mcp.setOffer({ ...rules, whenMissing: 'fail' });
    const lacking = await client.callTool({ name: 'mcp-everything.echo', arguments: { message: 'x' } });
    expect(JSON.stringify(lacking.content)).toContain('permission-missing');
    expect(asked).toHaveLength(2);
    expect(await api().mcp.questions()).toEqual([]);
  },
);
