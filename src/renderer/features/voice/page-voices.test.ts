import { afterEach, expect, test, vi } from 'vitest';
import { hushPage, onPageVoices, pageVoices, sayInPage } from './page-voices.ts';

type Told = 'end' | 'error' | 'nothing';

/** Speech of a browser, as far as the page knows it; what becomes of an utterance is told at once. */
class PageSpeech extends EventTarget {
  readonly said: string[] = [];
  hushed = 0;
  readonly told: Told;
  constructor(told: Told) {
    super();
    this.told = told;
  }
  getVoices() {
    return [
      { name: 'Hans', lang: 'de-DE', localService: true, default: true },
      { name: 'Alice', lang: 'en-GB', localService: true, default: false },
      { name: 'Cloud', lang: 'en-US', localService: false, default: false },
      { name: 'Bob', lang: 'en-US', localService: true, default: true },
    ];
  }
  speak(utterance: EventTarget & { text: string; voice: { name: string } }): void {
    this.said.push(`${utterance.voice.name}: ${utterance.text}`);
    if (this.told !== 'nothing') utterance.dispatchEvent(new Event(this.told));
  }
  cancel(): void {
    this.hushed += 1;
  }
}

function give(told: Told): PageSpeech {
  const speech = new PageSpeech(told);
  vi.stubGlobal('speechSynthesis', speech);
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class extends EventTarget {
      readonly text: string;
      constructor(text: string) {
        super();
        this.text = text;
      }
    },
  );
  return speech;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const alice = { voice: 'system/Alice', rate: 1, pitch: 1 };

test('voices that speak on this machine are offered, English ones and the usual one first [MM-02]', () => {
  const speech = give('end');
  expect(pageVoices()).toEqual(['system/Bob', 'system/Alice', 'system/Hans']);
  let changes = 0;
  const forget = onPageVoices(() => (changes += 1));
  speech.dispatchEvent(new Event('voiceschanged'));
  forget();
  speech.dispatchEvent(new Event('voiceschanged'));
  expect(changes).toBe(1);
});

test('what is said ends with its end, with an error, and at once where there is no such voice', async () => {
  const speech = give('end');
  await sayInPage('It is noon.', alice);
  await sayInPage('It is noon.', { ...alice, voice: 'system/Nobody' });
  expect(speech.said).toEqual(['Alice: It is noon.']);
  give('error');
  await sayInPage('It is noon.', alice);
});

test('a voice that never tells its end does not keep what comes after it waiting for ever', async () => {
  vi.useFakeTimers();
  const speech = give('nothing');
  const said = sayInPage('It is noon.', alice);
  await vi.advanceTimersByTimeAsync(8300);
  await said;
  expect(speech.hushed).toBe(1);
  hushPage();
  expect(speech.hushed).toBe(2);
});

test('without any speech of the browser there are no voices, and nothing waits', async () => {
  vi.stubGlobal('speechSynthesis', undefined);
  Reflect.deleteProperty(globalThis, 'speechSynthesis');
  expect(pageVoices()).toEqual([]);
  onPageVoices(() => undefined)();
  await sayInPage('It is noon.', alice);
  hushPage();
});
