import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyEvent, EventOf, EventType } from '../../../src/contract/events.ts';
import { createEngine, type Engine } from '../../../src/main/engine.ts';
import { sampleRate } from '../../../src/main/features/voice/hearing/voice-activity.ts';
import { root } from '../../steps.ts';
import { type Figure, figure } from '../figure.ts';
import { withinLimit } from '../within-limit.ts';
import { recogniserUse } from './recogniser-use.ts';
import { endOfSpeech, names, said, saidAfter, voices } from './said.ts';

const noise = 30;
const pieceMs = 32;
const rounds = 3;
const idleSeconds = 15;
const patienceMs = 20_000;

/** A whole engine that hears at the pace of a microphone: what a person waits for, and what listening costs. */
export async function measureLatency(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-voice-'));
  const engine = await openEngine(folder);
  const seen: (AnyEvent & { seenAt: number })[] = [];
  engine.events.listen((event) => seen.push({ ...event, seenAt: performance.now() }));
  try {
    // A window that is silent for long is listened to no more: what is said is made before.
    const spoken = voices.map((voice) => ({
      asked: saidAfter('hey heron', 'what time is it', voice, noise),
      between: said('wait a moment please', voice, noise),
    }));
    await engine.client.settings.update({ voice: { isOn: true, followUpSeconds: 0 } });
    const { sessionId } = await engine.client.voice.open({});
    console.error(`  a quiet room for ${idleSeconds} s …`);
    const idle = await measureIdle(engine, sessionId);
    let [asked, missed] = [0, 0];
    const measured = { wake: [] as number[], action: [] as number[], sound: [] as number[], silence: [] as number[] };
    const sentences = Array.from({ length: rounds }, () => spoken).flat();
    for (const { asked: command, between } of withinLimit('from the voice to the answer', sentences)) {
      // As long as the window after a wake phrase is open none is needed.
      if (asked > 0) await untilWaiting(engine, sessionId, seen);
      const { samples, endOfFirst } = command;
      asked += 1;
      seen.length = 0;
      const begun = performance.now();
      const spokenAt = begun + endOfSpeech(samples, noise) * 1000;
      await play(engine, sessionId, samples, begun);
      const spotted = seen.find(
        (event) => event.type === 'voice.stageEnded' && event.payload.stage === 'wake' && event.payload.text !== '',
      );
      // Before the end of the phrase it is negative.
      if (spotted) measured.wake.push(spotted.seenAt - begun - endOfFirst * 1000);
      if (!(await comes(engine, sessionId, seen, 'voice.soundReady'))) {
        missed += 1;
        continue;
      }
      const at = <Type extends EventType>(type: Type) => seen.find((event) => event.type === type);
      const [acted, heard] = [at('run.created'), at('voice.soundReady')];
      if (acted) measured.action.push(acted.seenAt - spokenAt);
      if (heard) measured.sound.push(heard.seenAt - spokenAt);
      measured.silence.push(await interrupt(engine, sessionId, between));
      await engine.client.voice.quiet({ sessionId, wasInterrupted: true });
    }
    return [
      figure('end of the wake phrase in the sound → listening', 'ms', measured.wake, goal(150)),
      figure('end of speech → the run begins', 'ms', measured.action, goal(600)),
      figure('end of speech → first sound of the answer is made', 'ms', measured.sound, goal(1200)),
      figure('somebody speaks → Heron is told to fall silent', 'ms', measured.silence, goal(100)),
      figure('commands that were not understood at that', '%', [(100 * missed) / asked]),
      idle,
    ];
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function goal(most: number) {
  return { goal: { text: `at most ${most} ms`, isMet: (value: number) => value <= most } };
}

async function openEngine(folder: string): Promise<Engine> {
  const homeFolder = join(folder, 'home');
  for (const name of names) mkdirSync(join(homeFolder, name), { recursive: true });
  writeFileSync(join(homeFolder, 'notes', 'one.txt'), 'one');
  return createEngine({
    ...{ program: 'headless', version: '0.1.0', dataFolder: join(folder, 'data'), appFolder: root },
    ...{ nodeBinary: process.execPath, homeFolder, environment: process.env },
  });
}

/** How long Heron goes on speaking into what somebody says, in ms: until the answer to a piece of their sound says that they speak. */
async function interrupt(engine: Engine, sessionId: string, samples: Int16Array): Promise<number> {
  const begun = performance.now();
  const spokenAt = begun + (samples.findIndex((sample) => Math.abs(sample) > noise + 400) / sampleRate) * 1000;
  let heardAt = Number.NaN;
  await play(engine, sessionId, samples, begun, () => {
    if (Number.isNaN(heardAt)) heardAt = performance.now();
  });
  return heardAt - spokenAt;
}

async function play(
  engine: Engine,
  sessionId: string,
  samples: Int16Array,
  begun: number,
  onSpeech: () => void = () => undefined,
): Promise<void> {
  const length = (sampleRate * pieceMs) / 1000;
  for (let at = 0; at < samples.length; at += length) {
    const piece = new Int16Array(samples.slice(at, at + length));
    await sleep(Math.max(0, begun + ((at + length) / sampleRate) * 1000 - performance.now()));
    const { isSpeech } = await engine.client.voice.hear({ sessionId, audio: new File([piece], 'audio.pcm') });
    if (isSpeech) onSpeech();
  }
}

/** A quiet room, until Heron waits for its wake phrase again. */
async function untilWaiting(engine: Engine, sessionId: string, seen: readonly AnyEvent[]): Promise<void> {
  const isWaiting = (): boolean => {
    const last = seen.findLast((event): event is EventOf<'voice.stateChanged'> => event.type === 'voice.stateChanged');
    return last === undefined || last.payload.state === 'waiting';
  };
  for (const end = performance.now() + patienceMs; performance.now() < end && !isWaiting();) {
    await play(engine, sessionId, quietRoom(0.25), performance.now());
  }
}

function quietRoom(seconds: number): Int16Array {
  return new Int16Array(seconds * sampleRate).map(() => (Math.random() * 2 - 1) * noise);
}

/** A microphone goes on: a session that hears nothing for long is ended. */
async function comes(engine: Engine, sessionId: string, seen: readonly AnyEvent[], type: EventType): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (!seen.some((event) => event.type === type)) {
    if (performance.now() > end || seen.some((event) => event.type === 'voice.stageFailed')) return false;
    await play(engine, sessionId, quietRoom(pieceMs / 1000), performance.now());
  }
  return true;
}

/** Processor time of the engine and its recogniser while a quiet room is heard, without the way of the sound to the engine. */
async function measureIdle(engine: Engine, sessionId: string): Promise<Figure> {
  const samples = quietRoom(idleSeconds);
  const before = process.cpuUsage();
  const childBefore = recogniserUse().cpuMs;
  await play(engine, sessionId, samples, performance.now());
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000 + recogniserUse().cpuMs - childBefore;
  return figure('processor time while nobody speaks', '% of a core', [ms / (idleSeconds * 10)], {
    goal: { text: 'at most 5 %', isMet: (value) => value <= 5 },
  });
}
