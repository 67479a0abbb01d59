/** As settings name voices of the system that the page speaks with. */
export const pagePrefix = 'system/';

export type PageVoice = { voice: string; rate: number; pitch: number };

/** Those that speak on this machine: a browser has others as well, which send what is said to its maker. */
export function pageVoices(): string[] {
  return localVoices().map(({ name }) => pagePrefix + name);
}

function localVoices(): SpeechSynthesisVoice[] {
  if (!('speechSynthesis' in globalThis)) return [];
  const language = (voice: SpeechSynthesisVoice): number => (voice.lang.startsWith('en') ? 0 : 1);
  return speechSynthesis
    .getVoices()
    .filter(({ localService, name }) => localService && name.length <= 90)
    .toSorted((a, b) => language(a) - language(b) || Number(b.default) - Number(a.default))
    .slice(0, mostVoices);
}

/** Some systems list a voice for each language and sex there is. */
const mostVoices = 50;

/** Calls back when there are other voices: browsers look for them after the page asked first. */
export function onPageVoices(act: () => void): () => void {
  if (!('speechSynthesis' in globalThis)) return () => undefined;
  speechSynthesis.addEventListener('voiceschanged', act);
  return () => speechSynthesis.removeEventListener('voiceschanged', act);
}

/** Says it, and resolves when it was heard, was stopped or could not be said. */
export function sayInPage(text: string, { voice, rate, pitch }: PageVoice): Promise<void> {
  const found = localVoices().find(({ name }) => pagePrefix + name === voice);
  if (!found) return Promise.resolve();
  const utterance = new SpeechSynthesisUtterance(text);
  Object.assign(utterance, { voice: found, lang: found.lang, rate, pitch });
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(tooLong);
      resolve();
    };
    // Some never tell their end, without a device for sound for one; what comes after must not wait for ever.
    const tooLong = setTimeout(
      () => {
        speechSynthesis.cancel();
        resolve();
      },
      longestMs(text, rate),
    );
    utterance.addEventListener('end', over, { once: true });
    utterance.addEventListener('error', over, { once: true });
    speechSynthesis.speak(utterance);
  });
}

/** Slower than any voice reads: those that speak slowly say a letter in a tenth of a second. */
function longestMs(text: string, rate: number): number {
  return 5000 + (text.length * 300) / rate;
}

export function hushPage(): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
}
