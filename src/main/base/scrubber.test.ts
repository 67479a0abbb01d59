import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scrubBytes } from './scrub-bytes.ts';
import { createScrubber } from './scrubber.ts';

const value = 'p@ss/w0rd+"ä"\\x';

function knowing(values: Record<string, string> = { token: value }) {
  const scrubber = createScrubber();
  for (const [name, each] of Object.entries(values)) scrubber.learn(name, each);
  return scrubber;
}

test.each([
  ['as it is', value],
  ['in JSON', JSON.stringify({ value })],
  ['in an address', `?key=${encodeURIComponent(value)}`],
  ['in an address, lower-case', `?key=${encodeURIComponent(value).toLowerCase()}`],
  ['in hexadecimal', Buffer.from(value).toString('hex')],
  ['in base64', Buffer.from(value).toString('base64')],
  ['in base64url', Buffer.from(value).toString('base64url')],
  ['in base64 after one more character', Buffer.from(`:${value}`).toString('base64')],
  ['in base64 between others', Buffer.from(`me:${value}.`).toString('base64')],
])('a value is found %s [SE-02]', (_how, text) => {
  const clean = knowing().text(`before ${text} after`);
  expect(clean).toMatch(/^before .*\[secret token\].* after$/s);
  expect(knowing().find(text)).toBe('token');
});

test('base64 with a value anywhere in it is noticed', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 9 }),
      fc.string({ maxLength: 9 }),
      fc.string({ minLength: 12, maxLength: 40 }),
      (a, b, secret) => {
        const encoded = Buffer.concat([Buffer.from(a), Buffer.from(secret), Buffer.from(b)]).toString('base64');
        expect(knowing({ token: secret }).find(encoded)).toBe('token');
      },
    ),
  );
});

test('texts deep inside JSON are cleaned, names of fields too, and what is clean stays the very same', () => {
  const scrubber = knowing({ token: 'hunter2hunter2' });
  const dirty = { a: [{ 'x-hunter2hunter2': 1 }, 'hunter2hunter2!'], b: null, c: 3 };
  expect(scrubber.json(dirty)).toEqual({ a: [{ 'x-[secret token]': 1 }, '[secret token]!'], b: null, c: 3 });
  const clean = { a: ['b', { c: true }] };
  expect(scrubber.json(clean)).toBe(clean);
});

test('a value that is part of another is no hindrance, the longer one is named', () => {
  const scrubber = knowing({ short: 'abcdef', long: 'abcdefghij' });
  expect(scrubber.text('abcdefghij abcdef')).toBe('[secret long] [secret short]');
});

test('very short values are not looked for, and a forgotten one is known no more', () => {
  const scrubber = knowing({ pin: '12345', token: 'hunter22' });
  expect(scrubber.text('12345 hunter22')).toBe('12345 [secret token]');
  scrubber.forget('token');
  expect(scrubber.text('12345 hunter22')).toBe('12345 hunter22');
});

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 2, 7, 64, 4096])('bytes in pieces of %i are cleaned wherever a value lies [SE-02]', async (size) => {
  const text = `é${'x'.repeat(100)}${value}${'y'.repeat(50)}${Buffer.from(value).toString('base64')}${value}end`;
  const clean = Buffer.concat(
    await Array.fromAsync(scrubBytes(pieces(Buffer.from(text), size), new Map([['token', value]]))),
  );
  expect(clean.toString()).toBe(`é${'x'.repeat(100)}[secret token]${'y'.repeat(50)}[secret token][secret token]end`);
});

test('bytes without a value come through as they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), async (bytes, size) => {
      const source = pieces(Buffer.from(bytes), size);
      const clean = Buffer.concat(
        await Array.fromAsync(scrubBytes(source, new Map([['token', 'a value that is not there']]))),
      );
      expect(clean.equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

test('a value that lies across the border of a piece counts where it begins', () => {
  const scrubber = createScrubber();
  scrubber.learn('key', 'sesame-open-0815');
  expect(scrubber.longest()).toBeGreaterThanOrEqual(16);
  const text = 'It is sesame-open-0815, really. sesame-open-0815';
  for (let size = 1; size <= text.length; size += 1) {
    let clean = '';
    for (let at = 0; at < text.length; at += size) {
      clean += scrubber.piece(text.slice(0, at), text.slice(at, at + size), text.slice(at + size));
    }
    expect(clean).toBe('It is [secret key], really. [secret key]');
  }
});
