import { expect, test, vi } from 'vitest';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { type MicrophoneParts, NoMicrophone } from './microphone.ts';
import { createVoice } from './store.ts';

const sessionId = testId('vcs', 1);

const deviceOf = ({ deviceId }: MicrophoneParts): boolean => deviceId !== 'gone';

/** A page with a microphone and a loudspeaker of paper: what it does with them, and asks of the engine, is written down. */
function openPage({
  problem,
  isSpeech = () => false,
  conflicts = 0,
  restarts = 0,
}: { problem?: 'denied'; isSpeech?: () => boolean; conflicts?: number; restarts?: number } = {}) {
  let refused = 0;
  let lost = 0;
  const asked: string[] = [];
  const pieces: number[] = [];
  let heard: MicrophoneParts | undefined;
  let isOpen = false;
  let isPlaying = false;
  const engine = createFakeEngine((os) => ({
    voice: {
      open: os.voice.open.handler(({ errors }) => {
        refused += 1;
        if (refused > conflicts) return { sessionId };
        throw errors.FAILURE({ data: { code: 'conflict', message: 'The privacy switch is off' } });
      }),
      close: os.voice.close.handler(() => (asked.push('close'), {})),
      attend: os.voice.attend.handler(({ input }) => (asked.push(`attend ${input.conversationId ?? 'none'}`), {})),
      talk: os.voice.talk.handler(({ input }) => (asked.push(`talk ${input.isTalking}`), {})),
      quiet: os.voice.quiet.handler(({ input }) => (asked.push(`quiet ${input.wasInterrupted}`), {})),
      hear: os.voice.hear.handler(({ input, errors }) => {
        lost += 1;
        if (lost <= restarts) throw errors.FAILURE({ data: { code: 'not-found', message: 'There is no session' } });
        pieces.push(input.audio.size);
        return { isSpeech: isSpeech() };
      }),
    },
  }));
  const voice = createVoice({
    ...engine,
    takeTurn: async () => () => undefined,
    open: async (parts) => {
      if (problem) throw new NoMicrophone(problem, undefined);
      heard = parts;
      isOpen = true;
      return {
        device: { label: 'Headset', isChosen: deviceOf(parts) },
        heedSpeech: (isHeard) => void asked.push(`speech ${isHeard}`),
        close: () => void (isOpen = false),
      };
    },
    createPlayback: () => ({
      play: () => void (isPlaying = true),
      stop: () => {
        const was = isPlaying;
        isPlaying = false;
        return was;
      },
      isPlaying: () => isPlaying,
      close: () => undefined,
    }),
  });
  const phase = () => voice.state.getState().phase;
  return {
    voice,
    engine,
    asked,
    pieces,
    phase,
    isOpen: () => isOpen,
    hear: (samples: Int16Array<ArrayBuffer>) => heard?.onPiece(samples),
  };
}

test('the microphone is open from start to stop, and closed with the session', async () => {
  const { voice, asked, phase, isOpen } = openPage();
  voice.start('');
  await expect.poll(phase).toBe('on');
  expect(isOpen()).toBe(true);
  voice.stop();
  expect([phase(), isOpen()]).toEqual(['off', false]);
  await expect.poll(() => asked).toEqual(['close']);
});

test('a switch that the engine has not heard of yet is waited for', async () => {
  const { voice, phase } = openPage({ conflicts: 2 });
  voice.start('');
  await expect.poll(phase, { timeout: 20_000 }).toBe('on');
});

test('what comes while a piece is on its way goes together with the next, in order', async () => {
  const { voice, pieces, phase, hear } = openPage();
  voice.start('');
  await expect.poll(phase).toBe('on');
  for (let piece = 0; piece < 4; piece += 1) hear(new Int16Array(512));
  await expect.poll(() => pieces).toEqual([1024, 3072]);
});

test('the microphone is told when somebody begins to speak and when they have finished', async () => {
  const speaks = [false, true, true, false, false];
  const { voice, asked, pieces, phase, hear } = openPage({ isSpeech: () => speaks[pieces.length - 1] ?? false });
  voice.start('');
  await expect.poll(phase).toBe('on');
  for (let heard = 1; heard <= speaks.length; heard += 1) {
    hear(new Int16Array(512));
    await expect.poll(() => pieces.length).toBe(heard);
  }
  await expect.poll(() => asked).toEqual(['speech true', 'speech false']);
});

test('what waits for the engine is the newest two seconds', async () => {
  const { voice, pieces, phase, hear } = openPage();
  voice.start('');
  await expect.poll(phase).toBe('on');
  for (let second = 0; second < 5; second += 1) hear(new Int16Array(16_000));
  await expect.poll(() => pieces).toEqual([32_000, 64_000]);
});

test('the level is that of the newest piece, and is told at most ten times a second', async () => {
  const { voice, phase, hear } = openPage();
  const levels: number[] = [];
  voice.onLevel((level) => levels.push(level));
  voice.start('');
  await expect.poll(phase).toBe('on');
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const gathered = new Int16Array(512 * 3).fill(8000);
    gathered.fill(0, 512);
    hear(gathered);
    for (let piece = 0; piece < 31; piece += 1) {
      vi.advanceTimersByTime(32);
      hear(new Int16Array(512).fill(8000));
    }
    expect(levels[0]).toBe(0);
    expect(levels.slice(1).every((level) => level > 0.7)).toBe(true);
    expect(levels.length).toBeLessThanOrEqual(10);
    expect(levels.length).toBeGreaterThan(5);
  } finally {
    vi.useRealTimers();
  }
});

test('a refused microphone is told with what to do', async () => {
  const { voice, phase } = openPage({ problem: 'denied' });
  voice.start('');
  await expect.poll(phase).toBe('failed');
  expect(voice.state.getState().problem).toMatchObject({
    kind: 'denied',
    message: expect.stringContaining('Allow it'),
  });
});

test('speech ends what is played at once, and the engine hears of it', async () => {
  const { voice, engine, asked, phase, hear } = openPage({ isSpeech: () => true });
  voice.start('');
  await expect.poll(phase).toBe('on');
  engine.emit(testEvent('voice.soundReady', { sessionId, sound: 0, text: 'Hello.' }, { seq: 0 }));
  hear(new Int16Array(512));
  await expect.poll(() => asked).toContain('quiet true');
});

test('a button that is held stays held over a start of the engine, and one that was let go of does not', async () => {
  const { voice, asked, pieces, phase, hear } = openPage({ restarts: 2 });
  voice.start('');
  await expect.poll(phase).toBe('on');
  voice.talk(true);
  hear(new Int16Array(512));
  await expect.poll(() => asked).toEqual(['talk true', 'talk true']);
  voice.talk(false);
  await expect.poll(() => (hear(new Int16Array(512)), pieces.length)).toBeGreaterThan(0);
  expect(asked).toEqual(['talk true', 'talk true', 'talk false']);
});

test('state and words of its own session show, those of another do not', async () => {
  const { voice, engine, phase } = openPage();
  voice.start('');
  await expect.poll(phase).toBe('on');
  const change = (id: string) => testEvent('voice.stateChanged', { sessionId: id, state: 'hearing' }, { seq: 0 });
  engine.emit(change(testId('vcs', 2)));
  expect(voice.state.getState().state).toBe('waiting');
  engine.emit(change(sessionId));
  const partial = { sessionId, utterance: 1, stage: 'transcribe' as const, text: 'zip the' };
  engine.emit(testEvent('voice.stagePartial', partial, { seq: 0 }));
  expect(voice.state.getState()).toMatchObject({ state: 'hearing', words: 'zip the' });
});

test('what was not understood stays to be read after the button is let go of, until something is heard again', async () => {
  const { voice, engine, phase } = openPage();
  voice.start('');
  await expect.poll(phase).toBe('on');
  const change = (state: 'waiting' | 'hearing') => testEvent('voice.stateChanged', { sessionId, state }, { seq: 0 });
  const error = { code: 'not-found' as const, message: 'Not understood' };
  voice.talk(true);
  engine.emit(change('hearing'));
  voice.talk(false);
  const failed = { sessionId, utterance: 1, stage: 'transcribe' as const, error };
  engine.emit(testEvent('voice.stageFailed', failed, { seq: 0 }), change('waiting'));
  expect(voice.state.getState()).toMatchObject({ state: 'waiting', trouble: 'Not understood' });
  engine.emit(change('hearing'));
  expect(voice.state.getState().trouble).toBeUndefined();
});

test('nothing that is off can be talked to, and nothing silent hushed', () => {
  const { voice } = openPage();
  expect([voice.talk(true), voice.hush(), voice.state.getState().isTalking]).toEqual([false, false, false]);
});

test('a chosen microphone that is gone is known to be', async () => {
  const { voice, phase } = openPage();
  voice.start('gone');
  await expect.poll(phase).toBe('on');
  expect(voice.state.getState().device).toEqual({ label: 'Headset', isChosen: false });
});
