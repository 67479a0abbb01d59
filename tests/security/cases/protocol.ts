import { each } from '../case.ts';

/**
 * What a host could say to the engine in place of its worker. Bytes that are no frames, and messages about calls that
 * there are not, are tried in life-cycle.test.ts.
 */
const say = (body: string): string => `async (input, context) => {
  const { writeSync } = await import('node:fs');
  const frame = (messages, body = Buffer.alloc(0)) => {
    const json = Buffer.from(typeof messages === 'string' ? messages : JSON.stringify(messages));
    const head = Buffer.alloc(8);
    head.writeUInt32LE(json.length, 0);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, json, body]);
  };
  const write = (bytes) => { for (let at = 0; at < bytes.length;) { try { at += writeSync(1, bytes, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; } } };
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  ${body}
  await wait(200);
  return 'said';
}`;

const said = { gives: 'said' } as const;
const crashed = { code: 'worker-crashed' } as const;

const spoken = each(
  { class: 'protocol', tiers: ['node'], isAlone: true, ends: said, timeoutMs: 10_000 },
  {
    'a result of a call that will be': say("write(frame([{ type: 'result', call: 2, output: { value: 'forged' } }]));"),
    'results of every call there could be': say(
      "write(frame(Array.from({ length: 5000 }, (_, i) => ({ type: 'result', call: i + 100, output: { value: 'forged' } }))));",
    ),
    'more messages about strangers’ calls than can be chance': {
      ends: crashed,
      attempt: say(
        "for (let i = 0; i < 30; i += 1) write(frame(Array.from({ length: 1000 }, (_, j) => ({ type: 'result', call: j + 100, output: 1 }))));",
      ),
    },
    'a call that is not whole': {
      ends: crashed,
      attempt: say("write(frame([{ type: 'result', call: 1.5, output: 1 }]));"),
    },
    'a call of a negative number': {
      ends: crashed,
      attempt: say("write(frame([{ type: 'result', call: -1, output: 1 }]));"),
    },
    'an error whose code is an object': {
      ends: crashed,
      attempt: say("write(frame([{ type: 'error', call: 1, failure: { code: { toString: 1 }, message: 'x' } }]));"),
    },
    'fields with the names of an object’s own': say(
      `write(frame('[{"type":"log","level":"info","message":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]'));`,
    ),
    'progress beyond a hundred': {
      ends: crashed,
      attempt: say("write(frame([{ type: 'progress', call: 1, percent: 1e9 }]));"),
    },
    'that it is exhausted, though it is not': {
      ends: { code: 'limit-exceeded', limit: 'memoryMb' },
      attempt: say("write(frame([{ type: 'exhausted' }]));"),
    },
    'that it is unusable, in the middle of a call': {
      ends: { code: 'worker-unavailable' },
      attempt: say("write(frame([{ type: 'unusable', message: 'x' }]));"),
    },
    'that it is ready with other actions': {
      ends: crashed,
      attempt: say("write(frame([{ type: 'ready', actions: ['other'] }]));"),
    },
    'requests with one number, many times': say(
      "write(frame(Array.from({ length: 50 }, () => ({ type: 'request', call: 1, request: 7, method: 'files.status', parameters: { path: '/etc/passwd' } }))));",
    ),
    'a request of a method there is not': say(
      "write(frame([{ type: 'request', call: 1, request: 900, method: 'constructor', parameters: {} }, { type: 'request', call: 1, request: 901, method: '__proto__', parameters: {} }, { type: 'request', call: 1, request: 902, method: 'toString', parameters: {} }]));",
    ),
    'parameters of other types': say(
      "for (const parameters of [null, 1, 'x', [], { path: {} }, { path: ['/etc'] }, { path: '/x', more: 1 }]) write(frame([{ type: 'request', call: 1, request: 903, method: 'files.status', parameters }]));",
    ),
    'bytes with a request that takes none': say(
      "write(frame([{ type: 'request', call: 1, request: 904, method: 'files.status', parameters: { path: '/x' }, bytes: 3 }], Buffer.from('abc')));",
    ),
    'a handle of another call': say(
      "write(frame(Array.from({ length: 20 }, (_, i) => ({ type: 'request', call: 1, request: 950 + i, method: 'files.next', parameters: { handle: i } }))));",
    ),
    'messages that only the engine sends': {
      ends: crashed,
      attempt: say("write(frame([{ type: 'reply', call: 1, request: 1, value: null }]));"),
    },
    'a frame that says it is longer than any': {
      ends: crashed,
      attempt: say('const head = Buffer.alloc(8); head.writeUInt32LE(0xffffffff, 0); write(head);'),
    },
    'a frame that never ends': {
      ends: [said, crashed, { code: 'timeout' }],
      timeoutMs: 800,
      attempt: say('const head = Buffer.alloc(8); head.writeUInt32LE(1000, 0); write(head);'),
    },
    'a frame of many megabytes of small values': {
      ends: crashed,
      attempt: say("write(frame('[' + '{},'.repeat(4_000_000) + '{}]'));"),
    },
    'frames with nothing in them, without end': say(
      'const empty = frame([]); for (let i = 0; i < 50_000; i += 100) write(Buffer.concat(Array.from({ length: 100 }, () => empty)));',
    ),
    'one byte at a time': say(
      "const bytes = frame([{ type: 'log', level: 'info', message: 'slow' }]); for (const byte of bytes) write(Buffer.from([byte]));",
    ),
    'bytes beyond what a call may have unanswered': {
      ends: [said, crashed, { code: 'limit-exceeded' }],
      // A busy machine needs its time for so much.
      timeoutMs: 40_000,
      limits: { memoryMb: 256 },
      attempt: say(
        "const body = Buffer.alloc(8_000_000); for (let i = 0; i < 20; i += 1) write(frame([{ type: 'request', call: 1, request: 1000 + i, method: 'net.open', parameters: { url: 'http://127.0.0.1:1/', method: 'POST', headers: {}, maxRedirects: 0 }, bytes: body.length }], body));",
      ),
    },
    'nothing, though it is asked to stop': {
      ends: { code: 'timeout' },
      timeoutMs: 300,
      attempt: 'async () => { process.stdin.removeAllListeners(); await new Promise(() => undefined); }',
    },
    'its ears, closed': {
      ends: ['empty-handed', said, { code: 'timeout' }],
      timeoutMs: 1000,
      attempt: `async () => { for (const handle of process._getActiveHandles()) handle.destroy?.(); return 'said'; }`,
    },
  },
);

/** The isolate's own side of the wire, taken over from within. */
const taken = each(
  { class: 'protocol', tiers: ['isolate'], isAlone: true, timeoutMs: 5000 },
  {
    'messages it makes others send': {
      attempt: `async (_input, context) => {
        const { stringify } = JSON;
        JSON.stringify = (value, ...more) => stringify(value?.type === 'progress' ? { type: 'result', call: 99, output: 1 } : value, ...more);
        context.progress({ percent: 1 });
        await context.sleep(10);
        return 'said';
      }`,
      ends: said,
    },
    'messages that are no JSON': {
      attempt: `async (_input, context) => {
        JSON.stringify = () => '{]';
        context.progress({ percent: 1 });
        await context.sleep(50);
        return 'said';
      }`,
      ends: crashed,
    },
    'messages of many megabytes': {
      attempt: `async (_input, context) => {
        const huge = '{"type":"log","level":"info","message":"' + 'x'.repeat(3_000_000) + '"}';
        JSON.stringify = () => huge;
        for (let i = 0; i < 8; i += 1) context.progress({ percent: 1 });
        await context.sleep(100);
        return 'said';
      }`,
      ends: [crashed, { code: 'timeout' }, { code: 'limit-exceeded' }],
    },
    'a result with the number of another call': {
      attempt: `async () => {
        const { stringify } = JSON;
        JSON.stringify = (value, ...more) => stringify(value?.type === 'result' ? { ...value, call: 77 } : value, ...more);
        return 'said';
      }`,
      ends: { code: 'timeout' },
      timeoutMs: 500,
    },
  },
);

export const protocolCases = [...spoken, ...taken];
