import { each, everyTier } from '../case.ts';

const over = (limit: string) => ({ code: 'limit-exceeded', limit }) as const;
const failed = { code: 'worker-failed' } as const;

/** What an action gives back, or throws, is data made by a stranger. */
export const results = each(
  { class: 'results', tiers: everyTier, ends: failed, isRaw: true },
  {
    'a result of many megabytes': { ends: over('messageBytes'), attempt: "() => ({ value: 'x'.repeat(6_000_000) })" },
    'a result of very many small values': {
      ends: over('values'),
      attempt: '() => ({ value: Array.from({ length: 150_000 }, () => ({})) })',
    },
    'a result of very many fields': {
      ends: over('values'),
      attempt: "() => ({ value: Object.fromEntries(Array.from({ length: 120_000 }, (_, i) => ['k' + i, 1])) })",
    },
    'a result of as many small values as may be': {
      ends: { gives: 1 },
      attempt: '() => ({ value: [Array.from({ length: 30_000 }, () => ({}))].length })',
    },
    'a result nested beyond reading': {
      ends: over('nesting'),
      attempt: '() => { let value = 1; for (let i = 0; i < 5000; i += 1) value = [value]; return { value }; }',
    },
    'a result that holds itself': '() => { const a = {}; a.a = a; return { value: a }; }',
    'a result that is no JSON': '() => ({ value: 1n })',
    'a result with fields nobody promised': '() => ({ value: 1, more: 2 })',
    'a result that is a function': { ends: [failed, { code: 'worker-crashed' }], attempt: '() => () => 1' },
    nothing: { attempt: '() => undefined' },
    'a proxy that gives another value each time': {
      ends: { gives: 1 },
      attempt:
        '() => { let reads = 0; return new Proxy({}, { ownKeys: () => ["value"], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }), get: (_t, name) => name === "value" ? (reads += 1) : undefined }); }',
    },
    'a proxy that is revoked':
      '() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return { value: proxy }; }',
    'a getter that throws': "() => ({ get value() { throw new Error('trap'); } })",
    'a toJSON that gives another shape': { attempt: '() => ({ toJSON: () => ({ value: 1, more: 2 }) })' },
    'a field called __proto__': {
      ends: { gives: 'undefined' },
      attempt: `() => { const value = JSON.parse('{"__proto__":{"polluted":true}}'); return { value: typeof ({}).polluted + (value === 0 ? '' : '') }; }`,
    },
    'the prototype of all objects, through what it is handed': {
      ends: { gives: 'mine' },
      isAlone: true,
      attempt: `(input, context) => {
        for (const given of [input, context, context.files, context.signal]) {
          try { Object.getPrototypeOf(given).polluted = 'mine'; } catch {}
          try { given.__proto__.__proto__ ??= { polluted: 'mine' }; } catch {}
        }
        Object.prototype.polluted = 'mine';
        return { value: ({}).polluted };
      }`,
      afterwards: () => {
        if ('polluted' in {}) throw new Error('The engine’s own objects were polluted');
      },
    },
    'a field called __proto__ at the top': {
      attempt: `() => JSON.parse('{"value":1,"__proto__":{"more":2},"constructor":1}')`,
    },
    'a thrown text': '() => { throw "x".repeat(1e6); }',
    'a thrown nothing': '() => { throw undefined; }',
    'a thrown symbol': '() => { throw Symbol("x"); }',
    'a thrown proxy':
      '() => { throw new Proxy(new Error("x"), { get() { throw new Error("trap"); }, getPrototypeOf() { throw new Error("trap"); } }); }',
    'an error whose message is a trap':
      "() => { const error = new Error('x'); Object.defineProperty(error, 'message', { get() { throw error; } }); throw error; }",
    'an error with details of many megabytes': {
      attempt:
        "() => { throw Object.assign(new Error('x'), { name: 'WorkerFailure', code: 'conflict', details: { text: 'x'.repeat(6_000_000) } }); }",
      ends: { code: 'conflict' },
    },
    'an error that claims to be the engine’s':
      "() => { throw Object.assign(new Error('x'), { name: 'WorkerFailure', code: 'uncertain' }); }",
    'an error that claims to be a bug of the engine':
      "() => { throw Object.assign(new Error('x'), { name: 'HeronError', code: 'internal' }); }",
    'an error with a code that is none':
      "() => { throw Object.assign(new Error('x'), { name: 'WorkerFailure', code: '__proto__' }); }",
    'control characters in an error': {
      attempt: "() => { throw new Error('\\u001b]0;owned\\u0007\\u202egpj.exe'); }",
    },
  },
);
