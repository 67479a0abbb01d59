import type { IncomingMessage } from 'node:http';
import type { CircuitSettings, HostCircuit } from '../../../contract/circuits.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { AppendNews } from '../../base/append-news.ts';
import type { CircuitState } from '../../base/circuit.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import { type Breaker, createBreaker, type Ended, refusalDetails, refusalText, type Verdict } from './breaker.ts';

export type HostCircuitsParts = {
  clock: Clock;
  rules: () => CircuitSettings;
  append: AppendNews;
  scrub: (error: Failure) => Failure;
};

/** The circuits of network hosts; a host is told with its port, because another port is another service. */
export type HostCircuits = {
  /** Sends a request. Errors: those of `send`, `circuit-open`. */
  around: (host: string, signal: AbortSignal, send: () => Promise<IncomingMessage>) => Promise<IncomingMessage>;
  /** Those that are not closed. */
  list: () => HostCircuit[];
  tryNow: (host: string) => CircuitState;
};

/** Of hosts nobody has had trouble with for the longest, the circuits are forgotten. */
const mostHosts = 1000;

export function createHostCircuits({ append, ...parts }: HostCircuitsParts): HostCircuits {
  const breakers = new Map<string, Breaker>();

  function breakerOf(host: string): Breaker {
    const known = breakers.get(host);
    if (known) {
      breakers.delete(host);
      breakers.set(host, known);
      return known;
    }
    const fresh = createBreaker({
      ...parts,
      news: {
        opened: (payload) => append({ type: 'host.circuitOpened', payload: { host, ...payload } }),
        halfOpened: (payload) => append({ type: 'host.circuitHalfOpened', payload: { host, ...payload } }),
        closed: () => append({ type: 'host.circuitClosed', payload: { host } }),
      },
      refuse: (why) => new HeronError('circuit-open', refusalText(host, why), { host, ...refusalDetails(why) }),
    });
    breakers.set(host, fresh);
    if (breakers.size > mostHosts) forgetOne();
    return fresh;
  }

  function forgetOne(): void {
    for (const [host, breaker] of breakers) {
      if (breaker.shown()) continue;
      breakers.delete(host);
      return;
    }
  }

  return {
    around(host, signal, send) {
      const begunAt = parts.clock();
      const judge = (ended: Ended<IncomingMessage>): Verdict =>
        judgeAnswer(ended, { host, signal, waitedMs: parts.clock() - begunAt });
      return breakerOf(host).around(send, { signal, judge });
    },
    list: () =>
      [...breakers].flatMap(([host, breaker]) => {
        const shown = breaker.shown();
        return shown ? [{ host, ...shown }] : [];
      }),
    tryNow: (host) => breakers.get(host)?.tryNow() ?? 'closed',
  };
}

/** The server says that it, or what is behind it, does not work; the same request may succeed later. */
const troubles = new Set([500, 502, 503, 504]);
/** The way out of this machine is closed; no host can help that. */
const ownTroubles = new Set<unknown>(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EMFILE', 'ENOBUFS']);
/** Who had less time than this has not been waited for. */
const patienceMs = 1000;

type Sent = { host: string; signal: AbortSignal; waitedMs: number };

function judgeAnswer(ended: Ended<IncomingMessage>, { host, signal, waitedMs }: Sent): Verdict {
  if ('result' in ended) {
    const { statusCode = 0 } = ended.result;
    if (!troubles.has(statusCode)) return { outcome: 'success' };
    return { outcome: 'fault', error: { code: 'network', message: `${host} answered with the status ${statusCode}` } };
  }
  if (signal.aborted) {
    const isOutOfTime = toFailure(signal.reason).code === 'timeout' && waitedMs >= patienceMs;
    const message = `${host} did not answer within ${Math.round(waitedMs)} ms`;
    return isOutOfTime ? { outcome: 'fault', error: { code: 'timeout', message } } : { outcome: 'neither' };
  }
  const error = toFailure(ended.error);
  const isTheirs = error.code === 'network' && !ownTroubles.has(error.details?.['cause']);
  return isTheirs ? { outcome: 'fault', error } : { outcome: 'neither' };
}
