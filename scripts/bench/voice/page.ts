import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { samplesOf } from '../../../src/main/features/voice/speaking/wav.ts';
import { microphoneSwitches, recordLines } from '../../../tests/e2e/fake-microphone.ts';
import { giveMicrophone } from '../../../tests/e2e/given-microphone.ts';
import { temporaryFolder } from '../../../tests/e2e/heron.ts';
import { openListeningPage, seen } from '../../../tests/e2e/listening-page.ts';
import { goTo, say } from '../../../tests/e2e/window.ts';
import { type Figure, figure } from '../figure.ts';
import { withinLimit } from '../within-limit.ts';
import { processTimeMs } from './process-use.ts';

const idleSeconds = 60;
const settleMs = 5000;
const rounds = 5;
const patienceMs = 60_000;
/** Louder than the noise of the room that is put under it. */
const audible = 400;

/** The built page with its microphone open, in a browser: what listening costs in all, and how soon what Heron says ends. */
export async function measureVoicePage(): Promise<Figure[]> {
  return [...(await measureIdle()), await measureInterrupting()];
}

/** Processor time of Heron and of the browser, each with all they started, while a room is heard in which nobody speaks. */
async function measureIdle(): Promise<Figure[]> {
  const home = temporaryFolder('bench-room');
  const room = recordLines(home.path, [], idleSeconds * 4);
  const { page, window, close } = await openListeningPage(microphoneSwitches(room), { HOME: home.path });
  try {
    await goTo(page, 'Chat');
    const heron = window.heron.process.pid ?? 0;
    console.error(
      `  a room in which nobody speaks, ${idleSeconds} s each with the microphone closed, in a bare page, and in Heron …`,
    );
    const closed = await shareOfCore(heron);
    const bare = await inBarePage(page, () => shareOfCore(heron));
    await page.getByRole('button', { name: 'Talk to Heron' }).click();
    const bar = page.getByRole('region', { name: 'Voice' });
    await bar.getByText('Listening for').waitFor({ timeout: patienceMs });
    const open = await shareOfCore(heron);
    const one = (name: string, part: keyof Shares, floor: { name: string; shares: Shares }): Figure =>
      figure(`processor time while nobody speaks, ${name}`, '% of a core', [open[part]], {
        floor: { name: floor.name, values: [floor.shares[part]] },
        ...(part === 'both' ? { goal: { text: 'at most 5 %', isMet: (value) => value <= 5 } } : {}),
      });
    const asleep = { name: 'with the microphone closed', shares: closed };
    const opened = { name: 'a bare page that opens the microphone and heeds nothing', shares: bare };
    return [
      one('engine and recogniser', 'heron', asleep),
      one('page and browser', 'browser', opened),
      one('all of it', 'both', opened),
    ];
  } finally {
    await close();
    home.remove();
  }
}

const worklet = `registerProcessor('deaf', class extends AudioWorkletProcessor { process() { return true; } });`;

/** What the browser itself takes for a microphone, with what it makes of the sound, while the page does nothing with it. */
async function inBarePage<T>(beside: Page, measure: () => Promise<T>): Promise<T> {
  const page = await beside.context().newPage();
  await page.route('http://localhost/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Bare</title>' }),
  );
  await page.goto('http://localhost/');
  await page.evaluate(async (deaf) => {
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    const context = new AudioContext({ sampleRate: 16_000, latencyHint: 'playback' });
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([deaf], { type: 'text/javascript' })));
    const node = new AudioWorkletNode(context, 'deaf', { numberOfOutputs: 0, channelCount: 1 });
    context.createMediaStreamSource(stream).connect(node);
    await context.resume();
    Object.assign(globalThis, { kept: [context, stream, node] });
  }, worklet);
  try {
    return await measure();
  } finally {
    await page.close();
  }
}

type Shares = { heron: number; browser: number; both: number };

/** In percent. The browser is a child of this process, as Heron is. */
async function shareOfCore(heronPid: number): Promise<Shares> {
  const read = (): { heron: number; all: number } => {
    const { user, system } = process.cpuUsage();
    const own = (user + system) / 1000;
    return { heron: processTimeMs(heronPid), all: processTimeMs(process.pid) - own };
  };
  await sleep(settleMs);
  const before = read();
  await sleep(idleSeconds * 1000);
  const after = read();
  const share = (ms: number): number => ms / (idleSeconds * 10);
  const [heron, both] = [share(after.heron - before.heron), share(after.all - before.all)];
  return { heron, browser: both - heron, both };
}

/** From the first sound of somebody who speaks to the stop of what the page plays. */
async function measureInterrupting(): Promise<Figure> {
  const home = temporaryFolder('bench-interrupting');
  const switches = ['--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
  const { page, close } = await openListeningPage(switches, { HOME: home.path });
  const took: number[] = [];
  try {
    const said = recordLines(home.path, [{ at: 0, text: 'no, the other one' }], 3);
    const sayNow = await giveMicrophone(page, said);
    const silenceMs = silenceBefore(said);
    for (const _ of withinLimit('from the voice to the end of what is played', Array.from({ length: rounds }))) {
      const sound = await callAndTake(page);
      const spokenAt = (await sayNow()) + silenceMs;
      took.push((await stoppedAt(page, sound)) - spokenAt);
      await page.getByRole('button', { name: 'Hang up' }).click();
      await page.getByRole('region', { name: 'On the line' }).waitFor({ state: 'detached', timeout: patienceMs });
    }
    return figure('somebody speaks → what the page plays is stopped', 'ms', took, {
      goal: { text: 'at most 100 ms', isMet: (ms) => ms <= 100 },
    });
  } finally {
    await close();
    home.remove();
  }
}

function silenceBefore(wav: string): number {
  const { samples, rate } = samplesOf(readFileSync(wav));
  return (samples.findIndex((sample) => Math.abs(sample) > audible) / rate) * 1000;
}

/** Heron rings, and says something long once it is answered: gives the number of that sound. */
async function callAndTake(page: Page): Promise<number> {
  const long = Array.from({ length: 12 }, () => 'the bread is in the oven').join(', ');
  await say(page, `call me and say ${long}`);
  await page.getByRole('alertdialog', { name: 'Heron is calling' }).waitFor({ timeout: patienceMs });
  const sound = (await seen(page)).played.length;
  await page.keyboard.press('Alt+a');
  await until(async () => (await seen(page)).played.length > sound, 'Heron said nothing');
  return sound;
}

async function stoppedAt(page: Page, sound: number): Promise<number> {
  let at: number | undefined;
  await until(async () => (at = (await seen(page)).played[sound]?.stoppedAt) !== undefined, 'Nothing was stopped');
  return at ?? Number.NaN;
}

async function until(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await isSo()); await sleep(20)) {
    if (performance.now() > end) throw new Error(`${otherwise} within ${patienceMs / 1000} s`);
  }
}
