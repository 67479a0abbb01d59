import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { bundledCatalogue } from '../plans/fixtures/bundled-catalogue.ts';
import { readCall } from './read-call.ts';
import { isWhole } from './written-json.ts';

type Case = {
  kind: string;
  call: { name: string; input?: Json; text: string };
  expect: { action: string; input: JsonObject };
};

const actions = bundledCatalogue().actions();
const reading = { actions, places: { baseFolder: '/w', homeFolder: '/home/ada' }, isCut: false };

const cases: Case[] = readFileSync(new URL('./fixtures/malformed-calls.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

const read = ({ name, input, text }: Case['call'], isCut = false) =>
  readCall({ id: 'c1', name, input, text }, { ...reading, isCut });

describe('a malformed call', () => {
  test('is mended to what was meant: less than 2 % are left, and none becomes another call [RT-25]', async () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(new Set(cases.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(10);
    const left: unknown[] = [];
    const wrong: unknown[] = [];
    for (const { kind, call, expect: wanted } of cases) {
      const found = await read(call);
      if (found.error) left.push({ kind, text: call.text, error: found.error.message.slice(0, 200) });
      // Defaults of the schema come on top.
      else if (found.action !== wanted.action || !holds(found.input ?? {}, wanted.input))
        wrong.push({ kind, call, found });
    }
    expect(wrong).toEqual([]);
    expect({ isFew: left.length / cases.length < 0.02, left }).toMatchObject({ isFew: true });
  });

  test('says what was mended of it', async () => {
    const found = await read({ name: 'FILES__READ', text: '```json\n{"Path": "~/a.txt",}\n```' });
    expect(found).toMatchObject({
      action: 'files.read',
      input: { path: '/home/ada/a.txt' },
      repairs: [
        'FILES__READ was taken as files__read',
        'it was taken out of a code fence',
        'its JSON was mended',
        'Path was taken as path',
      ],
    });
  });

  test('of an answer that was cut is never mended, whatever it looks like', async () => {
    for (const { call } of cases) {
      const found = await read(call, true);
      expect(found.task ?? found.input).toBeUndefined();
      expect(found.error?.message).toContain('cut off');
    }
  });

  test.each([
    '{"path": "/w/no',
    '{"path": "/w/notes.txt", "content": "half of',
    "{'path': '/w/no",
    '{"path": "/w", "limit": 1',
    '{"path": "/w",',
    '{"path":',
    '```json\n{"path": "/w/no\n```',
  ])('that ends in the middle is an error: %s', async (text) => {
    const found = await read({ name: 'files__find', text });
    expect(found.error?.message).toContain('not one complete JSON object');
  });

  test('whose sense is not sure goes back with what is wrong', async () => {
    const unknown = await read({ name: 'files__red', input: { path: '/w' }, text: '' });
    expect(unknown.error).toMatchObject({ code: 'not-found' });
    const extra = await read({ name: 'files__read', input: { path: '/w', why: 'because' }, text: '' });
    expect(extra.error?.code).toBe('invalid-input');
    const missing = await read({ name: 'files__write', input: { path: '/w' }, text: '' });
    expect(missing.error?.message).toContain('content');
  });
});

function holds(found: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(([name, value]) => JSON.stringify(found[name]) === JSON.stringify(value));
}

test('a text is whole when it ends where a value ends', () => {
  expect(['{"a": 1}', '{"a": "b"', '{"a": [true', "{'a': 'it'}"].map(isWhole)).toEqual([true, true, true, true]);
  expect(['{"a": 1', '{"a": "b', '{"a"', '[[[{"a": "b"'].map(isWhole)).toEqual([false, false, true, false]);
});
