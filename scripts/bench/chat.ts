import type { Page } from 'playwright';
import type { Message } from '../../src/contract/conversations.ts';
import { createIds } from '../../src/main/base/ids.ts';
import { type BenchEngine, openBenchEngine } from './bench-engine.ts';
import { type Figure, figure } from './figure.ts';
import { frameFigures } from './frame-figures.ts';
import { openBrowser, traceFrames } from './frames.ts';
import { serveBuiltPage } from './open-page.ts';

const messages = Number(process.env['HERON_BENCH_MESSAGES'] ?? 500);
const deltas = Number(process.env['HERON_BENCH_DELTAS'] ?? 2000);
/** Milliseconds from one delta to the next: a fast model. */
const everyMs = 5;
const tracedMs = deltas * everyMs + 1000;
const patient = { timeout: 60_000 };

const makeId = createIds();

/** The built page on a real engine: a long conversation is opened, and an answer streams into it piece by piece. */
export async function measureChat(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const gateway = serveBuiltPage(bench);
  const browser = await openBrowser();
  try {
    const conversationId = await writeConversation(bench);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(await gateway.createLink());
    await page.getByRole('textbox', { name: 'Message' }).waitFor(patient);
    const floor = await traceFrames(browser, page, 3000, async () => page.waitForTimeout(3000));
    const { opened, longest } = await open(page, conversationId);
    const streaming = await traceFrames(browser, page, tracedMs, () => stream(bench, page, conversationId));
    return [
      figure(`opening a conversation of ${messages} messages, to its last one`, 'ms', [opened]),
      figure('the longest task while it is opened and filled', 'ms', [longest], {
        goal: { text: '≤ 50 ms', isMet: (ms) => ms <= 50 },
      }),
      ...frameFigures(`while ${deltas} pieces stream in`, streaming, floor),
      figure('tasks over 50 ms while they do', 'tasks', [streaming.longTasks.length], {
        goal: { text: 'none', isMet: (tasks) => tasks === 0 },
      }),
      figure('memory of the page afterwards', 'MB', [await heapMb(page)]),
    ];
  } finally {
    await browser.close();
    await gateway.close();
    await bench.close();
  }
}

async function writeConversation({ engine }: BenchEngine): Promise<string> {
  const { conversationId } = await engine.client.conversations.send({ text: 'dance with me' });
  const at = Date.now();
  const said = Array.from({ length: messages - 2 }, (_, index): Message => {
    const isPerson = index % 2 === 0;
    const text = isPerson ? `What is in folder ${index}, and how large is it?` : answer(index);
    return { id: makeId('msg'), conversationId, role: isPerson ? 'person' : 'assistant', text, at: at + index };
  });
  const scope = { conversationId };
  await engine.events.append(said.map((message) => ({ type: 'message.added', payload: { message }, scope })));
  return conversationId;
}

/** Of every kind of Markdown something; every fourth with code. */
function answer(index: number): string {
  const prose = `It holds **${index} files**, of which \`report-${index}.pdf\` is the largest.\n\n- one\n- two\n- three`;
  return index % 8 === 1 ? `${prose}\n\n${codeOf(12)}` : `${prose}\n\n| File | Size |\n|---|--:|\n| a | ${index} |\n`;
}

function codeOf(lines: number): string {
  const body = Array.from(
    { length: lines },
    (_, line) => `  const value${line} = await read('file-${line}', ${line}); // ${line}`,
  );
  return `\`\`\`ts\nexport async function sum(): Promise<void> {\n${body.join('\n')}\n}\n\`\`\`\n`;
}

async function open(page: Page, id: string): Promise<{ opened: number; longest: number }> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Reflect.set(window, 'longTasks', seen);
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.push(duration))).observe({
      type: 'longtask',
    });
  });
  const begun = performance.now();
  await page.evaluate((hash) => (location.hash = hash), `#/chat/${id}`);
  await page
    .getByText(`report-${messages - 3}.pdf`)
    .first()
    .waitFor(patient);
  const opened = performance.now() - begun;
  await page.getByText('What is in folder 0,').waitFor({ state: 'attached', timeout: 120_000 });
  await page.waitForTimeout(2000);
  const seen = await page.evaluate(() => Reflect.get(window, 'longTasks') as number[]);
  return { opened, longest: Math.max(0, ...seen) };
}

/** About 20 characters a piece: prose, lists, a table and two long blocks of code. */
async function stream({ engine }: BenchEngine, page: Page, conversationId: string): Promise<void> {
  const text = Array.from(
    { length: 40 },
    (_, index) => `${answer(index)}\n\n${index % 10 === 5 ? codeOf(60) : ''}`,
  ).join('');
  const messageId = makeId('msg');
  const size = Math.ceil(text.length / deltas);
  const begun = performance.now();
  for (let sent = 0; sent < deltas; sent += 1) {
    const piece = text.slice(sent * size, (sent + 1) * size);
    engine.events.emit({ type: 'message.delta', payload: { messageId, text: piece }, scope: { conversationId } });
    const ahead = begun + sent * everyMs - performance.now();
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
  const message: Message = { id: messageId, conversationId, role: 'assistant', text, at: Date.now() };
  await engine.events.append([{ type: 'message.added', payload: { message }, scope: { conversationId } }]);
  await page.waitForTimeout(1000);
}

async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}
