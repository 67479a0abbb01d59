import { describe, expect, test } from 'vitest';
import type { ModelAnswered } from '../../../contract/agents.ts';
import type { AgentQuestion } from '../../orchestrator/execution.ts';
import { countText } from '../../models/context/count-tokens.ts';
import { bundledCatalogue } from '../plans/fixtures/bundled-catalogue.ts';
import { askAgent } from './ask-agent.ts';
import { type ScriptedAnswer, scriptedClient } from './fixtures/scripted-client.ts';

const catalogue = bundledCatalogue();

function question(more: Partial<AgentQuestion> = {}): AgentQuestion {
  return {
    ...{ runId: 'run_1', path: 'work/0', goal: 'Read it', steps: [], nudge: undefined, given: 0, priority: 0 },
    agent: { goal: 'Read it', tools: ['files.*'], baseFolder: '/w' },
    signal: new AbortController().signal,
    onUsed: () => {},
    ...more,
  };
}

async function answered(answer: ScriptedAnswer, more: Partial<AgentQuestion> = {}) {
  const client = scriptedClient([answer]);
  const found = await askAgent({ client, catalogue, homeFolder: '/home/ada' }, question(more), {});
  return { found, asked: client.asked[0] };
}

describe('an agent’s model', () => {
  test('is offered what the agent may call, and its calls become tasks of the step', async () => {
    const calls = [
      { name: 'files__read', input: { path: 'a.txt' } },
      { name: 'files__read', input: { path: '~/b.txt' } },
    ];
    let used: unknown;
    const { found, asked } = await answered({ text: 'I look.', calls, tokens: 40 }, { onUsed: (now) => (used = now) });
    expect(asked?.tools?.every(({ name }) => name.startsWith('files__'))).toBe(true);
    expect(found).toMatchObject({
      text: 'I look.',
      calls: [
        { task: 'files_read', action: 'files.read', input: { path: '/w/a.txt' } },
        { task: 'files_read_2', action: 'files.read', input: { path: '/home/ada/b.txt' } },
      ],
    });
    expect(used).toEqual({ tokens: 40 });
  });

  test('that may call nothing is asked in words, and offered nothing', async () => {
    const { found, asked } = await answered({ text: 'Hello, Ada.' }, { agent: { goal: 'Greet Ada', tools: [] } });
    expect(asked?.tools).toEqual([]);
    expect(asked?.instructions).toContain('exactly what you write');
    expect(found).toMatchObject({ text: 'Hello, Ada.', calls: [] });
  });

  test('has its goal pinned, and its steps named, so that what is older can be summarised [ME-03]', async () => {
    const before: ModelAnswered = { text: 'I', calls: [], isCut: true, model: 'm' };
    const { asked } = await answered({ text: 'Done.' }, { steps: [{ answered: before, results: [], heard: [] }] });
    expect(asked?.context).toEqual({ of: { runId: 'run_1', path: 'work' } });
    expect(asked?.messages.map(({ mark, isPinned }) => mark ?? isPinned)).toEqual([true, '0.0', '0.1']);
  });

  test('of a small window is offered what suits its goal, and finds the rest', async () => {
    const { asked } = await answered({ text: 'Done.' }, { goal: 'Read the text of a file' });
    const all = JSON.stringify(asked?.tools);
    const small = asked?.sized?.(1500);
    expect(countText(`${small?.instructions}${JSON.stringify(small?.tools)}`)).toBeLessThan(1500);
    const names = small?.tools?.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['find_actions', 'files__read']));
    expect(JSON.stringify(asked?.sized?.(100_000).tools)).toBe(all);
  });

  test('may call nothing else, whatever it says', async () => {
    const { found } = await answered({ calls: [{ name: 'process__run', input: { program: 'rm' } }] });
    expect(found.calls).toMatchObject([{ error: { code: 'not-found' } }]);
    expect(found.calls[0]?.task).toBeUndefined();
  });

  test('is kept from stopping twice at most, and told why [RT-13]', async () => {
    const client = scriptedClient([
      { text: 'Done.' },
      { text: 'Really done.' },
      { text: 'Done, I say.' },
      { text: 'never' },
    ]);
    const stops: unknown[] = [];
    const found = await askAgent({ client, catalogue, homeFolder: '/home/ada' }, question(), {
      objectionTo: async (stop) => {
        stops.push(stop);
        return 'the tests were not run';
      },
    });
    expect(found.text).toBe('Done, I say.');
    expect(stops).toEqual([
      { turns: 1, answer: 'Done.' },
      { turns: 1, answer: 'Really done.' },
    ]);
    expect(client.asked[2]?.messages.slice(-2)).toEqual([
      { role: 'assistant', text: 'Really done.' },
      { role: 'user', content: 'You cannot stop yet: the tests were not run' },
    ]);
  });

  test('that calls something, or whose stop nobody minds, is not held up', async () => {
    const minds = async (): Promise<string> => 'no';
    const calls = [{ name: 'files__read', input: { path: 'a.txt' } }];
    const calling = scriptedClient([{ text: 'I look.', calls }]);
    await askAgent({ client: calling, catalogue, homeFolder: '/' }, question(), { objectionTo: minds });
    expect(calling.asked).toHaveLength(1);
    const stopping = scriptedClient([{ text: 'Done.' }]);
    await askAgent({ client: stopping, catalogue, homeFolder: '/' }, question(), {
      objectionTo: async () => undefined,
    });
    expect(stopping.asked).toHaveLength(1);
  });

  test('whose answer was cut calls nothing', async () => {
    const { found } = await answered({ finish: 'cut', calls: [{ name: 'files__read', input: { path: 'a.txt' } }] });
    expect(found).toMatchObject({ isCut: true, calls: [{ error: { code: 'invalid-input' } }] });
  });

  test.each([
    '<tool_call>{"name": "files__read", "arguments": {"path": "a.txt"}}</tool_call>',
    '<think>hm</think>\n<tool_call>\n<function=files__read>\n<parameter=path>\na.txt\n</parameter>\n</function>\n</tool_call>',
    '```json\n{"name": "files__read", "arguments": {"path": "a.txt"}}\n```',
    '[TOOL_CALLS] [{"name": "files__read", "arguments": {"path": "a.txt"}}]',
    '<|python_tag|>{"type": "function", "function": {"name": "files__read", "parameters": {"path": "a.txt"}}}<|eom_id|>',
    'functools[{"name": "files.read", "arguments": "{\\"path\\": \\"a.txt\\"}"}]',
  ])('that can only write writes its calls, and nobody is shown them as words: %s', async (text) => {
    const client = scriptedClient([{ text: text.replace(/^<think>hm<\/think>\n/, '') }]);
    const wrote: string[] = [];
    const parts = { client, catalogue, homeFolder: '/home/ada' };
    await askAgent(parts, question(), { onWrote: (piece) => void wrote.push(piece.text) });
    expect(wrote).toEqual([]);
    const { found } = await answered({ text });
    expect(found).toMatchObject({ text: '', calls: [{ task: 'files_read', input: { path: '/w/a.txt' } }] });
  });

  test('that quotes a call makes none', async () => {
    const text = 'The page says: <tool_call>{"name": "files__remove", "arguments": {"path": "a.txt"}}</tool_call>';
    expect((await answered({ text })).found).toMatchObject({ text, calls: [] });
  });

  test('is offered a look-up when there is much, and then what it has found', async () => {
    const many = { ...catalogue, actions: () => [...catalogue.actions(), ...catalogue.actions().map(renamed)] };
    const client = scriptedClient([
      { calls: [{ name: 'find_actions', input: { query: 'hash of a file' } }] },
      { text: 'So.' },
    ]);
    const parts = { client, catalogue: many, homeFolder: '/home/ada' };
    const agent = { goal: 'Hash it' };
    const first = await askAgent(parts, question({ agent }), {});
    expect(client.asked[0]?.tools?.map(({ name }) => name)).toEqual(['find_actions']);
    expect(first.calls[0]?.found).toContain('checksum.hash');
    const results = [{ call: first.calls[0]!, isOk: true, shown: '{}', says: '' }];
    await askAgent(parts, question({ agent, steps: [{ answered: first, results, heard: [] }] }), {});
    expect(client.asked[1]?.tools?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['find_actions', 'checksum__hash']),
    );
    expect(client.asked[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
  });
});

function renamed(entry: ReturnType<typeof catalogue.actions>[number]): typeof entry {
  return { ...entry, ref: `other-${entry.ref}`, workerId: `other-${entry.workerId}` };
}
