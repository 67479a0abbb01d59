import { z } from 'zod';
import { ProcessId } from '../../../contract/ids.ts';
import { type BackgroundProcess, ProcessSignal } from '../../../contract/processes.ts';
import { strictObject } from '../../../contract/strict-object.ts';
import type { BackgroundStatus } from '../../../worker-kit/context.ts';
import { commandLine } from '../../base/commands/command-line.ts';
import { HeronError } from '../../base/errors.ts';
import type { BrokerCall } from './broker-call.ts';
import { method } from './method.ts';
import { Handle } from './parameters.ts';
import { allowCommand, runningProgram } from './shell.ts';

const longestMs = 7 * 86_400_000;
const MaxBytes = z.int().min(1).max(1_048_576);

/** Hands a program over: the engine owns it from here on, and who read its output gets no more. */
const detach = method('shell.detach', {
  parameters: strictObject(() => ({
    handle: Handle,
    name: z.string().min(1).max(200).nullable(),
    maxMs: z.int().min(1).max(longestMs).nullable(),
    keep: z.boolean(),
  })),
  async run(call, { handle, ...options }) {
    const program = call.handles.peek(runningProgram, handle);
    if (!program) return { value: { process: null } };
    const command = call.programs.detachable(program);
    if (!command) throw new HeronError('invalid-input', 'The program was not started with isDetachable');
    const owner = { runId: call.scope.runId, workerId: call.worker.id, mostOfWorker: call.worker.mostProcesses };
    const { scope } = call;
    const process = await call.background.adopt(program, owner, {
      ...{ command, commandLine: commandLine({ ...command, input: null }), scope, ...options },
    });
    call.handles.forget(handle);
    call.programs.handOver(program);
    return { value: { process: toStatus(process) } };
  },
});

const list = method('processes.list', {
  parameters: strictObject(() => ({})),
  run: async (call) => ({ value: { processes: call.background.list({ workerId: call.worker.id }).map(toStatus) } }),
});

const read = method('processes.read', {
  parameters: strictObject(() => ({
    process: ProcessId,
    place: z.union([z.enum(['head', 'tail']), z.strictObject({ offset: z.int().min(0) })]),
    maxBytes: MaxBytes,
  })),
  run: async (call, { process, place, maxBytes }) => ({
    value: await call.background.read(own(call, process).id, place, maxBytes),
  }),
});

const poll = method('processes.poll', {
  parameters: strictObject(() => ({ process: ProcessId, maxBytes: MaxBytes })),
  run: async (call, { process, maxBytes }) => {
    const { conversationId, runId, idempotencyKey } = call.scope;
    const reader = { name: conversationId ?? runId, key: idempotencyKey };
    return { value: await call.background.poll(own(call, process).id, reader, maxBytes) };
  },
});

/** To speak to a program is to run it with that input: a shell does what it reads. */
const write = method('processes.write', {
  parameters: strictObject(() => ({ process: ProcessId, text: z.string().max(65_536), end: z.boolean() })),
  async run(call, { process, text, end }) {
    const { id, name } = own(call, process);
    const command = call.background.commandOf(id);
    if (!command) throw new HeronError('conflict', `${name} has ended`, { id });
    await allowCommand(call, 'processes.write', { ...command, input: text });
    await call.background.write(id, text, end);
    return { value: null };
  },
});

const signal = method('processes.signal', {
  parameters: strictObject(() => ({ process: ProcessId, signal: ProcessSignal })),
  async run(call, parameters) {
    await call.background.signal(own(call, parameters.process).id, parameters.signal as ProcessSignal);
    return { value: null };
  },
});

const stop = method('processes.stop', {
  parameters: strictObject(() => ({ process: ProcessId, graceMs: z.int().min(0).max(60_000).nullable() })),
  run: async (call, { process, graceMs }) => ({
    value: toStatus(await call.background.stop(own(call, process).id, graceMs ?? undefined)),
  }),
});

const clear = method('processes.clear', {
  parameters: strictObject(() => ({ process: ProcessId.nullable() })),
  run: async (call, { process }) => ({
    value: { cleared: await call.background.clear({ id: process ?? undefined, workerId: call.worker.id }) },
  }),
});

export const processMethods = [detach, list, read, poll, write, signal, stop, clear];

function own(call: BrokerCall, id: string): BackgroundProcess {
  return call.background.get(id, call.worker.id);
}

function toStatus(process: BackgroundProcess): BackgroundStatus {
  const { id, name, command, pid, runId, taskId, status, takesInput, startedAt, endsAt } = process;
  const { endedAt = null, exitCode = null, signal: endedBy = null, end = null } = process;
  return {
    ...{ id, name, command, pid, runId, taskId, status, takesInput, startedAt, endsAt },
    ...{ endedAt, exitCode, signal: endedBy, end },
  };
}
