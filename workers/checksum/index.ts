import { createHash } from 'node:crypto';
import { defineWorker, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

type Algorithm = Actions['hash']['input']['algorithm'];

export default defineWorker<Actions>({
  actions: {
    hash: ({ path, algorithm }, context) => hashFile(path, algorithm, context),

    async verify({ path, expected }, context) {
      const algorithm = algorithmOf(expected);
      const { hash } = await hashFile(path, algorithm, context);
      if (hash !== expected.toLowerCase()) {
        fail('conflict', `The ${algorithm} of ${path} is ${hash}, not ${expected.toLowerCase()}`, { path, hash });
      }
      return { path, algorithm, hash };
    },
  },
});

async function hashFile(
  path: string,
  algorithm: Algorithm,
  context: WorkerContext,
): Promise<Actions['hash']['output']> {
  const status = await context.files.status(path);
  if (!status) fail('not-found', `There is no file ${path}`, { path });
  if (status.kind === 'folder') fail('invalid-input', `${path} is a folder; only a file has a checksum`, { path });
  const hash = createHash(algorithm);
  let bytes = 0;
  let percent = 0;
  for await (const chunk of context.files.read(path)) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    const reached = Math.floor((bytes / Math.max(bytes, status.size)) * 100);
    if (reached > percent) context.progress({ percent: (percent = reached) });
  }
  return { path, algorithm, hash: hash.digest('hex'), bytes };
}

const algorithmByLength: Record<number, Algorithm> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };

function algorithmOf(expected: string): Algorithm {
  return (
    algorithmByLength[expected.length] ??
    fail(
      'invalid-input',
      `A checksum has 32, 40, 64 or 128 hexadecimal digits; the expected one has ${expected.length}`,
      { field: 'expected' },
    )
  );
}
