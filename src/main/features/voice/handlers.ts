import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import { HeronError } from '../../base/errors.ts';
import type { VoiceService } from './service.ts';

const api = implement(contract.voice);

export function voiceHandlers(voice: VoiceService) {
  return {
    status: api.status.handler(() => voice.status()),
    checkPhrase: api.checkPhrase.handler(({ input }) => voice.checkPhrase(input.phrase)),
    open: api.open.handler(({ input }) => voice.open(input)),
    attend: api.attend.handler(({ input }) => {
      voice.session(input.sessionId).attend(input.conversationId);
      return {};
    }),
    hear: api.hear.handler(async ({ input }) =>
      voice.session(input.sessionId).hear(samplesFrom(await input.audio.arrayBuffer())),
    ),
    talk: api.talk.handler(({ input }) => {
      voice.session(input.sessionId).talk(input.isTalking);
      return {};
    }),
    sound: api.sound.handler(({ input }) => wavFile(voice.session(input.sessionId).sound(input.sound))),
    quiet: api.quiet.handler(({ input }) => {
      voice.session(input.sessionId).quiet(input.wasInterrupted);
      return {};
    }),
    sample: api.sample.handler(async ({ input }) => wavFile(await voice.sample(input.text))),
    close: api.close.handler(({ input }) => {
      voice.end(input.sessionId);
      return {};
    }),
  };
}

/** Errors: `invalid-input`. */
function samplesFrom(bytes: ArrayBuffer): Int16Array {
  if (bytes.byteLength % 2 === 0) return new Int16Array(bytes);
  throw new HeronError('invalid-input', 'audio: A sample has two bytes, so there is an even number of them', {
    path: 'audio',
  });
}

function wavFile(wav: Buffer): File {
  return new File([new Uint8Array(wav)], 'speech.wav', { type: 'audio/wav' });
}
