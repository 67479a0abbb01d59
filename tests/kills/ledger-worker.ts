import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const ledgerWorker = 'ledger';

const properties = {
  ledger: { type: 'string', format: 'uri' },
  value: { type: 'number' },
  /** So many calls fail: of this key, or of all that name the same counter. */
  fails: { type: 'number' },
  counter: { type: 'string' },
};

const action = (title: string, more: object): object => ({
  title,
  description: `${title}.`,
  input: { type: 'object', properties, required: ['value'], additionalProperties: false },
  output: {
    type: 'object',
    properties: { value: { type: 'number' } },
    required: ['value'],
    additionalProperties: false,
  },
  phrases: [],
  says: '{{ input.value }} makes {{ output.value }}.',
  ...more,
});

const reaching = { class: 'network', needs: [{ capability: 'net', target: '{{ $hostOf(ledger) }}' }] };

const manifest = {
  id: ledgerWorker,
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Ledger',
  description: 'Calls a service that notes what it is asked to do.',
  tier: 'node',
  entry: 'index.js',
  permissions: [{ capability: 'net', reason: 'To reach the service.' }],
  limits: { memoryMb: 256, cpuMs: 300_000, wallMs: 60_000 },
  actions: {
    book: action('Book', { ...reaching, risk: 'external', repeatable: true }),
    send: action('Send', { ...reaching, risk: 'external', repeatable: false }),
    look: action('Look', { ...reaching, risk: 'read', repeatable: true }),
    add: action('Add', { class: 'cpu', risk: 'read', repeatable: true }),
  },
};

const code = `import { defineWorker } from 'heron/worker-kit';
const call = (kind) => async ({ ledger, ...input }, { net, idempotencyKey: key, runId, taskId, attempt }) => {
  const body = JSON.stringify({ ...input, kind, key, runId, taskId, attempt });
  const response = await net.fetch(ledger, { method: 'POST', body });
  let text = '';
  for await (const chunk of response.body) text += new TextDecoder().decode(chunk);
  if (response.status !== 200) throw new Error(text);
  return JSON.parse(text);
};
export default defineWorker({
  actions: { book: call('book'), send: call('send'), look: call('look'), add: ({ value }) => ({ value: value + 1 }) },
});
`;

/** Puts the worker that has effects into a data folder. */
export function installLedgerWorker(dataFolder: string): void {
  const folder = join(dataFolder, 'workers', ledgerWorker);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), code);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}
