import type { WorkerSpeech } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';

/** The speech of the context, by way of the broker. */
export function requestedSpeech({ request }: { request: BrokerRequest }): WorkerSpeech {
  return {
    async transcribe(path, { language = '', onShare } = {}) {
      const { handle } = (await request('speech.transcribe', { path, language })).value;
      for (;;) {
        const { share, said: whole } = (await request('speech.written', { handle })).value;
        onShare?.(share);
        if (whole === null) continue;
        const { language: found, ...said } = whole;
        return { ...said, ...(found === null ? {} : { language: found }) };
      }
    },
    async speak(text, { voice = '', rate = 1, pitch = 1 } = {}) {
      const { handle, size } = (await request('speech.speak', { text, voice, rate, pitch })).value;
      const wav = new Uint8Array(size);
      for (let start = 0; ;) {
        const { value, bytes } = await request('speech.read', { handle, start });
        if (bytes) wav.set(bytes, start);
        start += bytes?.byteLength ?? 0;
        if (value.done) break;
      }
      await request('speech.close', { handle });
      return wav;
    },
  };
}
