import { statSync } from 'node:fs';
import { expect } from 'vitest';
import { each, everyTier } from '../case.ts';

const soon = { timeoutMs: 400, isAlone: true } as const;
const late = { code: 'timeout', limit: 'timeoutMs' } as const;
const small = { memoryMb: 48, cpuMs: 30_000 } as const;
const full = { code: 'limit-exceeded', limit: 'memoryMb' } as const;

/** Work that never ends: the call is ended by its time limit, and the engine does not wait with it. */
const endless = each(
  { class: 'resources', tiers: everyTier, ends: late, ...soon },
  {
    'an endless loop': '() => { for (;;); }',
    'a flood of microtasks': 'async () => { for (;;) await null; }',
    'promises that make promises': '() => { const next = () => Promise.resolve().then(next); return next(); }',
    'a catastrophic regular expression': "() => /^(a+)+$/.test('a'.repeat(40) + '!')",
    'a regular expression that goes back and back': "() => /(x+x+)+y/.test('x'.repeat(40))",
    'a sort that never agrees':
      '() => { const list = Array.from({ length: 1e6 }, (_, i) => i); for (;;) list.sort(() => Math.random() - 0.5); }',
    'numbers without end': '() => { let n = 3n; for (;;) n = (n * n) % (1n << 200_000n); }',
    'a promise nobody keeps': '() => new Promise(() => undefined)',
    'a sleep of years': '(_input, { sleep }) => sleep(1e12)',
    'waiting for memory nobody shares':
      '() => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return "woken"; }',
    'a getter that never ends, in its result': { isRaw: true, attempt: '() => ({ get value() { for (;;); } })' },
    'a toJSON that never ends, in its result': {
      isRaw: true,
      attempt: '() => ({ value: { toJSON() { for (;;); } } })',
    },
    'a signal it does not heed': `async (_input, { sleep }) => { for (;;) { try { await sleep(5); } catch { for (;;); } } }`,
  },
);

/** More memory than it may have: the process is ended, and the person is told which limit it was. */
const memory = each(
  { class: 'resources', tiers: everyTier, ends: full, limits: small, timeoutMs: 30_000 },
  {
    'objects without end': '() => { const kept = []; for (;;) kept.push({ text: String(Math.random()) }); }',
    'an array of itself': '() => { let list = [1]; for (;;) list = [...list, ...list]; }',
    'texts, split': "() => { const kept = []; for (;;) kept.push(('x'.repeat(1_000_000) + Math.random()).split('')); }",
    'a text of many parts': { ends: [full, 'empty-handed'], attempt: "() => 'xy'.repeat(2 ** 27).split('')" },
    buffers:
      'async (_input, { sleep }) => { const kept = []; for (;;) { kept.push(new Uint8Array(4_000_000).fill(1)); await sleep(1); } }',
    'a map without end': '() => { const map = new Map(); for (let i = 0; ; i += 1) map.set(i, { i }); }',
    'pending promises without end':
      'async (_input, { sleep }) => { const kept = []; for (;;) { for (let i = 0; i < 20_000; i += 1) kept.push(new Promise((resolve) => { kept.length > 1e9 && resolve(); })); await sleep(1); } }',
    'numbers that square themselves': {
      ends: [full, 'empty-handed', late],
      attempt: '() => { let n = 12345678901234567890n; for (;;) n = n * n; }',
    },
    'JSON of nothing but brackets': {
      ends: [full, 'empty-handed'],
      attempt: "() => { const kept = []; for (;;) kept.push(JSON.parse('['.repeat(5000) + ']'.repeat(5000))); }",
    },
    'sleepers without end': {
      ends: [full, { code: 'timeout' }],
      timeoutMs: 8000,
      attempt:
        'async (_input, { sleep }) => { for (;;) { for (let i = 0; i < 20_000; i += 1) sleep(1e9).catch(() => undefined); await sleep(1); } }',
    },
  },
);

/** Without bubblewrap the measuring finds the process in another way. */
const bareMemory = memory
  .filter(({ name }) => name === 'objects without end' || name === 'buffers')
  .map((attack) => ({ ...attack, name: `${attack.name}, whatever is around it`, surroundings: 'both' as const }));

const nodeMemory = each(
  { class: 'resources', tiers: ['node'], ends: full, limits: small, timeoutMs: 30_000 },
  {
    'a bomb of compressed zeroes': `async (_input, { sleep }) => {
      const zlib = await import('node:zlib');
      const bomb = zlib.gzipSync(Buffer.alloc(30_000_000));
      const kept = [];
      for (;;) { kept.push(zlib.gunzipSync(bomb)); await sleep(1); }
    }`,
    'a password made expensive': `async () => {
      (await import('node:crypto')).scryptSync('a', 'b', 64, { N: 2 ** 20, r: 8, p: 1, maxmem: 2 ** 31 });
      return 'made';
    }`,
    'memory of WebAssembly': `async (_input, { sleep }) => {
      const kept = [];
      for (;;) { const { buffer } = new WebAssembly.Memory({ initial: 100 }); new Uint8Array(buffer).fill(1); kept.push(buffer); await sleep(1); }
    }`,
    'a heap it makes larger itself': `async () => {
      (await import('node:v8')).setFlagsFromString?.('--max-old-space-size=4096');
      const kept = [];
      for (;;) kept.push({ text: String(Math.random()) });
    }`,
    'open files without end': {
      ends: 'empty-handed',
      attempt:
        "async () => { const fs = await import('node:fs'); for (;;) fs.openSync(new URL('./index.ts', import.meta.url)); }",
    },
  },
);

const processor = each(
  {
    class: 'resources',
    tiers: everyTier,
    surroundings: 'both',
    limits: { cpuMs: 400 },
    timeoutMs: 30_000,
    ends: { code: 'limit-exceeded', limit: 'cpuMs' },
  },
  { 'more processor time than it may have': '() => { for (;;); }' },
);

/** What ends by itself, in the worker's own world. */
const own = each(
  { class: 'resources', tiers: everyTier, ends: 'empty-handed' },
  {
    'the end of the stack': '() => { const dig = () => dig() + 1; return dig(); }',
    'the end of the stack in a proxy':
      '() => { const p = new Proxy({}, {}); Object.setPrototypeOf(p, p); return p.x; }',
    'a text longer than any': "() => 'x'.repeat(2 ** 30).length",
    'an array longer than any': {
      ends: ['empty-handed', full, late],
      timeoutMs: 5000,
      attempt: '() => new Array(2 ** 32 - 1).fill(0).length',
    },
    'its process, ended': { tiers: ['node'], attempt: '() => process.exit(0)' },
    'its process, ended by force': { tiers: ['node'], attempt: '() => process.reallyExit(0)' },
    'its process, aborted': { tiers: ['node'], attempt: '() => process.abort()' },
    'an error where nobody catches it': {
      tiers: ['node'],
      attempt: "() => { setTimeout(() => { throw new Error('late'); }, 1); return new Promise(() => undefined); }",
    },
  },
);

const floods = each(
  {
    class: 'resources',
    tiers: everyTier,
    ends: [{ gives: 'done' }, full],
    isAlone: true,
    prepare: ({ folder }) => folder,
    timeoutMs: 30_000,
  },
  {
    'lines of log': {
      attempt:
        "async (_input, { log, sleep }) => { for (let i = 0; i < 50_000; i += 1) { log('info', 'x'.repeat(1000)); if (i % 1000 === 0) await sleep(1); } return 'done'; }",
      afterwards: ({ logFile }) => expect(statSync(logFile).size).toBeLessThan(2_000_000),
    },
    'reports of progress': {
      attempt:
        "async (_input, { progress, sleep }) => { for (let i = 0; i < 50_000; i += 1) { progress({ text: 'x'.repeat(1000), output: { i } }); if (i % 1000 === 0) await sleep(1); } return 'done'; }",
      afterwards: ({ reports }) => expect(reports()).toBeLessThan(20_000),
    },
    'requests to the broker, one after the other': {
      attempt:
        "async ({ value }, { files }) => { for (let i = 0; i < 3000; i += 1) await files.status(value + '/' + (i % 7)); return 'done'; }",
    },
    'requests to the broker, all at once': {
      attempt:
        "async ({ value }, { files }) => { await Promise.allSettled(Array.from({ length: 5000 }, (_, i) => files.status(value + '/' + i))); return 'done'; }",
    },
    'requests that are refused': {
      attempt:
        "async ({ value }, { files }) => { await Promise.allSettled(Array.from({ length: 3000 }, () => files.readText(value + '/../../outside/secret'))); return 'done'; }",
    },
    'files it holds open': {
      attempt: `async ({ value }, { files }) => {
        await files.write(value + '/a', 'x'.repeat(300_000));
        const open = [];
        for (let i = 0; i < 100; i += 1) { const reader = files.read(value + '/a')[Symbol.asyncIterator](); open.push(reader.next()); }
        const codes = (await Promise.allSettled(open)).map(({ reason }) => reason?.code);
        return codes.filter((code) => code === 'limit-exceeded').length >= 100 - 64 ? 'done' : codes;
      }`,
    },
    'bytes that nobody takes': {
      attempt: `async ({ value }, { files }) => {
        const part = new Uint8Array(1024 * 1024);
        const endless = async function* () { for (let i = 0; i < 40; i += 1) yield part; };
        const ends = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => files.write(value + '/' + i, endless())));
        return ends.every(({ status, reason }) => status === 'fulfilled' || reason.code === 'limit-exceeded') ? 'done' : ends.map(String);
      }`,
    },
    'small files without end': {
      attempt:
        "async ({ value }, { files }) => { for (let i = 0; i < 300; i += 1) await files.write(value + '/' + i, 'x'); return 'done'; }",
    },
  },
);

export const resources = [...endless, ...memory, ...bareMemory, ...nodeMemory, ...processor, ...own, ...floods];
