import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `book` recognises a key it has seen; `send` does not, and takes effect each time; `look` changes nothing. */
export type Kind = 'book' | 'send' | 'look';

type Call = {
  kind: Kind;
  key: string;
  runId: string;
  taskId: string;
  attempt: number;
  value: number;
  fails?: number;
  counter?: string;
};

/** What was called under one idempotency key. */
export type Entry = { kind: Kind; runId: string; taskId: string; calls: number[]; effects: number };

/** A service outside of Heron, which outlives its engines. Each effect is a line in a file. */
export type Ledger = {
  url: string;
  entries: ReadonlyMap<string, Entry>;
  forget(runId: string): void;
  close(): void;
};

/** `delayMs`: how long an answer lets wait after the effect: the engine may die in between. */
export async function openLedger(file: string, delayMs: () => number): Promise<Ledger> {
  const entries = new Map<string, Entry>();
  const failed = new Map<string, number>();

  function take(call: Call): { status: number; body: object } {
    const { kind, key, runId, taskId, fails = 0, counter } = call;
    const entry = entries.get(key) ?? { kind, runId, taskId, calls: [], effects: 0 };
    entries.set(key, entry);
    entry.calls.push(Date.now());
    const failures = `${runId} ${counter ?? key}`;
    const before = failed.get(failures) ?? 0;
    if (before < fails) {
      failed.set(failures, before + 1);
      return { status: 503, body: { message: 'not now' } };
    }
    if (kind === 'send' || (kind === 'book' && entry.effects === 0)) {
      entry.effects += 1;
      appendFileSync(file, `${JSON.stringify({ kind, key, taskId, attempt: call.attempt })}\n`);
    }
    return { status: 200, body: { value: call.value + 1 } };
  }

  const server = createServer((request, response) => {
    void bodyOf(request).then((call) => {
      const { status, body } = take(call);
      setTimeout(() => response.writeHead(status).end(JSON.stringify(body)), delayMs());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    entries,
    forget: (runId) => {
      for (const [key, entry] of entries) if (entry.runId === runId) entries.delete(key);
    },
    close: () => end(server),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Call;
}

function end(server: Server): void {
  server.closeAllConnections();
  server.close();
}
