import { fail, type WorkerContext } from 'heron/worker-kit';

const longest = 1024;

/**
 * The first line of a file. A password that stood in the input would be kept with the run; in a file it stays where the
 * person put it. Errors: `not-found`, `invalid-input` for an empty or an endless one.
 */
export async function passwordIn(file: string | undefined, context: WorkerContext): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = await context.files.readText(file, { maxBytes: 64 * 1024 });
  const [line = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (line === '' || line.length > longest)
    return fail('invalid-input', `${file} does not begin with a password of 1 to ${longest} characters`, {
      field: 'passwordFile',
    });
  return line;
}
