import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PackId, packParts, type PromptPack, promptSlots, type PromptSlot } from '../../../contract/prompts.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import { HeronError, systemCode, toFailure } from '../../base/errors.ts';
import { plain } from './prompt-files.ts';

const About = strictObject(() => ({ title: z.string().min(1).max(60), description: z.string().max(300) }));

/** Of one part; more is a mistake, and would leave no room for the work. */
const mostOfPart = 20_000;

export type PackFolders = { own: string; bundled: string };

/** Every pack there is, by name; one that cannot be used says why. */
export async function readPacks({ own, bundled }: PackFolders): Promise<PromptPack[]> {
  const found = new Map<string, PromptPack>();
  for (const [folder, source] of [
    [bundled, 'bundled'],
    [own, 'own'],
  ] as const) {
    for (const id of await foldersIn(folder)) found.set(id, await readPack(join(folder, id), id, source));
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Reads that one alone: it is asked for at every step of an agent. Errors: `not-found`, `invalid-input` when it cannot be used. */
export async function findPack(folders: PackFolders, id: string): Promise<PromptPack> {
  const pack = await packNamed(folders, id);
  if (!pack) {
    const there = (await readPacks(folders)).map((each) => each.id).join(', ');
    throw new HeronError('not-found', `There is no prompt pack ${id}; there are ${there}`, { pack: id });
  }
  if (pack.problem !== undefined) {
    throw new HeronError('invalid-input', `The prompt pack ${id} cannot be used: ${pack.problem}`, { pack: id });
  }
  return pack;
}

async function packNamed({ own, bundled }: PackFolders, id: string): Promise<PromptPack | undefined> {
  if (!PackId.safeParse(id).success) return undefined;
  for (const [root, source] of [
    [own, 'own'],
    [bundled, 'bundled'],
  ] as const) {
    const folder = join(root, id);
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isThere) return readPack(folder, id, source);
  }
  return undefined;
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && PackId.safeParse(entry.name).success)
      .map(({ name }) => name);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw new HeronError('storage', `Prompt packs cannot be read from ${folder}`, { path: folder }, { cause: error });
  }
}

async function readPack(folder: string, id: string, source: PromptPack['source']): Promise<PromptPack> {
  const bare: PromptPack = { id, title: id, description: '', source, parts: [] };
  try {
    const about = await readAbout(join(folder, 'pack.json'));
    const parts: PromptPack['parts'] = [];
    for (const part of packParts) {
      const text = await readIfThere(join(folder, `${part}.md`));
      if (text === undefined) continue;
      if (text.length > mostOfPart)
        return { ...bare, ...about, problem: `${part}.md is longer than ${mostOfPart} characters` };
      if (plain(text) !== '') parts.push({ part, text: plain(text) });
    }
    return { ...bare, ...about, parts };
  } catch (error) {
    return { ...bare, problem: toFailure(error).message };
  }
}

async function readAbout(path: string): Promise<Partial<z.infer<typeof About>>> {
  const text = await readIfThere(path);
  if (text === undefined) return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new HeronError('invalid-input', 'pack.json is no JSON');
  }
  const parsed = About.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'pack.json'}: ${message}`);
  throw new HeronError('invalid-input', `pack.json: ${issues.join('; ')}`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export type SlotValues = Record<PromptSlot, () => string | Promise<string>>;

/**
 * The text of a pack for a model. What stands in a slot is put in once and is never read for slots again; only slots that are
 * used are asked for.
 */
export async function packText({ parts }: PromptPack, slots: SlotValues): Promise<string> {
  const all = parts.map(({ text }) => text).join('\n\n');
  const values = new Map<string, string>();
  for (const name of promptSlots) {
    if (all.includes(`<${name}>`)) values.set(name, (await slots[name]()).trim() || '(nothing yet)');
  }
  return all.replaceAll(/<([A-Z]+)>/g, (slot, name: string) => values.get(name) ?? slot);
}
