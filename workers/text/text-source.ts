import { fail, type WorkerContext } from 'heron/worker-kit';

/** The text an action is about: the one given, or what is in the file given. */
export async function readSource(input: { path?: string; text?: string }, context: WorkerContext): Promise<string> {
  if (input.path !== undefined && input.text !== undefined)
    fail('invalid-input', 'Give either a text or a file, not both');
  if (input.text !== undefined) return input.text;
  if (input.path === undefined) return fail('invalid-input', 'Give a text or a file');
  const text = await context.files.readText(input.path);
  if (text.includes('\0')) fail('unsupported', `${input.path} is not a text file`, { path: input.path });
  return text;
}
