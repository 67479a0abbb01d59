import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { CallId, ConversationId, VoiceSessionId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** What is said goes through these, one after the other. */
export const voiceStages = ['wake', 'listen', 'transcribe', 'understand', 'act', 'speak'] as const;
export const VoiceStage = z.enum(voiceStages);
export type VoiceStage = z.infer<typeof VoiceStage>;

/**
 * `waiting`: for the wake phrase, or for the talk button; `ready`: what is said now is meant for Heron; `hearing`: somebody
 * speaks to it; `thinking`; `asking`: a question waits for yes or no; `speaking`.
 */
export const VoiceState = z.enum(['waiting', 'ready', 'hearing', 'thinking', 'asking', 'speaking']);
export type VoiceState = z.infer<typeof VoiceState>;

/** What begins a command: the wake phrase; a button or key that is pressed once, or held. */
export const VoiceTrigger = z.enum(['wake', 'toggle', 'hold']);
export type VoiceTrigger = z.infer<typeof VoiceTrigger>;

const WakePhrase = z
  .string()
  .regex(/^[a-z']+(?: [a-z']+){1,3}$/, 'expected two to four words in small letters, like hey heron');

export const VoiceSettings = strictObject(() => ({
  /** The privacy switch: unless it is on, no microphone is opened. */
  isOn: z.boolean(),
  trigger: VoiceTrigger,
  wakePhrase: WakePhrase,
  /** Of the wake phrase: a high one hears it more easily, also where nobody said it. */
  sensitivity: z.enum(['low', 'normal', 'high']),
  /** Seconds after an answer in which the wake phrase is not needed; 0: it is always needed. */
  followUpSeconds: z.int().min(0).max(60),
  /** Whether questions about what can be taken back may be answered by voice. */
  answersByVoice: z.boolean(),
  /** Whether answers are read out. */
  speaks: z.boolean(),
  /** As `voice.status` names them; empty: the first there is. */
  voice: z.string().max(100),
  /** 1 is the voice's own pace. */
  rate: z.number().min(0.5).max(2),
  /** 1 is the voice's own pitch. */
  pitch: z.number().min(0.5).max(2),
  /**
   * Who writes down what is in no closed set: a model of this machine by its id, or one of a server as `server/model`; empty:
   * the first on this machine; `none`: nobody, only the closed set is understood.
   */
  transcriber: z.string().max(200),
  /** What is spoken, in two letters; empty: whoever writes finds out. */
  language: z.string().regex(/^(?:[a-z]{2})?$/, 'expected two letters, like en, or nothing'),
  /** A server's model that reads out, as `server/model`; its voices are in the list then. Empty: none. */
  hostedVoice: z
    .string()
    .regex(/^(?:[^/]+\/.+)?$/, 'expected server/model, like openai/tts-1')
    .max(200),
}));
export type VoiceSettings = z.infer<typeof VoiceSettings>;

export const defaultVoice: VoiceSettings = {
  isOn: false,
  trigger: 'wake',
  wakePhrase: 'hey heron',
  sensitivity: 'normal',
  followUpSeconds: 8,
  answersByVoice: true,
  speaks: true,
  voice: '',
  rate: 1,
  pitch: 1,
  transcriber: '',
  language: '',
  hostedVoice: '',
};

/** One utterance of a session; stages of the same one belong together. */
const Heard = strictObject(() => ({ sessionId: VoiceSessionId, utterance: z.int().min(0), stage: VoiceStage }));

export const voiceStageStarted = defineEvent('voice.stageStarted', () => Heard, { ephemeral: true });
/** What the stage has so far; it may still change. */
export const voiceStagePartial = defineEvent('voice.stagePartial', () => Heard.extend({ text: z.string() }), {
  ephemeral: true,
});
const Latency = z.int().min(0);
export const voiceStageEnded = defineEvent(
  'voice.stageEnded',
  () => Heard.extend({ latencyMs: Latency, text: z.string().optional() }),
  { ephemeral: true },
);
export const voiceStageFailed = defineEvent('voice.stageFailed', () => Heard.extend({ error: Failure }), {
  ephemeral: true,
});
export const voiceStateChanged = defineEvent(
  'voice.stateChanged',
  () => z.strictObject({ sessionId: VoiceSessionId, state: VoiceState }),
  { ephemeral: true },
);
/** A voice of the system the window runs on, which the window speaks with itself: `system/Samantha`. */
const PageVoiceName = z.string().startsWith('system/').max(100);

/** A sentence can be fetched and played, after those before it; with `said` the window says it itself. */
export const voiceSoundReady = defineEvent(
  'voice.soundReady',
  () =>
    z.strictObject({
      ...{ sessionId: VoiceSessionId, sound: z.int().min(0), text: z.string() },
      said: z.strictObject({ voice: PageVoiceName, rate: z.number(), pitch: z.number() }).optional(),
    }),
  { ephemeral: true },
);

/** What a command by voice led to. */
export const VoiceOutcome = z.enum(['sent', 'stopped', 'cancelled', 'undone', 'allowed', 'denied']);
export type VoiceOutcome = z.infer<typeof VoiceOutcome>;

/**
 * A command was spoken and carried out, or sent. Latencies are those of the stages it went through by then, each from its start; how
 * long a run took that it began comes with `voice.acted`.
 */
export const voiceCommanded = defineEvent('voice.commanded', () =>
  z.strictObject({
    sessionId: VoiceSessionId,
    text: z.string(),
    outcome: VoiceOutcome,
    latenciesMs: z.partialRecord(VoiceStage, Latency),
    /** From the end of speech until it was acted on. */
    sinceSpeechMs: Latency,
  }),
);
/** The run that a command began has ended, `latencyMs` after it began. */
export const voiceActed = defineEvent('voice.acted', () =>
  z.strictObject({ sessionId: VoiceSessionId, text: z.string(), latencyMs: Latency }),
);
/** Heron said something; `firstSoundMs` after it had the words, the first of them could be played. */
export const voiceSpoken = defineEvent('voice.spoken', () =>
  z.strictObject({ sessionId: VoiceSessionId, text: z.string(), firstSoundMs: Latency, wasInterrupted: z.boolean() }),
);

/** One implementation of stages, and whether it can be used on this machine. */
export const VoiceEngine = strictObject(() => ({
  name: z.string(),
  stages: z.array(VoiceStage),
  state: z.enum(['ready', 'missing']),
  /** The command that installs it where it is missing. */
  fix: z.string().optional(),
  /** What else can be done where it is missing. */
  advice: z.string().optional(),
  /** Of an engine that speaks. */
  voices: z.array(z.string()),
}));
export type VoiceEngine = z.infer<typeof VoiceEngine>;

export const VoiceStatus = strictObject(() => ({
  engines: z.array(VoiceEngine),
  /** The stages nothing on this machine can do. */
  lacking: z.array(VoiceStage),
  /** How many forms of sentences are understood by voice. */
  sentences: z.int(),
  /** Files and folders of the home folder that can be named by voice, and those whose names are in no dictionary. */
  names: z.array(z.string()),
  unspeakableNames: z.array(z.string()),
  /** The models on this machine that write down whatever is said. */
  transcribers: z.array(z.strictObject({ id: z.string(), name: z.string(), engine: z.string() })),
}));
export type VoiceStatus = z.infer<typeof VoiceStatus>;

export const PhraseCheck = strictObject(() => ({
  /** Words that the dictionary does not have. */
  unknown: z.array(z.string()),
  /** It has so few sounds that it will be heard where nobody says it. */
  isShort: z.boolean(),
  /** How each word is said, in the dictionary's signs. */
  pronunciations: z.array(z.string()),
}));
export type PhraseCheck = z.infer<typeof PhraseCheck>;

const One = strictObject(() => ({ sessionId: VoiceSessionId }));
const done = strictObject(() => ({}));

export const voice = {
  status: oc
    .route({ method: 'GET', path: '/voice', summary: 'What voice can do on this machine' })
    .input(done)
    .output(VoiceStatus),
  checkPhrase: oc
    .route({ method: 'GET', path: '/voice/phrase', summary: 'Whether a wake phrase can be heard' })
    .input(strictObject(() => ({ phrase: WakePhrase })))
    .output(PhraseCheck),
  /** Errors: `unsupported` when an engine is missing, with what to do; `conflict` while the privacy switch is off. */
  open: oc
    .route({ method: 'POST', path: '/voice/sessions', summary: 'Begin to listen' })
    .input(
      strictObject(() => ({
        conversationId: ConversationId.optional(),
        /** A call that was taken: it may be heard while the privacy switch is off, until it is over. */
        callId: CallId.optional(),
        /** The voices of its system that the window itself can speak with. */
        voices: z.array(PageVoiceName).max(50).optional(),
      })),
    )
    .output(One),
  /** Another conversation is what is said meant for; without one, a new one. */
  attend: oc
    .route({ method: 'POST', path: '/voice/sessions/{sessionId}/attend', summary: 'Say where commands go' })
    .input(One.extend({ conversationId: ConversationId.optional() }))
    .output(done),
  /**
   * 16 kHz, one channel, 16 bits, the smaller byte first; in pieces of 20 to 40 ms while there is sound or `isSpeech`, of a quiet room
   * up to a second at once, each after the last was taken.
   */
  hear: oc
    .route({ method: 'POST', path: '/voice/sessions/{sessionId}/audio', summary: 'Hand in what the microphone heard' })
    .input(One.extend({ audio: z.file().max(320_000) }))
    .output(strictObject(() => ({ isSpeech: z.boolean() }))),
  /** The talk button is pressed, or let go. */
  talk: oc
    .route({ method: 'POST', path: '/voice/sessions/{sessionId}/talk', summary: 'Talk without the wake phrase' })
    .input(One.extend({ isTalking: z.boolean() }))
    .output(done),
  /** The bytes of a WAV. Errors: `not-found` when it was fetched before or speech was interrupted. */
  sound: oc
    .route({ method: 'GET', path: '/voice/sessions/{sessionId}/sounds/{sound}', summary: 'A sentence Heron says' })
    .input(One.extend({ sound: z.coerce.number().int().min(0) }))
    .output(z.file()),
  /** Nothing is played any more: all was, or somebody spoke. */
  quiet: oc
    .route({
      method: 'POST',
      path: '/voice/sessions/{sessionId}/quiet',
      summary: 'Say that nothing is played any more',
    })
    .input(One.extend({ wasInterrupted: z.boolean() }))
    .output(done),
  /** As answers are read out now. Errors: `unsupported`. */
  sample: oc
    .route({ method: 'POST', path: '/voice/sample', summary: 'Hear the voice' })
    .input(strictObject(() => ({ text: z.string().min(1).max(200) })))
    .output(z.file()),
  close: oc
    .route({ method: 'DELETE', path: '/voice/sessions/{sessionId}', summary: 'End listening' })
    .input(One)
    .output(done),
};
