import { existsSync } from 'node:fs';
import { fliteModule } from '../../../speech/flite-module.ts';
import type { SpeechHost } from '../../../speech/speech-host.ts';
import type { Speaker } from './speakers.ts';
import { withRealLength } from './wav.ts';

const voices = ['slt', 'rms', 'awb', 'kal16'];
const prefix = 'built-in/';
export const builtInName = 'flite, built in';

/** flite as WebAssembly, which every system runs: what speaks where nothing is installed. None where its file is missing. */
export function builtInSpeaker(host: SpeechHost, appFolder: string): Speaker | undefined {
  const module = fliteModule(appFolder);
  if (!existsSync(module)) return undefined;
  return {
    name: builtInName,
    isSpare: true,
    voices: voices.map((voice) => prefix + voice),
    async speak({ text, voice, rate, signal }) {
      const question = { module, text: asAscii(text), voice: voice.slice(prefix.length), rate };
      const { wav } = await host.ask({ kind: 'readOut', files: [{ path: module }], signal, question });
      return withRealLength(Buffer.from(wav));
    },
  };
}

/** It knows English alone, and stumbles over typographic signs. */
function asAscii(text: string): string {
  return text
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[–—]/g, ', ')
    .replaceAll('…', '...')
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7E]/g, ' ');
}
