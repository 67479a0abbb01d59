import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { filesIn, type FoundFile, nameMatcher } from './folder.ts';
import { kindOf } from './kinds.ts';
import { createPlaces } from './places.ts';

type Organise = Actions['organise'];
type Input = Organise['input'];

/** The folder a file belongs into, relative to the one that is organised; undefined: it stays. */
type Chooser = (file: FoundFile) => string | undefined;

export const organise: ActionRun<Input, Organise['output']> = async (input, context) => {
  const { path, recursive, apply, limit } = input;
  const choose = chooserOf(input, context.now());
  const placeIn = createPlaces(context);
  const moves: { from: string; to: string; bytes: number }[] = [];
  const folders = new Map<string, number>();
  const files: FoundFile[] = [];
  for await (const file of filesIn(path, { recursive }, context)) files.push(file);
  // The whole is planned before anything is moved.
  for (const file of files) {
    const folder = choose(file);
    if (folder === undefined || file.path === `${path}/${folder}/${file.name}`) continue;
    moves.push({ from: file.path, to: await placeIn(`${path}/${folder}`, file.name), bytes: file.bytes });
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  for (const [index, { from, to }] of apply ? moves.entries() : []) {
    context.signal.throwIfAborted();
    await context.files.move(from, to);
    if (index % 100 === 0) context.progress({ percent: Math.floor((index / moves.length) * 100) });
  }
  return {
    path,
    applied: apply,
    moves: moves.slice(0, limit).map(({ from, to }) => ({ from, to })),
    total: moves.length,
    bytes: moves.reduce((sum, { bytes }) => sum + bytes, 0),
    folders: [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([folder, count]) => ({ folder, files: count })),
  };
};

function chooserOf({ by, rules }: Input, now: number): Chooser {
  if (by === 'rules') return chooserByRules(rules, now);
  if (rules.length > 0) fail('invalid-input', 'Rules decide only with `by` = rules', { field: 'rules' });
  if (by === 'type') return ({ name }) => kindOf(name);
  if (by === 'size') return ({ bytes }) => (bytes < 1e6 ? 'Small' : bytes < 1e8 ? 'Medium' : 'Large');
  return ({ modifiedAt }) => new Date(modifiedAt).toISOString().slice(0, by === 'month' ? 7 : 4);
}

function chooserByRules(rules: Input['rules'], now: number): Chooser {
  if (rules.length === 0) fail('invalid-input', 'Say the rules', { field: 'rules' });
  const compiled = rules.map(({ folder, pattern, olderThanDays = 0, largerThanBytes = -1 }, index) => {
    if (!folder.split(/[/\\]/).every((part) => /^[^.\p{C}:][^\p{C}:]*$/u.test(part))) {
      fail('invalid-input', `${folder} is no folder within the one that is organised`, {
        field: `rules.${index}.folder`,
      });
    }
    const isNamed = pattern === undefined ? () => true : nameMatcher(pattern);
    const before = now - olderThanDays * 86_400_000;
    const fits = ({ name, bytes, modifiedAt }: FoundFile): boolean =>
      isNamed(name) && modifiedAt <= before && bytes > largerThanBytes;
    return { folder: folder.replaceAll('\\', '/'), fits };
  });
  return (file) => compiled.find(({ fits }) => fits(file))?.folder;
}
