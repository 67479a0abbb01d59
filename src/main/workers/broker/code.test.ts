import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { BrokerMethods } from '../../../worker-kit/broker-methods.ts';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';

const language = 'javascript';
const limits = { wallMs: 30_000, cpuMs: 30_000, memoryMb: 128, keptOutputBytes: 1000 };
const copy =
  "const fs = require('fs'); fs.writeFileSync('out', fs.readFileSync('in.txt', 'utf8') + fs.readFileSync(0, 'utf8'));";

let broker: FakeBroker;
beforeEach(() => {
  broker = startFakeBroker({ allow: [{ capability: 'code', target: language, exact: true }] });
});
afterEach(() => broker.end());

function asked(code: string, more: object = {}): BrokerMethods['code.run']['parameters'] {
  return { language, code, input: '', files: [], limits, ...more };
}

test('code is given copies of files that may be read, and what it makes can be read until it is closed', async () => {
  writeFileSync(join(broker.folder, 'a.txt'), 'from the file ');
  const session = broker.open();
  const files = [{ path: join(broker.folder, 'a.txt'), name: 'in.txt' }];
  const { handle, exitCode, artifacts } = await session.ask('code.run', asked(copy, { files, input: 'and the input' }));
  expect({ exitCode, artifacts }).toMatchObject({ exitCode: 0, artifacts: [{ name: 'out', bytes: 27 }] });
  const { bytes, done } = await session.ask('code.read', { handle, name: 'out', start: 5 });
  expect({ text: Buffer.from(bytes ?? []).toString(), done }).toEqual({ text: 'the file and the input', done: true });
  await session.ask('code.close', { handle });
  await expect(session.ask('code.read', { handle, name: 'out', start: 0 })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('the question shows the code and what it reads; a file is asked for by its own name', async () => {
  writeFileSync(join(broker.folder, 'a.txt'), 'a');
  const files = [{ path: join(broker.folder, 'a.txt'), name: 'in.txt' }];
  await broker.open().ask('code.run', asked('1 + 1', { files, input: 'read me' }));
  expect(broker.record).toMatchObject([
    { operation: 'code.run', capability: 'code', target: language, decision: 'allowed' },
    { operation: 'code.run', capability: 'files.read', target: join(broker.folder, 'a.txt'), decision: 'allowed' },
  ]);
  expect(broker.record[0]?.detail).toMatch(/^1 \+ 1\n\nIt reads:\nread me\n\n\(sha256 [0-9a-f]{64}\)$/);
});

test('a call that ends ends the code, and clears its workspace away', async () => {
  const session = broker.open();
  const running = session.ask('code.run', asked('for (;;);'));
  running.catch(() => undefined);
  const codes = join(broker.dataFolder, '..', 'code');
  await expect.poll(() => namesIn(codes).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await session.close();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(namesIn(codes)).toEqual([]);
});

test('what a session leaves open is cleared away with it', async () => {
  const session = broker.open();
  await session.ask('code.run', asked("require('fs').writeFileSync('a', '')"));
  await session.close();
  expect(namesIn(join(broker.dataFolder, '..', 'code'))).toEqual([]);
});

test('code that holds the value of a secret is not run, nor shown to anybody', async () => {
  const kept = { token: { value: 'correct-horse-battery', hosts: ['a.example'] } };
  const strict = startFakeBroker({ allow: [{ capability: 'code', target: language, exact: true }], kept });
  onTestFinished(() => strict.end());
  const session = strict.open();
  const refused = { code: 'permission-denied', message: 'The code holds the secret token; it is not run' };
  await expect(session.ask('code.run', asked("'correct-horse-battery'"))).rejects.toMatchObject(refused);
  await expect(session.ask('code.run', asked('1', { input: 'correct-horse-battery' }))).rejects.toMatchObject(refused);
  expect(strict.record.map(({ decision }) => decision)).toEqual(['denied', 'denied']);
  expect(JSON.stringify(strict.record)).not.toContain('correct-horse');
  await session.ask('code.run', asked('1'));
});

test('two files cannot have one name', async () => {
  const files = ['a', 'b'].map((name) => ({ path: join(broker.folder, name), name: 'same' }));
  await expect(broker.open().ask('code.run', asked('1', { files }))).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'Two of the files are called same',
  });
});

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing has run yet
  }
}
