import { fail, type FileEntry, type WorkerContext } from 'heron/worker-kit';

export type FoundFile = { path: string; name: string; bytes: number; modifiedAt: number };

/** Folders that programs keep in order themselves; moving one file of them breaks the rest. */
const managed = /^(\.git|\.hg|\.svn|node_modules|\.venv|__pycache__)$/;

export type Where = { recursive: boolean; pattern?: string };

/**
 * The files of a folder, hidden ones and those that programs manage left out; links are neither followed nor given.
 * Errors: `not-found`, `invalid-input`.
 */
export async function* filesIn(
  path: string,
  { recursive, pattern }: Where,
  context: WorkerContext,
): AsyncGenerator<FoundFile> {
  await checkFolder(path, context);
  const isWanted = pattern === undefined ? () => true : nameMatcher(pattern);
  const folders = [path];
  let count = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const { name, kind, size, modifiedAt } of context.files.list(folder)) {
      context.signal.throwIfAborted();
      if (name.startsWith('.') || managed.test(name)) continue;
      const inside = `${folder}/${name}`;
      if (kind === 'folder' && recursive) folders.push(inside);
      if (kind !== 'file' || !isWanted(name)) continue;
      count += 1;
      if (count % 1000 === 0) context.progress({ text: `${count} files` });
      yield { path: inside, name, bytes: size, modifiedAt };
    }
  }
}

export async function checkFolder(path: string, context: WorkerContext): Promise<void> {
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is no folder ${path}`, { path });
  if (status.kind !== 'folder') fail('invalid-input', `${path} is no folder`, { path });
}

/** `*` is any text, `?` one character. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const source = RegExp.escape(pattern)
    .replaceAll(/(?:\\\*)+/g, '[^]*')
    .replaceAll('\\?', '[^]');
  const expression = new RegExp(`^${source}$`, 'iu');
  return (name) => expression.test(name);
}

/** Everything in a folder that is no folder, and the folders themselves, nothing left out. */
export function allIn(path: string, context: WorkerContext): AsyncIterable<FileEntry> {
  return context.files.list(path, { recursive: true });
}
