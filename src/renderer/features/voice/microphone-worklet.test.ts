import { afterAll, beforeAll, expect, test, vi } from 'vitest';

type Port = {
  onmessage?: (event: { data: boolean }) => void;
  postMessage: (buffer: ArrayBuffer) => void;
};
type Processor = { process(inputs: Float32Array[][]): boolean; port: Port };

let Microphone: new () => Processor;
let handedOn: Int16Array[];

class PaperProcessor {
  port: Port = { postMessage: (buffer) => void handedOn.push(new Int16Array(buffer)) };
}

// The file that the page loads, in a browser of paper.
beforeAll(async () => {
  vi.stubGlobal('AudioWorkletProcessor', PaperProcessor);
  vi.stubGlobal('registerProcessor', (_: string, made: new () => Processor) => (Microphone = made));
  await import(/* @vite-ignore */ new URL('../../public/microphone.worklet.js', import.meta.url).href);
});
afterAll(() => vi.unstubAllGlobals());

function openWorklet() {
  handedOn = [];
  const heard = handedOn;
  const messages = (): number[] => heard.map(({ length }) => length / 512);
  const processor = new Microphone();
  let sign = 1;
  /** So many pieces of 32 ms, as loud as that, in the browser's steps of 128 samples. */
  function hear(count: number, level: number): void {
    for (let step = 0; step < count * 4; step += 1) {
      processor.process([[Float32Array.from({ length: 128 }, () => ((sign = -sign) * level) / 32_767)]]);
    }
  }
  return { hear, pieces: heard, messages, tell: (isSpeech: boolean) => processor.port.onmessage?.({ data: isSpeech }) };
}

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

test('of a quiet room a second comes at once, and nothing of it is left out', () => {
  const { hear, pieces, messages } = openWorklet();
  hear(16 + 32 * 3, 50);
  expect(messages()).toEqual([...ones(16), 32, 32, 32]);
  expect(pieces.flatMap((piece) => [...piece]).every((sample) => Math.abs(sample) >= 49)).toBe(true);
});

test('a sound comes at once with what was heard before it, and so does the silence in which an utterance ends', () => {
  const { hear, messages } = openWorklet();
  hear(16 + 32 + 5, 50);
  const before = messages().length;
  hear(1, 400);
  hear(16, 50);
  expect(messages().slice(before)).toEqual([6, ...ones(16)]);
  hear(31, 50);
  expect(messages()).toHaveLength(before + 17);
});

test('while the engine hears speech each piece comes at once, however quiet it is', () => {
  const { hear, messages, tell } = openWorklet();
  hear(16 + 32, 50);
  const before = messages().length;
  tell(true);
  hear(20, 50);
  expect(messages().slice(before)).toEqual(ones(20));
  tell(false);
  hear(16 + 32, 50);
  expect(messages().at(-1)).toBe(32);
});

test('a noise that stays becomes the room', () => {
  const { hear, messages } = openWorklet();
  hear(60, 50);
  hear(250, 400);
  hear(16 + 32 * 2, 400);
  expect(messages().slice(-2)).toEqual([32, 32]);
});
