import { ActionManifest } from '../../../contract/manifest.ts';
import { once } from '../../base/once.ts';
import type { ActionEntry } from '../../orchestrator/catalogue.ts';

export const checkSignIns = 'signins.check';

/** The check as a step of a plan; the engine does it, and no worker: none of them knows a key. */
export const checkSignInsAction: ActionEntry = {
  ref: checkSignIns,
  workerId: 'signins',
  workerName: 'Keys and sign-ins',
  timeoutMs: 60_000,
  validateInput: (input) =>
    Object.keys(input).map((name) => ({ path: name, message: 'is not known; it wants no input' })),
  get action() {
    return checkManifest();
  },
};

/** Read when it is first wanted: no start wants it. */
const checkManifest = once(() =>
  ActionManifest.parse({
    title: 'Check keys and sign-ins',
    description: 'Whether the keys of models and the sign-ins at MCP servers still let Heron in.',
    input: { type: 'object', additionalProperties: false },
    output: {
      type: 'object',
      properties: {
        standing: { type: 'string', enum: ['ok', 'expiring', 'missing', 'unknown'] },
        code: {
          type: 'integer',
          minimum: 0,
          maximum: 2,
          description: '0 ok, 1 expired or missing, 2 ends within a day.',
        },
        text: { type: 'string', description: 'What is wrong, a line each.' },
        signIns: { type: 'array', items: { type: 'object' } },
      },
      required: ['standing', 'code', 'text', 'signIns'],
      additionalProperties: false,
    },
    risk: 'read',
    class: 'network',
    repeatable: true,
    says: '{{ output.text }}',
  }),
);
