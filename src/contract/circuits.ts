import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { WorkerId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** When calls of a worker, or requests to a network host, are held back because too many of them failed. */
export const CircuitSettings = strictObject(() => ({
  /** How many of the last calls count, */
  windowCalls: z.int().min(1).max(1000),
  /** and for how many milliseconds each of them does. */
  windowMs: z.int().min(1000).max(86_400_000),
  /** Nothing is held back before so many calls count; more than `windowCalls` is as many. */
  leastCalls: z.int().min(1).max(1000),
  /** The share of faults from which on calls are held back. */
  errorPercent: z.int().min(1).max(100),
  /** Milliseconds until a call is tried again. */
  openMs: z.int().min(100).max(3_600_000),
  /** How many calls in a row must then succeed. */
  probes: z.int().min(1).max(100),
}));
export type CircuitSettings = z.infer<typeof CircuitSettings>;

export const defaultCircuit: CircuitSettings = {
  windowCalls: 20,
  windowMs: 600_000,
  leastCalls: 10,
  errorPercent: 50,
  openMs: 30_000,
  probes: 1,
};

const counted = {
  calls: z.int().min(0),
  /** How many of them failed by a fault of the worker or the host: not refusals, bad input or cancelled calls. */
  faults: z.int().min(0),
};

/** A circuit that is not closed: `open` fails every call at once, `half-open` tries a few. It is in memory only: a restart closes it. */
export const Circuit = strictObject(() => ({
  state: z.enum(['open', 'half-open']),
  openedAt: z.int(),
  /** Of an open one: from then on the next call is tried. */
  triesAt: z.int().optional(),
  /** What counted when it opened. */
  ...counted,
  lastError: Failure,
}));
export type Circuit = z.infer<typeof Circuit>;

/** With its port, where that is not the usual one. */
const Host = z.string().min(1).max(300);
export const HostCircuit = Circuit.extend({ host: Host });
export type HostCircuit = z.infer<typeof HostCircuit>;

const Opened = strictObject(() => ({ ...counted, triesAt: z.int(), error: Failure }));
/** Who had it tried again: its time was over, or a person did not want to wait. */
const by = z.enum(['time', 'person']);

export const workerCircuitOpened = defineEvent('worker.circuitOpened', () => Opened);
export const workerCircuitHalfOpened = defineEvent('worker.circuitHalfOpened', () => z.strictObject({ by }));
export const workerCircuitClosed = defineEvent('worker.circuitClosed', () => z.strictObject({}));
export const hostCircuitOpened = defineEvent('host.circuitOpened', () => Opened.extend({ host: Host }));
export const hostCircuitHalfOpened = defineEvent('host.circuitHalfOpened', () => z.strictObject({ host: Host, by }));
export const hostCircuitClosed = defineEvent('host.circuitClosed', () => z.strictObject({ host: Host }));

export const circuits = {
  /** Those of workers stand with the workers. */
  hosts: oc
    .route({ method: 'GET', path: '/circuits/hosts', summary: 'List network hosts that are held back' })
    .input(strictObject(() => ({})))
    .output(z.array(HostCircuit)),
  /** Gives the state it then has; one that is not open stays as it is. */
  tryNow: oc
    .route({
      method: 'POST',
      path: '/circuits/try',
      summary: 'Let the next call of a held back worker or host through',
    })
    .input(z.union([strictObject(() => ({ workerId: WorkerId })), strictObject(() => ({ host: Host }))]))
    .output(strictObject(() => ({ state: z.enum(['closed', 'open', 'half-open']) }))),
};
