import type { WorkerContext } from 'heron/worker-kit';

/** Folders that hold what others made: packages, output, what programs keep. */
const foreign = new Set([
  ...['node_modules', 'dist', 'build', 'out', 'target', 'vendor', 'coverage', '__pycache__', 'venv', 'env'],
  ...['bower_components', 'site-packages'],
]);

/** Files of a project by their names relative to it, without what is not its own; in the order of their names. */
export async function* sourceFiles(
  folder: string,
  context: WorkerContext,
  isWanted: (name: string) => boolean,
): AsyncGenerator<string> {
  const waiting = [''];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const folders: string[] = [];
    for await (const entry of context.files.list(at === '' ? folder : `${folder}/${at}`)) {
      const name = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.kind === 'folder' && !entry.name.startsWith('.') && !foreign.has(entry.name)) folders.push(name);
      if (entry.kind === 'file' && isWanted(name)) yield name;
    }
    waiting.unshift(...folders);
    context.signal.throwIfAborted();
  }
}
