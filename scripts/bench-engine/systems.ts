import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Started } from './driver.ts';
import { installPeer } from './peers.ts';
import type { WorkName } from './work.ts';

/** `heron-normal` is Heron with `durability: normal`: after a power cut the last runs may be missing. */
export const systemNames = ['heron', 'heron-normal', 'node-red', 'n8n'] as const;
export type SystemName = (typeof systemNames)[number];
export type System = { startMs: number; run(work: WorkName): Promise<Answer>; stop(): void };

/** A system in a child process of its own, or why there is none. Peers run on the Node that runs this. */
export async function startSystem(name: SystemName): Promise<System | { reason: string }> {
  if (name === 'heron') return startChild('heron-driver.ts', ['full']);
  if (name === 'heron-normal') return startChild('heron-driver.ts', ['normal']);
  const peer = await installPeer(name);
  if ('reason' in peer) return peer;
  // It looks for a node's parents by recursion, and a chain of 1,000 is deeper than the usual stack.
  if (name === 'n8n') return startChild('n8n-driver.ts', [peer.folder], ['--stack-size=6000']);
  return startChild('node-red-driver.ts', [peer.folder]);
}

async function startChild(file: string, args: string[], execArgv: string[] = []): Promise<System | { reason: string }> {
  const child = fork(join(import.meta.dirname, file), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv,
  });
  const started = (await answerOf(child)) as Started;
  if ('reason' in started) {
    child.kill();
    return started;
  }
  return {
    startMs: started.startMs,
    run: async (work) => {
      const answer = answerOf(child);
      child.send(work);
      return (await answer) as Answer;
    },
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (answer: unknown): void => {
      clearTimeout(timer);
      child.off('message', settle);
      child.off('exit', ended);
      resolve(answer);
    };
    const ended = (code: number | null): void => settle({ reason: `its process ended with ${code}` });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle({ reason: 'it did not answer within 60 s' });
    }, 60_000);
    child.once('message', settle);
    child.once('exit', ended);
  });
}
