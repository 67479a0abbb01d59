import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { CallService } from './service.ts';

const api = implement(contract.calls);

/** How Heron says the words of a call. */
export type CallVoice = {
  /** In a window that listens. Errors: `not-found`. */
  tell(sessionId: string, text: string): void;
  /** As a WAV. Errors: `unsupported`, `provider`. */
  speak(text: string): Promise<Buffer>;
};

export function callHandlers(calls: CallService, voice: CallVoice) {
  return {
    list: api.list.handler(() => calls.list()),
    answer: api.answer.handler(({ input }) => calls.answer(input.callId)),
    talk: api.talk.handler(({ input }) => {
      voice.tell(input.sessionId, calls.get(input.callId).text);
      return {};
    }),
    sound: api.sound.handler(async ({ input }) => {
      const wav = await voice.speak(calls.get(input.callId).text);
      return new File([new Uint8Array(wav)], 'call.wav', { type: 'audio/wav' });
    }),
    decline: api.decline.handler(async ({ input }) => {
      await calls.decline(input.callId);
      return {};
    }),
    later: api.later.handler(async ({ input }) => ({ ringsAt: await calls.later(input.callId, input.minutes) })),
    close: api.close.handler(async ({ input }) => {
      await calls.close(input.callId);
      return {};
    }),
    try: api.try.handler(async () => ({ callId: await calls.try() })),
  };
}
