import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { runNode } from '../processes.ts';
import { root } from '../steps.ts';
import { type Figure, figure } from './figure.ts';
import { answered, end, install, residentMb, startProgram } from './installed.ts';

const turns = 100;
const latencyMs = 20;
const idleMs = 3000;

/** What the engine of an installed Heron weighs after a hundred turns: it alone, its model's server being elsewhere. */
export async function measureMemory(): Promise<Figure[]> {
  const built = await runNode(['scripts/build.ts'], { cwd: root });
  if (built.code !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-'));
  const [program, data] = [join(folder, 'program'), join(folder, 'data')];
  const server = await startScriptedModel({
    models: ['bench'],
    replies: [{ text: JSON.stringify({ answer: 'Noted.' }), delayMs: latencyMs, always: true }],
  });
  try {
    install(program);
    const environment = { HERON_MODEL_BASE_URL: server.baseUrl, HERON_MODEL_NAME: 'bench' };
    const child = startProgram(program, data, environment);
    const { socket } = dataPaths(data);
    try {
      await answered(socket, child);
      const engine = createRemoteEngine(socket);
      const client = await engine.client();
      const idle = residentMb(child);
      const { conversationId } = await client.conversations.send({ text: 'hello' });
      const first = residentMb(child);
      for (let turn = 1; turn < turns; turn += 1)
        await client.conversations.send({ conversationId, text: `turn ${turn}` });
      const busy = residentMb(child);
      engine.close();
      await new Promise((resolve) => setTimeout(resolve, idleMs));
      const goal = { text: '≤ 200 MB', isMet: (value: number) => value <= 200 };
      return [
        figure('the engine, before its first turn', 'MB', [idle]),
        figure('after its first', 'MB', [first]),
        figure(`after ${turns} turns`, 'MB', [busy], { goal }),
        figure(`${idleMs / 1000} s later`, 'MB', [residentMb(child)], { goal }),
      ];
    } finally {
      await end(child);
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
