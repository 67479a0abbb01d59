import { posix } from 'node:path';
import { fail } from 'heron/worker-kit';
import type { ArchiveEntry, EntryKind } from './archive-entry.ts';

export type ExtractionPlan = {
  /** Paths below the destination, by the place of their entry in the archive. */
  files: Map<number, string>;
  /** Second names of files: path to path of the file. */
  copies: Map<string, string>;
  folders: Set<string>;
  skipped: string[];
  /** Of all files. */
  bytes: number;
};

type Limits = { destination: string; maxBytes: number; maxEntries: number };

/**
 * Decides where each entry goes. Nothing is written yet, so that an archive that is refused leaves nothing behind.
 * Errors: `invalid-input` for an entry that leads out of the destination or comes twice; `limit-exceeded`; `unsupported`
 * for what needs a password.
 */
export async function planExtraction(entries: AsyncIterable<ArchiveEntry>, limits: Limits): Promise<ExtractionPlan> {
  const plan: ExtractionPlan = { files: new Map(), copies: new Map(), folders: new Set(), skipped: [], bytes: 0 };
  const taken: Taken = new Map();
  let index = -1;
  for await (const entry of entries) {
    index += 1;
    if (index >= limits.maxEntries) fail('limit-exceeded', `The archive holds more than ${limits.maxEntries} entries`);
    if (entry.isProtected)
      fail(
        'unsupported',
        `The archive needs a password to unpack ${entry.name}; say in which file it is (passwordFile)`,
      );
    const path = safePath(entry.name);
    if (entry.kind === 'folder') {
      if (path !== '') plan.folders.add(path);
      continue;
    }
    if (path === '') fail('invalid-input', 'The archive holds a file without a name');
    if (taken.has(path)) fail('invalid-input', `The archive holds ${path} twice`);
    const size = addEntry(plan, entry, { path, index, taken });
    taken.set(path, { kind: entry.kind, size });
    plan.bytes += size;
    if (plan.bytes > limits.maxBytes) fail('limit-exceeded', `The archive holds more than ${limits.maxBytes} bytes`);
  }
  refuseFilesAsFolders(taken, plan.folders);
  return withoutDoubledFolder(plan, posix.basename(limits.destination.replaceAll('\\', '/')));
}

/** Everything but folders, by path. */
type Taken = Map<string, { kind: EntryKind; size: number }>;
type Place = { path: string; index: number; taken: Taken };

/** Gives the bytes it will take on the disk; a second name of a file becomes a second file. */
function addEntry(plan: ExtractionPlan, entry: ArchiveEntry, { path, index, taken }: Place): number {
  if (entry.kind === 'file') {
    plan.files.set(index, path);
    return entry.size;
  }
  if (entry.kind === 'hard-link') {
    const target = safePath(entry.linkTarget ?? '');
    const original = taken.get(target);
    if (original?.kind !== 'file') {
      fail('invalid-input', `The archive holds ${path} as a second name of ${target}, which does not come before it`);
    }
    plan.copies.set(path, target);
    return original.size;
  }
  if (entry.kind === 'link') refuseEscape(path, entry.linkTarget ?? '');
  plan.skipped.push(path);
  return 0;
}

/** A path below the destination. Backslashes separate too, because some programs pack them as separators. */
function safePath(name: string): string {
  const parts = name.split(/[\\/]/);
  const isAbsolute = /^([\\/]|[A-Za-z]:)/.test(name);
  if (isAbsolute || parts.includes('..'))
    return fail('invalid-input', `The archive holds ${name}, which leads out of its folder`);
  if (/\p{Cc}/u.test(name))
    return fail('invalid-input', `The archive holds a file with an impossible name: ${JSON.stringify(name)}`);
  return parts.filter((part) => part !== '' && part !== '.').join('/');
}

function refuseEscape(path: string, target: string): void {
  const reached = posix.join(posix.dirname(path), target.replaceAll('\\', '/'));
  if (/^([\\/]|[A-Za-z]:)/.test(target) || reached === '..' || reached.startsWith('../')) {
    fail('invalid-input', `The archive holds the link ${path}, which leads out of its folder to ${target}`);
  }
}

function refuseFilesAsFolders(files: Taken, folders: Set<string>): void {
  for (const path of [...files.keys(), ...folders]) {
    if (files.has(path) && folders.has(path))
      fail('invalid-input', `The archive holds ${path} as a file and as a folder`);
    for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent)) {
      if (files.has(parent)) fail('invalid-input', `The archive holds ${parent} as a file and as a folder`);
    }
  }
}

/** `docs.zip` with all in `docs/` unpacks to `docs/…`, not to `docs/docs/…`. */
function withoutDoubledFolder(plan: ExtractionPlan, folder: string): ExtractionPlan {
  const isInside = (path: string): boolean => path.startsWith(`${folder}/`);
  const all = [...plan.files.values(), ...plan.copies.keys(), ...plan.skipped];
  if (all.length === 0 || !all.every(isInside)) return plan;
  if (![...plan.folders].every((path) => path === folder || isInside(path))) return plan;
  const inner = (path: string): string => path.slice(folder.length + 1);
  return {
    files: new Map([...plan.files].map(([index, path]) => [index, inner(path)])),
    copies: new Map([...plan.copies].map(([path, original]) => [inner(path), inner(original)])),
    folders: new Set([...plan.folders].map(inner).filter((path) => path !== '')),
    skipped: plan.skipped.map(inner),
    bytes: plan.bytes,
  };
}
