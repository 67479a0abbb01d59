import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanTemplate } from '../../src/contract/plan-templates.ts';
import type { Run } from '../../src/contract/runs.ts';
import { createEngine, type Engine } from '../../src/main/engine.ts';
import type { AccessTokens } from '../../src/main/gateway/access-tokens.ts';
import { serveEngine } from '../../src/main/gateway/serve-engine.ts';
import { type Answer, httpRequest } from './http-request.ts';

const root = join(import.meta.dirname, '../..');

export type ServedTestEngine = {
  folder: string;
  engine: () => Engine;
  tokens: () => AccessTokens;
  /** How its addresses begin. */
  address: () => Promise<string>;
  /** Ends the engine and begins another on the same data. */
  restart: () => Promise<void>;
  template: (template: Omit<PlanTemplate, 'version' | 'title' | 'description'> & { title?: string }) => void;
  ended: (runId: string) => Promise<Run>;
  /** What the engine's own log holds by now. */
  logText: () => string;
  close: () => Promise<void>;
};

/**
 * The whole engine with the bundled workers, served on its socket and, once somebody needs it, on a loopback port. Without a home
 * folder its own is that, where no worker may go.
 */
export async function openServedEngine({
  home,
  environment = { PATH: process.env['PATH'] },
}: { home?: string; environment?: NodeJS.ProcessEnv } = {}): Promise<ServedTestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'heron-webhooks-'));
  let served: Awaited<ReturnType<typeof serveEngine>>;
  let engine: Engine;

  async function open(): Promise<void> {
    engine = await createEngine({
      program: 'headless',
      version: '0.1.0',
      dataFolder: folder,
      appFolder: root,
      nodeBinary: process.execPath,
      homeFolder: home ?? folder,
      environment,
    });
    served = await serveEngine(engine, { version: '0.1.0' });
  }

  await open();
  return {
    folder,
    engine: () => engine,
    tokens: () => served.tokens,
    address: () => served.gateway.address(),
    restart: async () => {
      await served.close();
      await open();
    },
    template: (template) => {
      mkdirSync(join(folder, 'templates'), { recursive: true });
      const whole = { version: 1, title: 'A template', description: 'For a test.', ...template };
      writeFileSync(join(folder, 'templates', `${template.name}.json`), JSON.stringify(whole));
    },
    ended: async (runId) => {
      for await (const event of engine.events.watch({ scope: { runId }, after: 0 }, AbortSignal.timeout(60_000))) {
        if (/^run\.(completed|failed|cancelled)$/.test(event.type)) return engine.client.runs.get({ runId });
      }
      throw new Error(`${runId} did not end`);
    },
    logText: () => readFileSync(join(folder, 'logs', 'heron.log'), 'utf8'),
    close: async () => {
      await served.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Call = { method?: string; headers?: Record<string, string>; body?: unknown; type?: string; query?: string };

/** A call of an address; the body is JSON if nothing else is said. */
export function call(
  url: string,
  { method = 'POST', headers = {}, body, type, query = '' }: Call = {},
): Promise<Answer> {
  const { port, host, pathname } = new URL(url);
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const about: Record<string, string> = text === undefined ? {} : { 'content-type': type ?? 'application/json' };
  return httpRequest(
    { port: Number(port) },
    {
      ...{ path: pathname + query, method, headers: { host, ...about, ...headers } },
      ...(text === undefined ? {} : { body: text }),
    },
  );
}
