import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import type { Actions } from './actions.generated.ts';

type Patch = Actions['patch'];
type Change = Patch['output']['files'][number];
type Problem = Patch['output']['problems'][number];

/** What a patch makes of one file; without `text` it goes, without `from` it is new. */
type Planned = { change: Change; from: string | undefined; to: string | undefined; text: string | undefined };

const mostBytes = 16_000_000;

/** All of a patch or nothing: everything is worked out before the first file is touched. */
export const patch: ActionRun<Patch['input'], Patch['output']> = async (input, context) => {
  const { folder, dryRun, fuzz } = input;
  const plans: Planned[] = [];
  const problems: Problem[] = [];
  for (const each of parsed(await textOf(input, context))) {
    const found = await plan(each, { folder, fuzz }, context);
    if ('why' in found) problems.push(found);
    else plans.push(found);
  }
  const files = plans.map(({ change }) => change);
  refuseTwice(files);
  if (dryRun) return { folder, files, problems, dryRun };
  if (problems.length > 0) {
    const said = problems.map(({ name, why }) => `${name}: ${why}`).join('; ');
    fail('conflict', `The patch does not fit, and nothing was changed. ${said}`, { problems });
  }
  for (const each of plans) await carryOut(each, context);
  return { folder, files, problems, dryRun };
};

async function textOf({ patch: text, file }: Patch['input'], context: WorkerContext): Promise<string> {
  if ((text === undefined) === (file === undefined)) {
    return fail('invalid-input', 'Give the patch as it stands, or the file it stands in', { field: 'patch' });
  }
  return text ?? context.files.readText(file ?? '', { maxBytes: mostBytes });
}

function parsed(text: string): StructuredPatch[] {
  let found: StructuredPatch[];
  try {
    found = parsePatch(text);
  } catch (error) {
    return fail('invalid-input', `The patch cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const said = found.filter((each) => each.hunks.length > 0 || each.isGit === true);
  return said.length > 0 ? said : fail('invalid-input', 'There is no change in the patch; expected a unified diff');
}

type Ground = { folder: string; fuzz: number };

async function plan(said: StructuredPatch, ground: Ground, context: WorkerContext): Promise<Planned | Problem> {
  const { from, to } = namesIn(said);
  const name = to ?? from ?? '';
  if (said.isBinary === true) return { name, why: 'it is no text; such a change cannot be made' };
  const at = (each: string | undefined): string | undefined =>
    each === undefined ? undefined : `${ground.folder}/${each}`;
  if (from === undefined && to !== undefined && (await context.files.status(`${ground.folder}/${to}`))) {
    return { name, why: 'the patch makes it new, and it is there already' };
  }
  const before = from === undefined ? '' : await read(`${ground.folder}/${from}`, context);
  if (before === undefined) return { name: from ?? name, why: 'it is not there' };
  const after = applyPatch(before, said, { fuzzFactor: ground.fuzz });
  if (after === false) return { name, why: missesIn(before, said, ground.fuzz) };
  if (to === undefined && after !== '') return { name, why: 'the patch removes it, and something would be left of it' };
  const lines = said.hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  const kind = from === undefined ? 'created' : to === undefined ? 'removed' : from === to ? 'changed' : 'renamed';
  const change: Change = {
    name,
    kind,
    added: count('+'),
    removed: count('-'),
    ...(kind === 'renamed' ? { from } : {}),
  };
  return { change, from: at(from), to: at(to), text: to === undefined ? undefined : after };
}

/** As git and diff write them: the first part is not of the path, `/dev/null` is no file. Errors: `invalid-input`. */
function namesIn(said: StructuredPatch): { from: string | undefined; to: string | undefined } {
  const { oldFileName: old = '/dev/null', newFileName: fresh = '/dev/null' } = said;
  const isOfTwo = hasFirst(old, 'a/') && hasFirst(fresh, 'b/');
  const plain = (name: string): string | undefined => {
    if (name === '/dev/null') return undefined;
    const short = isOfTwo ? name.slice(2) : name;
    const isInside = short !== '' && !/^([\\/]|[A-Za-z]:)/.test(short) && !short.split(/[\\/]/).includes('..');
    return isInside
      ? short
      : fail('invalid-input', `The patch is for ${name}, which lies outside of the folder`, { name });
  };
  const from = said.isCreate === true ? undefined : plain(old);
  const to = said.isDelete === true ? undefined : plain(fresh);
  return from === undefined && to === undefined ? fail('invalid-input', 'The patch names no file') : { from, to };
}

function hasFirst(name: string, first: string): boolean {
  return name === '/dev/null' || name.startsWith(first);
}

async function read(path: string, context: WorkerContext): Promise<string | undefined> {
  const status = await context.files.status(path);
  return status?.kind === 'file' ? context.files.readText(path, { maxBytes: mostBytes }) : undefined;
}

/** Each part alone, to say which of them fit nowhere. */
function missesIn(before: string, said: StructuredPatch, fuzz: number): string {
  const misses = said.hunks.filter(
    (hunk) => applyPatch(before, { ...said, hunks: [hunk] }, { fuzzFactor: fuzz }) === false,
  );
  if (misses.length === 0) return 'its parts do not fit in the order they stand in';
  return `what is to be changed is not there as the patch says (line ${misses.map(({ oldStart }) => oldStart).join(', ')})`;
}

function refuseTwice(files: readonly Change[]): void {
  const names = files.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) fail('invalid-input', `The patch changes ${twice} twice`, { name: twice });
}

async function carryOut({ from, to, text }: Planned, context: WorkerContext): Promise<void> {
  const mode = from === undefined ? undefined : (await context.files.status(from))?.mode;
  if (to !== undefined && text !== undefined) {
    await context.files.write(to, text, {
      overwrite: from === to,
      ...(mode === undefined ? {} : { mode: mode & 0o777 }),
    });
  }
  if (from !== undefined && from !== to) await context.files.remove(from);
}
