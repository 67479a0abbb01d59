import { expect, test, vi } from 'vitest';
import type { Call } from '../../../contract/calls.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { createVoice } from '../voice/store.ts';
import { createCalls } from './store.ts';

const call: Call = { id: testId('cal', 1), text: 'The tea is ready.', about: 'Tea', placedAt: 1, state: 'ringing' };
const sessionId = testId('vcs', 1);

/** A page whose engine writes down what it is asked; `microphone`: whether one can be opened. */
function openPage({ microphone = true } = {}) {
  const asked: string[] = [];
  const engine = createFakeEngine((os) => ({
    calls: {
      list: os.calls.list.handler(() => [call]),
      answer: os.calls.answer.handler(() => (asked.push('answer'), { ...call, state: 'talking' as const })),
      talk: os.calls.talk.handler(({ input }) => (asked.push(`talk ${input.sessionId}`), {})),
      sound: os.calls.sound.handler(() => (asked.push('sound'), new File(['RIFF'], 'call.wav'))),
      close: os.calls.close.handler(() => (asked.push('close'), {})),
    },
    voice: {
      open: os.voice.open.handler(({ input }) => (asked.push(`open ${input.callId ?? ''}`), { sessionId })),
      close: os.voice.close.handler(() => (asked.push('voice closed'), {})),
      quiet: os.voice.quiet.handler(() => ({})),
      attend: os.voice.attend.handler(() => ({})),
    },
  }));
  const playback = () => ({ play: vi.fn(), stop: () => false, isPlaying: () => false, close: () => undefined });
  const voice = createVoice({
    ...engine,
    takeTurn: async () => () => undefined,
    open: async () => {
      if (!microphone) throw new Error('There is none');
      const close = (): void => void asked.push('microphone closed');
      return { device: { label: '', isChosen: true }, heedSpeech: () => undefined, close };
    },
    createPlayback: playback,
  });
  // What the page does where it draws.
  voice.state.subscribe(({ callId }, before) => {
    if (callId !== undefined && before.callId === undefined) voice.start('');
    if (callId === undefined && before.callId !== undefined) voice.stop();
  });
  const calls = createCalls({ ...engine, voice, createPlayback: playback });
  return { calls, engine, asked, voice };
}

const rang = testEvent('call.rang', { callId: call.id, text: call.text, about: call.about });

test('a call that is taken opens the microphone for it, is told over its session, and hanging up closes both [MM-08]', async () => {
  const { calls, engine, asked } = openPage();
  engine.emit(rang);
  expect(calls.state.getState().calls).toMatchObject([{ text: 'The tea is ready.', state: 'ringing' }]);
  await calls.take(call);
  expect(asked).toEqual(['answer', `open ${call.id}`, `talk ${sessionId}`]);
  await calls.hangUp();
  expect(asked.slice(3)).toEqual(expect.arrayContaining(['microphone closed', 'voice closed', 'close']));
  expect(calls.state.getState().taken).toBeUndefined();
});

test('where nothing can listen its words are played all the same', async () => {
  const { calls, asked } = openPage({ microphone: false });
  await calls.take(call);
  await vi.waitFor(() => expect(asked).toContain('sound'));
  expect(asked.some((each) => each.startsWith('talk'))).toBe(false);
});

test('a microphone that is switched off hangs up; what another window did with a call is known here', async () => {
  const { calls, engine, asked, voice } = openPage();
  await calls.take(call);
  voice.setCall(undefined);
  await vi.waitFor(() => expect(asked).toContain('close'));
  engine.emit(rang);
  engine.emit(testEvent('call.ended', { callId: call.id, outcome: 'later', ringsAt: 5 }));
  expect(calls.state.getState().calls).toMatchObject([{ state: 'later', ringsAt: 5 }]);
  engine.emit(testEvent('call.closed', { callId: call.id }));
  expect(calls.state.getState().calls).toEqual([]);
});

test('one that was taken rings no more, whatever an answer on its way says', async () => {
  const { calls, engine } = openPage();
  const reading = calls.read();
  engine.emit(rang, testEvent('call.ended', { callId: call.id, outcome: 'answered' }));
  expect(calls.state.getState().calls).toMatchObject([{ state: 'talking' }]);
  await reading;
});
