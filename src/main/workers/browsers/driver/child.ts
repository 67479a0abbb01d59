/**
 * The process that drives one browser: it starts it, does what its engine asks line by line, and ends it and itself when the
 * engine has gone.
 */
import { createInterface } from 'node:readline';
import { HeronError, toFailure } from '../../../base/errors.ts';
import type { DriverPage, FromDriver, ToDriver } from '../wire.ts';
import { type OpenBrowser, openBrowser } from './open-browser.ts';
import { takeStep } from './take-step.ts';

let browser: OpenBrowser | undefined;

const tell = (message: FromDriver): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

async function answer(message: ToDriver): Promise<DriverPage> {
  if (message.kind === 'start') {
    browser = await openBrowser(message.setup, message.timeoutMs);
    return { url: 'about:blank', title: '' };
  }
  if (!browser) throw new HeronError('internal', 'The browser was not started');
  return takeStep(browser, message.step, message.timeoutMs);
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = JSON.parse(line) as ToDriver;
  answer(message).then(
    (page) => tell({ id: message.id, page }),
    (error: unknown) => tell({ id: message.id, failure: toFailure(error) }),
  );
});
lines.on('close', () => {
  // One that does not close in time is killed by Playwright as this process ends.
  setTimeout(() => process.exit(0), 3000).unref();
  const ended = browser?.context.close() ?? Promise.resolve();
  ended.catch(() => undefined).finally(() => process.exit(0));
});
