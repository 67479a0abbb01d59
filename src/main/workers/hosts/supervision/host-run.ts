import type { Manifest } from '../../../../contract/manifest.ts';
import type { LoadMessage, MessageFromHost, Packet } from '../../../../worker-kit/host-side/messages.ts';
import type { Clock } from '../../../base/clock.ts';
import { HeronError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import { crashed, limitExceeded, outOfMemory, saysOutOfMemory } from './host-errors.ts';
import { createHostLog } from './host-log.ts';
import { promisedBy } from '../promised.ts';
import { type HostExit, startHostProcess } from '../wire/host-process.ts';
import type { OpenCall } from './open-call.ts';
import type { Meter, Usage } from '../machine/process-usage.ts';
import type { RunEnd } from './run-end.ts';
import { createRunningCalls } from './running-calls.ts';
import type { HostCommand } from '../machine/sandbox.ts';
import { createSingleTimer } from './single-timer.ts';
import { type UsageWatch, watchUsage } from './usage-watch.ts';

export type HostRunParts = {
  manifest: Manifest;
  command: HostCommand;
  load: LoadMessage;
  /** What a host needs besides the worker's own memory. */
  allowanceMb: number;
  meter: Meter;
  clock: Clock;
  logger: Logger;
  /** From here on it takes calls. */
  onReady: (pid: number, startMs: number) => void;
  onUsage: (usage: Usage) => void;
  onSuccess: () => void;
  onIdle: () => void;
  onEnd: (end: RunEnd) => void;
};

/** One process of a worker, from its start to its end. */
export type HostRun = {
  /** Only while it accepts calls. */
  add: (call: OpenCall) => void;
  isAccepting: () => boolean;
  isIdle: () => boolean;
  /** Lets an idle process end by itself. */
  stop: (reason: string) => void;
  kill: (end: RunEnd) => void;
};

const readyWithinMs = 15_000;
const stopsWithinMs = 2000;

export function startHostRun(parts: HostRunParts): HostRun {
  const { manifest, clock, command } = parts;
  const startedAt = clock();
  const startTimer = createSingleTimer();
  let isReady = false;
  let verdict: RunEnd | undefined;
  let usage: UsageWatch | undefined;

  const { line, stderr: onStderr } = createHostLog({ workerId: manifest.id, logger: parts.logger, clock });
  const onFault = (what: string): void => kill(spoilt(manifest, what));
  const host = startHostProcess({ command, onPacket, onFault, onStderr, onExit });
  const calls = createRunningCalls({ ...parts, send: host.send, kill, onIdle });
  startTimer.set(readyWithinMs, () => kill(unusable(manifest, `was not ready after ${readyWithinMs} ms`)));
  host.send({ message: parts.load });

  function kill(end: RunEnd): void {
    verdict ??= end;
    host.kill();
  }

  function onPacket({ message, bytes }: Packet<MessageFromHost>): void {
    if (verdict) return;
    if (message.type === 'log') line(message.level, message.message);
    else if (message.type === 'ready') becomeReady(message.actions);
    else if (message.type === 'unusable') kill(unusable(manifest, `cannot be loaded: ${message.message}`));
    else if (message.type === 'exhausted') kill(exhausted(manifest));
    else calls.receive({ message, bytes });
  }

  function becomeReady(actions: string[]): void {
    const missing = promisedBy(manifest).filter((name) => !actions.includes(name));
    if (missing.length > 0) return kill(unusable(manifest, `lacks ${missing.join(', ')}, named in its manifest`));
    if (isReady) return;
    isReady = true;
    startTimer.clear();
    usage = watchLimits(parts, host.pid, () => calls.count() > 0, kill);
    parts.onReady(host.pid, clock() - startedAt);
  }

  function onIdle(): void {
    usage?.restartCpu();
    if (!verdict) parts.onIdle();
  }

  function onExit(exit: HostExit): void {
    startTimer.clear();
    usage?.stop();
    verdict ??= endOf(manifest, exit);
    calls.failAll(verdict.error);
    parts.onEnd(verdict);
  }

  return {
    add: calls.start,
    isAccepting: () => isReady && !verdict,
    isIdle: () => isReady && calls.count() === 0,
    stop(reason) {
      verdict ??= stopped(manifest, reason);
      host.end();
      setTimeout(host.kill, stopsWithinMs).unref();
    },
    kill,
  };
}

function watchLimits(parts: HostRunParts, pid: number, isBusy: () => boolean, kill: HostRun['kill']): UsageWatch {
  const { manifest, meter, allowanceMb, onUsage } = parts;
  return watchUsage({
    ...{ meter, pid, limits: manifest.limits, allowanceMb, isBusy, onUsage },
    onExcess(excess) {
      kill({ reason: `over its limit ${excess.limit}`, isCrash: false, error: limitExceeded(manifest.id, excess) });
    },
  });
}

function spoilt(manifest: Manifest, what: string): RunEnd {
  return { reason: what, isCrash: true, error: new HeronError('worker-crashed', `The worker ${manifest.id} ${what}`) };
}

function unusable(manifest: Manifest, what: string): RunEnd {
  return {
    reason: what,
    isCrash: true,
    error: new HeronError('worker-unavailable', `The worker ${manifest.id} ${what}`),
  };
}

function stopped(manifest: Manifest, reason: string): RunEnd {
  return {
    reason,
    isCrash: false,
    error: new HeronError('worker-unavailable', `The worker ${manifest.id} was stopped: ${reason}`),
  };
}

function exhausted(manifest: Manifest): RunEnd {
  const error = outOfMemory(manifest.id, manifest.limits.memoryMb);
  return { reason: 'over its limit memoryMb', isCrash: false, error };
}

function endOf(manifest: Manifest, exit: HostExit): RunEnd {
  if (saysOutOfMemory(exit)) return exhausted(manifest);
  return { reason: 'ended unexpectedly', isCrash: true, error: crashed(manifest.id, exit) };
}
