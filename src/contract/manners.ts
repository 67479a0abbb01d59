import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** Names that people and files use: `plain`, `letters-to-clients`. */
export const MannerId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and -');

/** How Heron speaks to a person, and how careful it is. */
export const Manner = strictObject(() => ({
  id: MannerId,
  name: z.string().min(1).max(60),
  /** Only a model has one. */
  tone: z.enum(['plain', 'friendly', 'formal']),
  verbosity: z.enum(['brief', 'usual', 'detailed']),
  /** Which plans are shown, and run only when the person says so: all that change something, those that cannot be taken back, none. */
  care: z.enum(['changes', 'lasting', 'none']),
  /** How answers name files and sources: whole and, with `sources`, each that was used; by their names; not at all. */
  references: z.enum(['paths', 'sources', 'names', 'none']),
  /** Told to a model as it stands. */
  note: z.string().max(1000),
}));
export type Manner = z.infer<typeof Manner>;

export const MannerSettings = strictObject(() => ({
  /** Where nothing else is said. */
  chosen: MannerId,
  /** By folder of conversations. */
  byFolder: z.record(z.string().min(1).max(100), MannerId),
  /** Of somebody's own, and those of Heron that somebody changed. */
  own: z.array(Manner).max(50),
}));
export type MannerSettings = z.infer<typeof MannerSettings>;

const usual = { tone: 'plain', verbosity: 'usual', care: 'none', references: 'paths', note: '' } as const;

/** What everybody has. The first is the usual one. */
export const builtInManners: readonly [Manner, ...Manner[]] = [
  { id: 'plain', name: 'Plain', ...usual },
  { id: 'brief', name: 'Brief', ...usual, verbosity: 'brief', references: 'names' },
  { id: 'thorough', name: 'Thorough', ...usual, verbosity: 'detailed' },
  { id: 'careful', name: 'Careful', ...usual, care: 'changes' },
];

export const usualManners: MannerSettings = { chosen: 'plain', byFolder: {}, own: [] };

/** All there are, as they are now: those of Heron first. */
export function mannersOf({ own }: MannerSettings): Manner[] {
  const changed = builtInManners.map((manner) => own.find(({ id }) => id === manner.id) ?? manner);
  return [...changed, ...own.filter(({ id }) => !isBuiltIn(id))];
}

export function isBuiltIn(id: string): boolean {
  return builtInManners.some((manner) => manner.id === id);
}

/** The one that holds in a folder of conversations, or outside of all. */
export function mannerIn(settings: MannerSettings, folder: string | undefined): Manner {
  const id = (folder === undefined ? undefined : settings.byFolder[folder]) ?? settings.chosen;
  return mannersOf(settings).find((manner) => manner.id === id) ?? builtInManners[0];
}

/** What is wrong with them besides their form; paths begin with `manner`. */
export function mannerIssues(settings: MannerSettings): { path: string; message: string }[] {
  const known = new Set(mannersOf(settings).map(({ id }) => id));
  const named = [
    { path: 'manner.chosen', id: settings.chosen },
    ...Object.entries(settings.byFolder).map(([folder, id]) => ({ path: `manner.byFolder.${folder}`, id })),
  ];
  const twice = settings.own.findIndex(({ id }, place) => settings.own.findIndex((one) => one.id === id) !== place);
  return [
    ...named.filter(({ id }) => !known.has(id)).map(({ path, id }) => ({ path, message: `there is no manner ${id}` })),
    ...(twice === -1 ? [] : [{ path: `manner.own.${twice}.id`, message: 'another one has this id' }]),
  ];
}

const tones: Record<Manner['tone'], string | undefined> = {
  plain: undefined,
  friendly: 'Speak warmly and simply, as to a friend.',
  formal: 'Speak formally and politely, without contractions.',
};
const lengths: Record<Manner['verbosity'], string | undefined> = {
  brief: 'Be brief: one sentence where one will do, titles of three words at most.',
  usual: undefined,
  detailed: 'Be thorough: say why, and what else could be done.',
};
const cares: Record<Manner['care'], string | undefined> = {
  changes: 'Be careful: prefer actions of risk read, and change nothing that was not named.',
  lasting:
    'Be careful with what cannot be taken back: no action of risk external or irreversible unless it was asked for.',
  none: undefined,
};
const namings: Record<Manner['references'], string | undefined> = {
  paths: undefined,
  sources:
    'In words to the person, say where each thing is from: files by their whole path, pages as links with their address.',
  names: 'In words to the person, name files without their folders, and sources by a short name without their address.',
  none: 'In words to the person, name no files and no sources, and set no links, unless they ask for them.',
};

/** What a model is told of a manner; empty for one in which nothing is said. */
export function mannerText({ tone, verbosity, care, references, note }: Manner): string {
  const lines = [tones[tone], lengths[verbosity], cares[care], namings[references], note.trim() || undefined];
  const said = lines.filter((line) => line !== undefined);
  if (said.length === 0) return '';
  return `How the person wants it, within the rules above\n${said.map((line) => `- ${line}`).join('\n')}`;
}
