import { expect, test } from 'vitest';
import type { BrokerRequest } from './broker-request.ts';
import { plainTextCodec } from './plain-text-codec.ts';
import { requestedBlobs } from './requested-blobs.ts';

const piece = 256 * 1024;

type Asked = { method: string; bytes: Uint8Array | undefined };

/** Blobs whose broker answers each piece when the test says so. */
function open(answerPiece: () => Promise<void>) {
  const asked: Asked[] = [];
  const request = (async (method: string, _parameters: unknown, bytes?: Uint8Array) => {
    asked.push({ method, bytes });
    if (method === 'blobs.append') await answerPiece();
    return { value: { handle: 1, blob: 'blb_1' }, bytes: undefined };
  }) as unknown as BrokerRequest;
  return { asked, blobs: requestedBlobs({ request, text: plainTextCodec }) };
}

test('a writer is held up until what it wrote is stored: one piece under way, one in the making [RT-29]', async () => {
  let under = 0;
  let most = 0;
  let written = 0;
  let release: (() => void) | undefined;
  const { blobs } = open(async () => {
    most = Math.max(most, (under += 1));
    await new Promise<void>((resolve) => (release = resolve));
    under -= 1;
  });
  const writer = await blobs.create({ mediaType: 'audio/ogg' });
  const writing = (async () => {
    for (let count = 0; count < 20; count += 1) {
      await writer.write(new Uint8Array(piece));
      written += 1;
    }
    return writer.finish();
  })();
  await expect.poll(() => release).toBeDefined();
  expect(written).toBeLessThanOrEqual(1);
  const timer = setInterval(() => release?.(), 1);
  await expect(writing).resolves.toMatchObject({ blob: 'blb_1' });
  clearInterval(timer);
  expect([most, written]).toEqual([1, 20]);
});

test('small chunks are gathered, large ones cut, and the worker may use its buffer again', async () => {
  const { asked, blobs } = open(() => Promise.resolve());
  const writer = await blobs.create({ mediaType: 'text/plain', name: 'a.txt' });
  const buffer = new Uint8Array(700 * 1024);
  for (const value of [1, 2]) await writer.write(buffer.fill(value));
  for (let count = 0; count < 100; count += 1) await writer.write('grün ');
  await writer.finish();
  const sent = asked.flatMap(({ bytes }) => bytes ?? []);
  expect(Math.max(...sent.map(({ byteLength }) => byteLength))).toBe(piece);
  expect(sent.length).toBeLessThan(9);
  const content = Buffer.concat(sent);
  expect(content.indexOf(2)).toBe(700 * 1024);
  expect(content.subarray(1400 * 1024).toString()).toBe('grün '.repeat(100));
});

test('what went wrong with a piece is heard, at the latest at the end', async () => {
  const refusal = new Error('A blob of this worker may have at most 1 MB');
  const { asked, blobs } = open(() => Promise.reject(refusal));
  const writer = await blobs.create({ mediaType: 'audio/ogg' });
  await writer.write('a few bytes');
  await expect(writer.finish()).rejects.toBe(refusal);
  expect(asked.map(({ method }) => method)).toEqual(['blobs.create', 'blobs.append']);
});
