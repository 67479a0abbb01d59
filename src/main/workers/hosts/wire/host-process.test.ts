import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { type HostExit, startHostProcess } from './host-process.ts';

test('a process is gone when it has ended, also where something that it left keeps its output open [RT-33]', async () => {
  const { promise: ended, resolve: onExit } = Promise.withResolvers<HostExit>();
  const { promise: left, resolve: onStderr } = Promise.withResolvers<string>();
  const nothing = (): void => undefined;
  startHostProcess({
    command: {
      file: '/bin/sh',
      args: ['-c', 'sleep 120 & echo $! >&2; exit 3'],
      environment: { PATH: process.env['PATH'] ?? '' },
      cwd: tmpdir(),
    },
    limits: { messagesPerSecond: 100 },
    clock: Date.now,
    ...{ onStderr, onExit, onPacket: nothing, onFault: nothing, onFlood: nothing },
  });
  const pid = Number(await left);
  try {
    expect(await ended).toMatchObject({ code: 3, lastWords: `${pid}\n` });
  } finally {
    process.kill(pid, 'SIGKILL');
  }
});
