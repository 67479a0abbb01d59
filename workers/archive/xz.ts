import { givenBytes } from './given-bytes.ts';
import { outputPath, runSevenZip } from './seven-zip.ts';

/** Errors: one with the code `XZ_DAMAGED` or `BZ2_DAMAGED`, with what 7-Zip says. */
export function unpackedBySevenZip(chunks: AsyncIterable<Uint8Array>, by: 'xz' | 'bz2'): AsyncIterable<Uint8Array> {
  return through(
    chunks,
    ['x', '-si', '-so', by === 'xz' ? '-txz' : '-tbzip2', '-y', '-bd'],
    `${by.toUpperCase()}_DAMAGED`,
  );
}

export function xz(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return through(chunks, ['a', '-si', '-txz', '-y', '-bso0', '-bsp0', outputPath], 'XZ_DAMAGED');
}

async function* through(
  chunks: AsyncIterable<Uint8Array>,
  args: string[],
  damaged: string,
): AsyncGenerator<Uint8Array> {
  const coming = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  const input = async (most: number): Promise<Uint8Array> => {
    while (rest.byteLength === 0) {
      const { done, value } = await coming.next();
      if (done) return rest;
      rest = value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(taken.byteLength);
    return taken;
  };
  try {
    yield* givenBytes(async (onOutput) => {
      const { code, errors } = await runSevenZip({ args, input, onOutput });
      if (code === 0) return;
      const told = errors.split('\n').find((line) => /^error/i.test(line.trim()));
      throw Object.assign(new Error(told?.trim() ?? `7-Zip ended with ${code}`), { code: damaged });
    });
  } finally {
    await coming.return?.();
  }
}
