import { array, assert, asyncProperty, constantFrom, integer, nat, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { countLines } from './count-lines.ts';
import { createLineSearch } from './line-search.ts';

const numRuns = Number(process.env['HERON_PROPERTY_RUNS'] ?? 500);

/** One buffer for all, as the broker has it. */
async function* inChunks(whole: Buffer, size: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < whole.byteLength; at += size) {
    const bytes = whole.copy(buffer, 0, at, at + size);
    yield buffer.subarray(0, bytes);
    buffer.fill('?');
  }
}

async function searched(text: string, needle: string, { most = 1e9, chunk = 7 } = {}) {
  const search = createLineSearch(inChunks(Buffer.from(text), chunk), needle, most);
  const found: [number, string][] = [];
  let more = 0;
  for (let done = false; !done;) {
    const page = await search.next();
    let at = 0;
    page.numbers.forEach((line, index) => {
      const size = page.sizes[index] ?? 0;
      found.push([line, Buffer.from(page.bytes.subarray(at, at + size)).toString()]);
      at += size;
    });
    more += page.more;
    done = page.done;
  }
  return { found, more };
}

test('it finds what looking at each line finds, however the file is cut [W-10]', async () => {
  const part = constantFrom('a', 'b', 'ab', '\n', '\r\n', 'ü', ' ', '\r');
  await assert(
    asyncProperty(array(part, { maxLength: 60 }), integer({ min: 1, max: 20 }), nat(5), async (parts, chunk, most) => {
      const text = parts.join('');
      const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
      const wanted = lines.flatMap((line, index) => (line.includes('ab') ? [[index + 1, line]] : []));
      const { found, more } = await searched(text, 'ab', { most, chunk });
      expect(found).toEqual(wanted.slice(0, most));
      expect(more).toBe(Math.max(0, wanted.length - most));
    }),
    { numRuns },
  );
});

test('pages stay small and all of them together are whole', async () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => `line ${index} with a needle`);
  const search = createLineSearch(inChunks(Buffer.from(lines.join('\n')), 64 * 1024), 'needle', 1e9);
  let [pages, given] = [0, 0];
  for (let done = false; !done; pages += 1) {
    const page = await search.next();
    expect(page.bytes.byteLength).toBeLessThan(512 * 1024);
    given += page.numbers.length;
    done = page.done;
  }
  expect([pages > 2, given]).toEqual([true, 40_000]);
});

test('lines are counted as one by one, wherever they lie', () => {
  const bytes = uint8Array({ min: 8, max: 12, maxLength: 3000 });
  assert(
    property(bytes, nat(3), integer({ min: 0, max: 3000 }), (given, offset, from) => {
      const piece = Buffer.from(Buffer.concat([Buffer.alloc(offset), given])).subarray(offset);
      const start = Math.min(from, piece.byteLength);
      const expected = piece.subarray(start).filter((byte) => byte === 10).length;
      expect(countLines(piece, start, piece.byteLength)).toBe(expected);
    }),
    { numRuns },
  );
});
