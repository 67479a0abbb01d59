import { expect, test } from 'vitest';
import { type Activity, createVoiceActivity, sampleRate } from './voice-activity.ts';

function hum(seconds: number, loudness: number): Int16Array {
  const length = Math.round(seconds * sampleRate);
  return Int16Array.from({ length }, (_, at) => Math.sin(at / 5) * loudness * Math.SQRT2);
}

function follow(stretches: Int16Array[], isPlaying = false): Activity[] {
  const activity = createVoiceActivity({ silenceMs: 300 });
  return stretches.flatMap((samples) => {
    const heard: Activity[] = [];
    for (let at = 0; at < samples.length; at += 500)
      heard.push(...activity.hear(samples.slice(at, at + 500), isPlaying));
    return heard;
  });
}

const kinds = (activities: Activity[]): string[] =>
  activities.map(({ kind }) => kind).filter((kind) => kind !== 'goesOn');

test('speech is found in a quiet room, with what was heard just before it', () => {
  const heard = follow([hum(1, 10), hum(1, 2000), hum(1, 10)]);
  expect(kinds(heard)).toEqual(['began', 'ended']);
  expect(heard[0]?.kind === 'began' ? heard[0].audio.length : 0).toBe(0.3 * sampleRate);
});

test('digital silence is silence, and the loudness of a room is none', () => {
  expect(follow([new Int16Array(3 * sampleRate)])).toEqual([]);
  expect(kinds(follow([hum(4, 150), hum(4, 180)]))).toEqual([]);
});

test('a click is no speech', () => {
  expect(kinds(follow([hum(1, 10), hum(0.03, 8000), hum(1, 10)]))).toEqual([]);
});

test('what goes on for eight seconds is cut, and a noise that stays becomes the room', () => {
  const heard = follow([hum(1, 10), hum(30, 400)]);
  expect(heard.filter(({ kind }) => kind === 'ended')).toEqual([{ kind: 'ended', wasCut: true }]);
});

test('while Heron speaks somebody has to be louder than what comes back of it', () => {
  expect(kinds(follow([hum(2, 100), hum(1, 400), hum(1, 100)], true))).toEqual([]);
  expect(kinds(follow([hum(2, 100), hum(1, 2000), hum(1, 100)], true))).toEqual(['began', 'ended']);
});
