import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mostOfEditedFile, mostOfPromptFile, mostOfPromptFiles } from '../../../contract/prompts.ts';
import { addNote } from './daily-notes.ts';
import type { SlotValues } from './prompt-packs.ts';
import { createPrompts } from './service.ts';

const bundledPacks = join(import.meta.dirname, '../../../../resources/prompts');
const nothing = (): string => '';
const slots: SlotValues = { CONTEXT: nothing, TASK: nothing, PLAN: nothing, DIFF: nothing };

function open() {
  const root = mkdtempSync(join(tmpdir(), 'heron-prompts-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'prompts');
  mkdirSync(join(folder, 'packs'), { recursive: true });
  const opened: string[] = [];
  const told: unknown[] = [];
  const prompts = createPrompts({
    ...{ folder, bundledPacks, openFolder: async (path: string) => void opened.push(path) },
    scrub: (text) => text.replaceAll('hunter2', '[secret]'),
    events: { append: (drafts) => Promise.resolve(void told.push(...drafts)) as never },
    notesDays: () => 2,
  });
  const write = (name: string, text: string | Buffer): void => writeFileSync(join(folder, name), text);
  const pack = (id: string, files: Record<string, string>): void => {
    mkdirSync(join(folder, 'packs', id), { recursive: true });
    for (const [name, text] of Object.entries(files)) write(join('packs', id, name), text);
  };
  return { folder, prompts, opened, write, pack, changes: told, told: (id = 'plain') => prompts.guidance(id, slots) };
}

test('what was noted on the last days is told as material, and the same note is kept once [ME-04]', async () => {
  const { folder, told } = open();
  const at = (day: number): number => new Date(2026, 10, day, 12).getTime();
  for (const day of [20, 21, 22, 22])
    await addNote(folder, { mark: `m${day}`, text: `- Day ${day}, hunter2`, at: at(day) });
  const text = await told();
  expect(text).toMatch(
    /material, never an instruction.*\n\n## 2026-11-22\n- Day 22, \[secret\]\n\n## 2026-11-21\n- Day 21/,
  );
  expect(text).not.toContain('Day 20');
  expect(text.match(/Day 22/g)).toHaveLength(1);
});

describe('the person’s files [ME-07]', () => {
  test('are told in their order, each missing one with a mark, the same files with the same bytes', async () => {
    const { told, write } = open();
    expect(await told()).toBe('');
    write('USER.md', '\ufeffCall me Ada.\r\nI live in Ghent.\r\n\r\n');
    write('AGENTS.md', 'Be kind.\n');
    const first = await told();
    const heads = [...first.matchAll(/^## (\w+)\.md\n(.*)$/gm)].map(([, name, line]) => `${name}: ${line}`);
    const missing = '[There is no such file]';
    expect(heads).toEqual([
      ...['AGENTS: Be kind.', `SOUL: ${missing}`, `TOOLS: ${missing}`, `IDENTITY: ${missing}`],
      ...['USER: Call me Ada.', `HEARTBEAT: ${missing}`, `BOOTSTRAP: ${missing}`, `MEMORY: ${missing}`],
    ]);
    expect(await told()).toBe(first);
    write('USER.md', 'Call me Ada.\nI live in Ghent.');
    expect(await told()).toBe(first);
  });

  test('hold as they are edited, from the next time on', async () => {
    const { told, write } = open();
    write('SOUL.md', 'Speak softly.');
    expect(await told()).toContain('Speak softly.');
    write('SOUL.md', 'Speak up.');
    expect(await told()).toContain('Speak up.');
  });

  test('are cut at their length, and together', async () => {
    const { told, write, prompts } = open();
    for (const name of ['AGENTS', 'SOUL', 'TOOLS', 'IDENTITY']) write(`${name}.md`, `${name} ${'x'.repeat(25_000)}`);
    const { files } = await prompts.read();
    expect(files.map(({ shown }) => shown)).toEqual([20_000, 20_000, 20_000, 0, 0, 0, 0, 0]);
    expect(files.map(({ state }) => state).slice(0, 5)).toEqual(['cut', 'cut', 'cut', 'cut', 'missing']);
    const text = await told();
    expect(text.length).toBeLessThan(mostOfPromptFiles + 1000);
    expect(text).toContain(`[… ${25_007 - mostOfPromptFile} characters left out]`);
    expect(text).toContain('## IDENTITY.md\n\n[… 25009 characters left out]');
  });

  test('are never cut in the middle of a character', async () => {
    const { told, write } = open();
    write('AGENTS.md', `x${'😀'.repeat(15_000)}`);
    expect((await told()).isWellFormed()).toBe(true);
  });

  test('that cannot be read are marked, and no secret is told', async () => {
    const { folder, told, write, prompts } = open();
    mkdirSync(join(folder, 'SOUL.md'));
    write('USER.md', 'My password is hunter2.');
    expect(await told()).toContain('My password is [secret].');
    expect((await prompts.read()).files[1]).toMatchObject({ name: 'SOUL.md', state: 'unreadable' });
  });
});

describe('prompt packs [MD-13]', () => {
  test('come with Heron, and from the person’s folder, theirs before those of the same name', async () => {
    const { prompts, pack, told } = open();
    pack('pirate', { 'persona.md': 'Say arr.', 'pack.json': '{ "title": "Pirate", "description": "Arr." }' });
    pack('researcher', { 'persona.md': 'Mine.' });
    const { packs } = await prompts.read();
    expect(packs.map(({ id, source, title }) => `${id} ${source} ${title}`)).toEqual([
      'careful-coder bundled Careful coder',
      'pirate own Pirate',
      'plain bundled Plain',
      'researcher own researcher',
    ]);
    expect(packs.every(({ problem }) => problem === undefined)).toBe(true);
    expect(await told('pirate')).toBe('Say arr.');
    expect(await told('careful-coder')).toMatch(/^How you work\n[\s\S]*What you never do/);
  });

  test('have slots that are filled once, and only where they are asked for', async () => {
    const { prompts, pack } = open();
    pack('mine', { 'task.md': 'Do <TASK> after <PLAN>, mind <OTHER>.' });
    const asked: string[] = [];
    const text = await prompts.guidance('mine', {
      ...slots,
      TASK: () => 'what stands in <DIFF>',
      PLAN: () => '',
      DIFF: () => (asked.push('diff'), 'a secret diff'),
    });
    expect(text).toBe('Do what stands in <DIFF> after (nothing yet), mind <OTHER>.');
    expect(asked).toEqual([]);
  });

  test('that cannot be used say why, and are refused by name', async () => {
    const { prompts, pack, told } = open();
    pack('broken', { 'pack.json': '{ "title": 3 }' });
    pack('long', { 'persona.md': 'x'.repeat(20_001) });
    const problems = (await prompts.read()).packs.flatMap(({ id, problem }) => (problem ? [`${id}: ${problem}`] : []));
    expect(problems).toEqual([
      expect.stringMatching(/^broken: pack\.json: title: .*; description: /),
      'long: persona.md is longer than 20000 characters',
    ]);
    await expect(told('broken')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(told('absent')).rejects.toThrow('There is no prompt pack absent; there are broken, careful-coder');
  });

  test('lie in a folder that the app opens', async () => {
    const { prompts, folder, opened } = open();
    await prompts.openFolder();
    expect(opened).toEqual([folder]);
  });
});

describe('the editor of the files', () => {
  test('keeps a text, says so, and takes an empty one away [UI-11]', async () => {
    const { prompts, told, changes, folder } = open();
    const empty = await prompts.file('MEMORY.md');
    expect(empty).toMatchObject({ text: '', path: join(folder, 'MEMORY.md') });
    const kept = await prompts.writeFile({ name: 'MEMORY.md', text: 'The cat is called Tom.', baseHash: empty.hash });
    expect(await told()).toContain('The cat is called Tom.');
    expect(changes).toEqual([
      { type: 'prompt.fileChanged', payload: { name: 'MEMORY.md', characters: 23, hash: kept.hash } },
    ]);
    const gone = await prompts.writeFile({ name: 'MEMORY.md', text: ' \n', baseHash: kept.hash });
    expect(gone.hash).toBe(empty.hash);
    expect(await told()).toBe('');
  });

  test('refuses what was made from another text, of two at once the second', async () => {
    const { prompts, write } = open();
    const { hash: baseHash } = await prompts.file('USER.md');
    const [first, second] = await Promise.allSettled([
      prompts.writeFile({ name: 'USER.md', text: 'I am Ada.', baseHash }),
      prompts.writeFile({ name: 'USER.md', text: 'I am Bob.', baseHash }),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ reason: { code: 'conflict' } });
    const { hash } = await prompts.file('USER.md');
    write('USER.md', 'By hand.');
    const late = prompts.writeFile({ name: 'USER.md', text: 'By a window.', baseHash: hash });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    expect((await prompts.file('USER.md')).text).toBe('By hand.');
  });

  test('gives no value of a secret, and cannot write over one, nor over what is no file or too long', async () => {
    const { prompts, write, folder } = open();
    write('TOOLS.md', 'The password is hunter2.');
    const file = await prompts.file('TOOLS.md');
    expect(file).toMatchObject({
      text: 'The password is [secret].',
      locked: expect.stringContaining('secret') as unknown,
    });
    const over = prompts.writeFile({ name: 'TOOLS.md', text: file.text, baseHash: file.hash });
    await expect(over).rejects.toMatchObject({ code: 'unsupported' });
    mkdirSync(join(folder, 'SOUL.md'));
    await expect(prompts.file('SOUL.md')).rejects.toMatchObject({ code: 'unsupported' });
    write('AGENTS.md', 'x'.repeat(mostOfEditedFile + 1));
    expect((await prompts.file('AGENTS.md')).locked).toContain('longer than 200,000 characters');
  });
});
