/** Samples a second of all that is heard. */
export const sampleRate = 16_000;

const frameSamples = 320;
const frameMs = 20;
/** A stretch this quiet is silence whatever the room is like; the noise that is added to it is lower. */
const quietestFloor = 20;
const startsAbove = 2.8;
const goesOnAbove = 2;
/** While Heron itself is heard, somebody has to be this much louder than the room. */
const bargesInAbove = 5;
const framesToStart = 3;
const preRollFrames = 15;
const floorFalls = 0.3;
const floorRises = 0.02;
/** At the end of what is cut for being too long, the room is taken to be as loud as its quietest moment since. */
const longestFrames = 8000 / frameMs;

export type Activity =
  /** With what was heard just before: the first sound of a word is quiet. */
  | { kind: 'began'; audio: Int16Array }
  | { kind: 'goesOn'; audio: Int16Array }
  /** `silenceMs` after the last sound. */
  | { kind: 'ended'; wasCut: boolean };

export type VoiceActivity = {
  /** What the piece makes known, in order; nothing while nobody speaks. */
  hear(samples: Int16Array, isPlaying: boolean): Activity[];
  isSpeech(): boolean;
};

/** Finds speech by how much louder it is than the room, frame by frame. */
export function createVoiceActivity({ silenceMs }: { silenceMs: number }): VoiceActivity {
  const framesToEnd = Math.ceil(silenceMs / frameMs);
  let floor = 100;
  let quietest = Number.POSITIVE_INFINITY;
  let rest = new Int16Array(0);
  let before: Int16Array[] = [];
  let loud = 0;
  let silent = 0;
  let length = 0;
  let isOn = false;

  function learn(level: number): void {
    floor += (level - floor) * (level < floor ? floorFalls : floorRises);
    floor = Math.max(floor, quietestFloor);
  }

  function begin(): Activity {
    const audio = joined(before);
    isOn = true;
    [loud, silent, length, before] = [0, 0, 0, []];
    quietest = Number.POSITIVE_INFINITY;
    return { kind: 'began', audio };
  }

  function end(wasCut: boolean): Activity {
    isOn = false;
    if (wasCut) floor = Math.max(quietestFloor, quietest);
    return { kind: 'ended', wasCut };
  }

  function take(frame: Int16Array, isPlaying: boolean): Activity | undefined {
    const level = loudness(frame);
    if (!isOn) {
      before = [...before.slice(1 - preRollFrames), frame];
      loud = level > floor * (isPlaying ? bargesInAbove : startsAbove) ? loud + 1 : 0;
      if (loud === 0) learn(level);
      return loud === framesToStart ? begin() : undefined;
    }
    length += 1;
    quietest = Math.min(quietest, level);
    silent = level > floor * goesOnAbove ? 0 : silent + 1;
    if (length === longestFrames) return end(true);
    return silent === framesToEnd ? end(false) : { kind: 'goesOn', audio: frame };
  }

  return {
    hear(samples, isPlaying) {
      const all = joined([rest, samples]);
      const whole = all.length - (all.length % frameSamples);
      rest = all.slice(whole);
      const activities: Activity[] = [];
      for (let at = 0; at < whole; at += frameSamples) {
        const activity = take(all.slice(at, at + frameSamples), isPlaying);
        if (activity) activities.push(activity);
      }
      return activities;
    },
    isSpeech: () => isOn,
  };
}

function loudness(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / frame.length);
}

export function joined(parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
