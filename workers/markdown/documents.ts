import { fail, type WorkerContext } from 'heron/worker-kit';

const mostFiles = 10_000;
const largestFile = 16 * 1024 * 1024;
const left = /(^|\/)(node_modules|\.git)\//;

/** The Markdown files a path means: itself, or all below a folder. Errors: `not-found`, `limit-exceeded`. */
export async function markdownFiles(path: string, context: WorkerContext): Promise<string[]> {
  const status = await context.files.status(path);
  if (!status) return fail('not-found', `There is no ${path}`, { path });
  if (status.kind !== 'folder') return [path];
  const found: string[] = [];
  for await (const entry of context.files.list(path, { recursive: true })) {
    if (entry.kind !== 'file' || !/\.(md|markdown)$/i.test(entry.name) || left.test(entry.name)) continue;
    if (found.push(entry.path) > mostFiles)
      fail('limit-exceeded', `${path} holds more than ${mostFiles} Markdown files`, { path });
  }
  if (found.length === 0) fail('not-found', `There is no Markdown file in ${path}`, { path });
  return found;
}

/** The text of one file. Errors: `unsupported` for what is no text. */
export async function readMarkdown(path: string, context: WorkerContext): Promise<string> {
  const text = await context.files.readText(path, { maxBytes: largestFile });
  if (text.includes('\0')) fail('unsupported', `${path} is not a text file`, { path });
  return text;
}

/** Replaces a file and leaves its permissions as they are. */
export async function rewrite(path: string, text: string, context: WorkerContext): Promise<void> {
  const status = await context.files.status(path);
  await context.files.write(path, text, { overwrite: true, ...(status ? { mode: status.mode } : {}) });
}
