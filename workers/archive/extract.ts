import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { openArchive } from './archive-reader.ts';
import { passwordIn } from './password.ts';
import { planExtraction, type ExtractionPlan } from './extraction-plan.ts';
import { sideBySide } from './side-by-side.ts';

type Input = Actions['extract']['input'];
type Output = Actions['extract']['output'];

/** Files up to this size are written several at a time, because each waits for the disk. */
const smallUpToBytes = 64 * 1024;
const writtenTogether = 16;

export const extract: ActionRun<Input, Output> = async (input, context) => {
  const { source, destination, overwrite } = input;
  const archive = await openArchive(source, context, await passwordIn(input.passwordFile, context));
  // The whole archive is judged before anything is written.
  const plan = await planExtraction(archive.entries(), input);
  const place = (path: string): string => `${destination}/${path}`;
  if (!overwrite)
    await refuseExisting([...plan.files.values(), ...plan.copies.keys()].map(place), destination, context);
  await context.files.makeFolder(destination);
  for (const folder of plan.folders) await context.files.makeFolder(place(folder));
  await writeFiles(archive.entries(), { ...plan, place, overwrite }, context);
  for (const [path, original] of plan.copies) {
    const { modifiedAt = context.now() } = (await context.files.status(place(original))) ?? {};
    await context.files.write(place(path), context.files.read(place(original)), { overwrite, modifiedAt });
  }
  return {
    path: destination,
    files: plan.files.size + plan.copies.size,
    bytes: plan.bytes,
    skipped: plan.skipped,
  };
};

async function refuseExisting(paths: string[], destination: string, context: WorkerContext): Promise<void> {
  if (!(await context.files.status(destination))) return;
  for (const path of paths) {
    if (await context.files.status(path))
      fail('already-exists', `${path} exists already; nothing was unpacked`, { path });
  }
}

type Writing = Pick<ExtractionPlan, 'files' | 'bytes'> & { place(path: string): string; overwrite: boolean };

async function writeFiles(
  entries: AsyncIterable<ArchiveEntry>,
  { files, bytes, place, overwrite }: Writing,
  context: WorkerContext,
): Promise<void> {
  let index = -1;
  let written = 0;
  let percent = 0;
  const writes = sideBySide(writtenTogether);
  for await (const entry of entries) {
    context.signal.throwIfAborted();
    const path = files.get((index += 1));
    if (path === undefined) continue;
    const options = { overwrite, ...kept(entry) };
    if (entry.size > smallUpToBytes) {
      await context.files.write(place(path), atMost(entry), options);
    } else {
      const content = Buffer.concat(await Array.fromAsync(atMost(entry)));
      await writes.start(() => context.files.write(place(path), content, options));
    }
    written += entry.size;
    const reached = Math.floor((written / Math.max(1, bytes)) * 100);
    if (reached > percent) context.progress({ percent: (percent = reached) });
  }
  await writes.ended();
}

function kept({ mode, modifiedAt = -1 }: ArchiveEntry): { mode?: number; modifiedAt?: number } {
  return { ...(mode === undefined ? {} : { mode }), ...(modifiedAt > 0 ? { modifiedAt } : {}) };
}

/** The limits were held against the size an entry claims to have, so it gets no byte more. */
async function* atMost({ name, size, content }: ArchiveEntry): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content()) {
    bytes += chunk.byteLength;
    if (bytes > size) fail('invalid-input', `The archive is damaged: ${name} is larger than it says`);
    yield chunk;
  }
}
