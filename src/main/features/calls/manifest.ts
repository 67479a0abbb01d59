import { once } from '../../base/once.ts';
import { ownManifest } from '../../base/own-manifest.ts';

const outcome = {
  type: 'string',
  enum: ['answered', 'declined', 'later', 'missed', 'held', 'withdrawn'],
  description:
    'answered: the person took it; later: it rings again; missed: nobody took it; held: it did not ring, and waits in the inbox',
};

const says = `{{ $lookup({
  "answered": "You took the call.",
  "declined": "You declined the call.",
  "later": "I will call again later.",
  "missed": "I called, and nobody answered; the call is in your inbox.",
  "held": "I did not ring; what I had to say is in your inbox."
}, output.outcome) }}`;

const longestMs = 3_600_000;

/** What plans and agents can do to reach the person by voice; the engine does it, with a window that rings. */
export const callManifest = once(() =>
  ownManifest({
    id: 'call',
    version: '1.0.0',
    name: 'Call',
    description: 'Calls you: the window rings, and Heron says what it has to say and listens.',
    engines: { heron: '*' },
    tier: 'node',
    entry: 'none',
    trust: { trustedSource: true, sensitive: false, trustedSink: true },
    limits: { memoryMb: 64, cpuMs: 60_000, wallMs: longestMs },
    actions: {
      person: {
        title: 'Call you',
        description:
          'Rings at the windows of Heron until the person takes the call, says the text and listens to what they say then. Only for what cannot wait for them to look. Calls in quiet hours wait in the inbox.',
        input: {
          type: 'object',
          properties: {
            text: {
              ...{ type: 'string', minLength: 1, maxLength: 2000, default: 'You asked me to call you.' },
              description: 'What is said',
            },
          },
          additionalProperties: false,
        },
        output: { type: 'object', properties: { outcome }, required: ['outcome'], additionalProperties: false },
        ...{ risk: 'read', repeatable: true, class: 'network', timeoutMs: longestMs },
        cost: { time: 'minutes' },
        comesLast: true,
        phrases: [
          '(call|ring|phone) me [up|back]',
          'give me a (call|ring)',
          '(call|ring|phone) me (to say|and say|and tell me) {text}',
          'give me a (call|ring) (to say|and say|and tell me) {text}',
          {
            text: '(call|ring|phone) me (when|once|as soon as) (it|this|that|everything|all|all of it) is (done|finished|ready|over)',
            input: { text: 'It is done.' },
          },
          {
            text: 'give me a (call|ring) (when|once|as soon as) (it|this|that|everything) is (done|finished|ready|over)',
            input: { text: 'It is done.' },
          },
        ],
        result: 'outcome',
        says,
      },
    },
  }),
);
