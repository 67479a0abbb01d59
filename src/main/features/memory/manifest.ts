import type { ActionManifest, Manifest } from '../../../contract/manifest.ts';
import { mostRemembered } from '../../../contract/memory.ts';

const input = {
  type: 'object',
  properties: {
    query: { type: 'string', minLength: 2, maxLength: 500, description: 'Words of what is looked for' },
    limit: {
      ...{ type: 'integer', minimum: 1, maximum: mostRemembered.most, default: mostRemembered.usual },
      description: 'So many pieces at most',
    },
  },
  required: ['query'],
  additionalProperties: false,
} satisfies ActionManifest['input'];

const found = {
  type: 'array',
  description: 'The pieces, the best first',
  items: {
    type: 'object',
    properties: {
      kind: { type: 'string', description: 'note, message or file' },
      text: { type: 'string' },
      date: { type: 'string', description: 'When it was said or noted' },
      role: { type: 'string', description: 'Of a message: person or assistant' },
      conversation: { type: 'string', description: 'The id of the conversation' },
      file: { type: 'string' },
    },
    required: ['kind', 'text'],
    additionalProperties: false,
  },
};

const output = {
  type: 'object',
  properties: { text: { type: 'string', description: 'What there is, in words' }, found },
  required: ['text', 'found'],
  additionalProperties: false,
} satisfies ActionManifest['output'];

const reading = {
  ...{ input, output, risk: 'read', repeatable: true, result: 'text', says: '{{ output.text }}' },
  ...{ needs: [], defaults: {}, streaming: false },
} satisfies Partial<ActionManifest>;

/**
 * What agents and plans look up of what is remembered; the engine does it, and no worker's process. It is written out
 * with what is usual, because reading it through its schema at each start took as long as opening the database.
 */
export const memoryManifest: Manifest = {
  id: 'memory',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Memory',
  description: 'What was said in earlier conversations, what Heron noted and what the person wrote down for it.',
  tier: 'node',
  entry: 'none',
  permissions: [],
  // What it gives has the labels it was written with; the worker itself adds none.
  trust: { trustedSource: true, sensitive: true, trustedSink: false },
  limits: {
    ...{ memoryMb: 64, cpuMs: 60_000, wallMs: 120_000 },
    ...{ openFiles: 64, blobMb: 1024, messagesPerSecond: 10_000 },
  },
  actions: {
    search: {
      ...reading,
      title: 'Search the memory',
      description:
        'Finds what was said earlier, noted or written down, by words. In a channel only what that sender said there is found.',
      class: 'cpu',
      cost: { tokens: 0, money: 0, time: 'instant' },
      phrases: [
        'search [the|your|my] memory for {query}',
        'what do you (know|remember) (about|of) {query}',
        'what did (i|we) say about {query}',
      ],
    },
    summarize: {
      ...reading,
      title: 'Sum up the memory',
      description: 'As memory.search, and a model says in a few sentences what that tells.',
      class: 'model',
      cost: { tokens: 4000, money: 0, time: 'seconds' },
      phrases: ['(sum up|summarise|summarize) what you (know|remember) (about|of) {query}'],
    },
  },
  ...{ secrets: [], hooks: [], triggers: {}, tips: [] },
};
