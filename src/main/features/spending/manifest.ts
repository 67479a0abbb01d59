import type { Manifest } from '../../../contract/manifest.ts';
import { ownManifest } from '../../base/own-manifest.ts';

const window = {
  type: 'object',
  properties: {
    text: { type: 'string', description: 'In words' },
    unit: { type: 'string' },
    left: { type: 'number' },
    atMost: { type: 'number' },
    per: { type: 'string', description: 'How long the window is' },
    resetsAt: { type: 'string', description: 'When it begins anew, as ISO 8601' },
  },
  required: ['text', 'unit', 'left'],
  additionalProperties: false,
};

const account = {
  type: 'object',
  properties: {
    account: { type: 'string', description: 'provider/account' },
    windows: { type: 'array', items: window },
    background: { type: 'string', description: 'Whether work in the background may use it now' },
    may: { type: 'boolean', description: 'The same as a truth' },
  },
  required: ['account', 'windows', 'background', 'may'],
  additionalProperties: false,
};

/** What agents and plans ask about the limits of models; the engine does it, and no worker's process. */
export const limitsManifest: Manifest = ownManifest({
  id: 'model-limits',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Limits of models',
  description: 'How much of the limits of each provider of models is left, and when they begin anew.',
  tier: 'node',
  entry: 'none',
  permissions: [],
  // It gives numbers that Heron has counted or read in headers, and nobody's words.
  trust: { trustedSource: true, sensitive: false, trustedSink: false },
  limits: { memoryMb: 64, cpuMs: 10_000, wallMs: 10_000 },
  actions: {
    left: {
      title: 'What is left of the limits',
      description:
        'Says for each account how much of its limits is left, when they begin anew, and whether work in the background may use it now. Ask it before long work that could also wait.',
      input: { type: 'object', properties: {}, additionalProperties: false },
      output: {
        type: 'object',
        properties: {
          text: { type: 'string', description: 'What there is, in words' },
          accounts: { type: 'array', items: account },
        },
        required: ['text', 'accounts'],
        additionalProperties: false,
      },
      risk: 'read',
      repeatable: true,
      result: 'text',
      says: '{{ output.text }}',
      class: 'cpu',
      cost: { time: 'instant' },
      phrases: [
        'how much is left of [the|my] (model|usage) limits',
        'what is left of [the|my] (model|usage) limits',
        'show [the|my] (model|usage) limits',
      ],
    },
  },
});
