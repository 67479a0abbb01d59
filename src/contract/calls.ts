import { oc } from '@orpc/contract';
import { z } from 'zod';
import { defineEvent } from './event.ts';
import { CallId, ConversationId, RunId, VoiceSessionId } from './ids.ts';
import { strictObject } from './strict-object.ts';

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time like 22:00');

export const CallSettings = strictObject(() => ({
  /** Whether Heron may ring at all; otherwise what it has to say waits in the inbox. */
  isOn: z.boolean(),
  /** Between these two, by the clock of this machine, it does not ring. */
  hasQuietHours: z.boolean(),
  quietFrom: TimeOfDay,
  quietTo: TimeOfDay,
  ringSeconds: z.int().min(5).max(300),
  hasSound: z.boolean(),
  /** “Later” is so many minutes. */
  laterMinutes: z.int().min(1).max(240),
}));
export type CallSettings = z.infer<typeof CallSettings>;

export const usualCalls: CallSettings = {
  isOn: true,
  hasQuietHours: true,
  quietFrom: '22:00',
  quietTo: '07:00',
  ringSeconds: 40,
  hasSound: true,
  laterMinutes: 10,
};

/**
 * `answered`: the person took it; `declined`; `later`: it rings again; `missed`: nobody took it; `held`: it did not ring, because
 * of quiet hours or because Heron may not ring; `withdrawn`: who called has ended.
 */
export const CallOutcome = z.enum(['answered', 'declined', 'later', 'missed', 'held', 'withdrawn']);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** What Heron has to say to a person. */
export const Call = strictObject(() => ({
  id: CallId,
  text: z.string().min(1).max(4000),
  /** What it is about, in a few words: the name of the run. */
  about: z.string(),
  runId: RunId.optional(),
  conversationId: ConversationId.optional(),
  placedAt: z.int(),
  /** `talking`: it was taken and is not over yet. */
  state: z.enum(['ringing', 'talking', 'later', 'missed', 'held']),
  /** When one that was put off rings again. */
  ringsAt: z.int().optional(),
}));
export type Call = z.infer<typeof Call>;

/** It rings, for the first time or again. */
export const callRang = defineEvent('call.rang', () =>
  z.strictObject({ callId: CallId, text: z.string(), about: z.string() }),
);
/** It does not ring: it waits in the inbox. */
export const callHeld = defineEvent('call.held', () =>
  z.strictObject({ callId: CallId, text: z.string(), about: z.string() }),
);
/** It rings no more. `ringsAt`: when it rings again, of one that was put off. */
export const callEnded = defineEvent('call.ended', () =>
  z.strictObject({ callId: CallId, outcome: CallOutcome.exclude(['held']), ringsAt: z.int().optional() }),
);
/** Somebody has seen what waited in the inbox, or hung up. */
export const callClosed = defineEvent('call.closed', () => z.strictObject({ callId: CallId }));

const done = strictObject(() => ({}));
const One = strictObject(() => ({ callId: CallId }));

export const calls = {
  list: oc
    .route({ method: 'GET', path: '/calls', summary: 'Calls that ring, that were put off, and that nobody took' })
    .input(done)
    .output(z.array(Call)),
  /** The person takes it, while it rings or afterwards. Until it is closed the microphone may be opened for it. Errors: `not-found`. */
  answer: oc.route({ method: 'POST', path: '/calls/{callId}/answer', summary: 'Take a call' }).input(One).output(Call),
  /** Heron says its words in a window that listens. Errors: `not-found`. */
  talk: oc
    .route({ method: 'POST', path: '/calls/{callId}/talk', summary: 'Hear a call over a voice session' })
    .input(One.extend({ sessionId: VoiceSessionId }))
    .output(done),
  /** Its words as a WAV, for a window that cannot listen. Errors: `not-found`, `unsupported`, `provider`. */
  sound: oc
    .route({ method: 'GET', path: '/calls/{callId}/sound', summary: 'The words of a call' })
    .input(One)
    .output(z.file()),
  /** Errors: `not-found`. */
  decline: oc
    .route({ method: 'POST', path: '/calls/{callId}/decline', summary: 'Decline a call' })
    .input(One)
    .output(done),
  /** It rings again after `minutes`, or as the settings have it. Errors: `not-found`. */
  later: oc
    .route({ method: 'POST', path: '/calls/{callId}/later', summary: 'Put a call off' })
    .input(One.extend({ minutes: z.int().min(1).max(1440).optional() }))
    .output(strictObject(() => ({ ringsAt: z.int() }))),
  /** Hangs up, or takes what waits from the inbox. Errors: `not-found`. */
  close: oc
    .route({ method: 'DELETE', path: '/calls/{callId}', summary: 'Hang up, or forget a call' })
    .input(One)
    .output(done),
  /** To hear how it rings. It rings whatever the hour. Errors: `conflict` when Heron may not ring. */
  try: oc.route({ method: 'POST', path: '/calls', summary: 'Have Heron ring once' }).input(done).output(One),
};
