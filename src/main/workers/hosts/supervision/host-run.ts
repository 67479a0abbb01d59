import type { Manifest } from '../../../../contract/manifest.ts';
import type { HeronError } from '../../../base/errors.ts';
import type { LoadMessage, MessageFromHost, Packet } from '../../../../worker-kit/host-side/messages.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/logger.ts';
import type { Freezer } from '../machine/freezer.ts';
import type { Meter, Peak, Usage } from '../machine/process-usage.ts';
import type { HostCommand } from '../machine/host-command.ts';
import { type HostExit, type HostProcess, type HostProcessParts, startHostProcess } from '../wire/host-process.ts';
import { createHostLife } from './host-life.ts';
import { createHostLog } from './host-log.ts';
import { promisedBy } from '../promised.ts';
import { createAnswering } from './answering.ts';
import type { HostState } from './host-state.ts';
import type { OpenCall } from './open-call.ts';
import { endOf, over, type RunEnd, spoilt, stopped, unusable } from './run-end.ts';
import { createRunningCalls } from './running-calls.ts';
import { type UsageWatch, watchUsage } from './usage-watch.ts';

export type HostRunParts = {
  manifest: Manifest;
  command: HostCommand;
  load: LoadMessage;
  /** Gives why its files may not run; asked while the process begins. */
  recheck?: () => Promise<HeronError | undefined>;
  /** What a host needs besides the worker's own memory. */
  allowanceMb: number;
  meter: Meter;
  freezer: Freezer;
  clock: Clock;
  logger: Logger;
  /** The process is there, and has not said anything yet. */
  onSpawned: (pid: number) => void;
  /** From here on it takes calls. */
  onReady: (pid: number, startMs: number) => void;
  onPaused: () => void;
  onResumed: () => void;
  onUsage: (usage: Usage, pid: number) => void;
  onSuccess: () => void;
  onIdle: () => void;
  /** Calls that it was handed after a rest, and has not heard of before it was found dead. */
  onUnheard: (calls: OpenCall[]) => void;
  onEnd: (end: RunEnd, pid: number) => void;
};

/** One process of a worker, from its start to its end. */
export type HostRun = {
  state: () => HostState;
  /** Only while it accepts calls; a paused one wakes. */
  add: (call: OpenCall) => void;
  isAccepting: () => boolean;
  isIdle: () => boolean;
  /** Freezes it, when it is idle, until the next call. */
  pause: () => void;
  /** Calls it has taken, and the part of the memory it may use that it used when it was last looked at, in percent. */
  wear: () => { calls: number; memoryPercent: number };
  /** Lets the worker's own ending run and the process end by itself; for one that is idle. */
  stop: (reason: string) => void;
  /** As `stop`, with little time, and the calls in hand fail. */
  close: (end: RunEnd) => void;
  kill: (end: RunEnd) => void;
};

export function startHostRun(parts: HostRunParts): HostRun {
  const { manifest, clock, command } = parts;
  const { line, stderr: onStderr } = createHostLog({ workerId: manifest.id, logger: parts.logger, clock });
  const startedAt = clock();
  let usage: UsageWatch | undefined;
  const life = createHostLife({ ...parts, host: () => host, warn: (message) => line('warn', message) });
  const { kill } = life;
  if (command.container) life.begin('container');
  const told = { ...faultsOf(manifest, kill), onPacket, onStderr, onExit, onFound: begun };
  const host: HostProcess = startHostProcess({ command, clock, limits: manifest.limits, ...told });
  const calls = createRunningCalls({ ...parts, send: host.send, kill, onIdle, measure: peakOf(parts.meter, host) });
  const answering = createAnswering({ ...parts, host, calls, kill, onIdle });
  const isIdle = (): boolean => life.isAccepting() && !answering.isBusy();
  void load(parts, host, kill);
  function begun(pid: number): void {
    life.begin('load');
    parts.onSpawned(pid);
  }

  function onPacket({ message, bytes }: Packet<MessageFromHost>): void {
    if (message.type === 'log') return line(message.level, message.message);
    if (message.type === 'phase') return life.heard(message.phase);
    if (message.type === 'stopped') return life.left();
    if (life.state() === 'ending') return;
    if (message.type === 'ready') becomeReady(message);
    else if (message.type === 'unusable') kill(unusable(manifest, `cannot be loaded: ${message.message}`));
    else if (message.type === 'exhausted') kill(over(manifest, 'memoryMb'));
    else if (message.type === 'pong') answering.answered();
    else calls.receive({ message, bytes });
  }

  function becomeReady({ actions, phases }: Extract<MessageFromHost, { type: 'ready' }>): void {
    const missing = promisedBy(manifest).filter((name) => !actions.includes(name));
    if (missing.length > 0) return kill(unusable(manifest, `lacks ${missing.join(', ')}, named in its manifest`));
    if (!life.ready(phases)) return;
    usage = watchLimits(parts, host.pid, () => calls.count() > 0, kill);
    parts.onReady(host.pid, clock() - startedAt);
  }

  function onIdle(): void {
    usage?.restartCpu();
    answering.rests();
    if (life.isAccepting()) parts.onIdle();
  }

  function onExit(exit: HostExit): void {
    usage?.stop();
    const end = life.ended(endOf(manifest, exit));
    calls.failAll(end.error);
    parts.onUnheard(answering.take());
    parts.onEnd(end, host.pid);
  }

  return {
    ...{ state: life.state, isAccepting: life.isAccepting, isIdle, kill },
    add: (call) => answering.start(call, life.wake()),
    pause: () => void (isIdle() && life.pause()),
    wear: () => ({ calls: calls.taken(), memoryPercent: usage?.memoryPercent() ?? 0 }),
    stop: (reason) => life.leave(stopped(manifest, reason)),
    close(end) {
      answering.failAll(end.error);
      life.close(end);
    },
  };
}

/** Its files are looked at while the process begins, so that a start takes no longer for it. */
async function load(parts: HostRunParts, host: HostProcess, kill: HostRun['kill']): Promise<void> {
  const error = await parts.recheck?.();
  if (error) kill({ reason: 'its files changed', isCrash: false, error });
  else host.send({ message: parts.load });
}

/** Looks at it from when it is first asked for: then its process is known. */
function peakOf(meter: Meter, host: HostProcess): () => Peak | undefined {
  let look: (() => Peak | undefined) | undefined;
  return () => (look ??= meter.openPeak?.(host.pid))?.();
}

function faultsOf(manifest: Manifest, kill: HostRun['kill']): Pick<HostProcessParts, 'onFault' | 'onFlood'> {
  return {
    onFault: (what) => kill(spoilt(manifest, what)),
    onFlood: () => kill(over(manifest, 'messagesPerSecond')),
  };
}

function watchLimits(parts: HostRunParts, pid: number, isBusy: () => boolean, kill: HostRun['kill']): UsageWatch {
  const { manifest, meter, allowanceMb, onUsage } = parts;
  return watchUsage({
    ...{ meter, pid, limits: manifest.limits, allowanceMb, isBusy },
    onUsage: (usage) => onUsage(usage, pid),
    onExcess: ({ limit, used }) => kill(over(manifest, limit, used)),
  });
}
