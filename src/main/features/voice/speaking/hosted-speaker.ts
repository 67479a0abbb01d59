import type { ModelTarget } from '../../../models/model-target.ts';
import { speakHosted } from '../../../models/speech/hosted-speech.ts';
import type { Speaker } from './speakers.ts';
import { withRealLength } from './wav.ts';

/** Those that servers of OpenAI's protocol go by. */
const voices = ['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer', 'verse'];

/** A server's model that reads out; what Heron says leaves the machine, for a server that the person named. */
export function hostedSpeaker(model: string, target: () => ModelTarget): Speaker {
  return {
    name: model,
    isHosted: true,
    voices: voices.map((voice) => `${model}/${voice}`),
    async speak({ text, voice, rate, signal }) {
      const name = voice.slice(model.length + 1);
      return withRealLength(await speakHosted(target(), { text, voice: name, rate, signal }));
    },
  };
}
