import type { Circuit as ShownCircuit, CircuitSettings } from '../../../contract/circuits.ts';
import type { Failure } from '../../../contract/errors.ts';
import { type Answer, type Circuit, type CircuitState, createCircuit, type Pass } from '../../base/circuit.ts';
import type { Clock } from '../../base/clock.ts';
import type { HeronError } from '../../base/errors.ts';
import { createWaitingRoom } from './waiting-room.ts';

/** What a call came to, and what that says of the other side. */
export type Verdict = { outcome: 'success' | 'neither' } | { outcome: 'fault'; error: Failure };
export type Ended<Result> = { result: Result } | { error: unknown };

export type GuardedCall<Result> = {
  signal: AbortSignal;
  judge: (ended: Ended<Result>) => Verdict;
};

/** The circuit of one worker or host, around its calls. */
export type Breaker = {
  /**
   * Errors: those of `body`; while the circuit is open what `refuse` makes of it, at once; `cancelled`. While probes are
   * under way other calls wait for what they tell.
   */
  around: <Result>(body: () => Promise<Result>, call: GuardedCall<Result>) => Promise<Result>;
  /** Undefined while it is closed. */
  shown: () => ShownCircuit | undefined;
  tryNow: () => CircuitState;
  /** What it guarded is gone; its circuit is told to be closed, and after that nothing. */
  retire: () => void;
};

export type BreakerNews = {
  opened: (payload: { calls: number; faults: number; triesAt: number; error: Failure }) => void;
  halfOpened: (payload: { by: 'time' | 'person' }) => void;
  closed: () => void;
};

export type BreakerParts = {
  clock: Clock;
  rules: () => CircuitSettings;
  news: BreakerNews;
  /** Takes secrets out of an error that is kept. */
  scrub: (error: Failure) => Failure;
  /** What a call is answered with while it is open. */
  refuse: (why: Refused) => HeronError;
};

export type Refused = { calls: number; faults: number; retryAfterMs: number; triesAt: number; lastError: Failure };

/** A timer may ring a moment early, and a call that comes back must not be early too. */
const marginMs = 20;
const noError: Failure = { code: 'internal', message: 'nothing has failed yet' };

export function createBreaker({ clock, rules, news, scrub, refuse }: BreakerParts): Breaker {
  const room = createWaitingRoom();
  const isNews = createFaultFilter();
  let lastError = noError;
  let openedAt = 0;
  let by: 'time' | 'person' = 'time';
  let isRetired = false;
  const circuit = createCircuit({ clock, rules, onChange: tell });

  function tell(state: CircuitState): void {
    if (isRetired) return;
    if (state === 'closed') return news.closed();
    if (state === 'half-open') return news.halfOpened({ by });
    openedAt = clock();
    news.opened({ ...circuit.counts(), triesAt: circuit.triesAt() ?? openedAt, error: lastError });
  }

  async function admitted(first: Answer, signal: AbortSignal): Promise<Pass> {
    for (let answer = first; ; answer = circuit.ask()) {
      if (answer.kind === 'pass') return answer.pass;
      if (answer.kind === 'refused') {
        const { triesAt } = answer;
        const retryAfterMs = Math.max(0, triesAt - clock()) + marginMs;
        throw refuse({ ...circuit.counts(), retryAfterMs, triesAt, lastError });
      }
      await room.wait(answer.until - clock(), signal);
    }
  }

  function ended(pass: Pass, verdict: Verdict, thrown?: unknown): void {
    const isFault = verdict.outcome === 'fault' && isNews(thrown);
    if (isFault) lastError = scrub(verdict.error);
    circuit.ended(pass, verdict.outcome === 'fault' && !isFault ? 'neither' : verdict.outcome);
    room.wake();
  }

  return {
    async around(body, call) {
      const answer = circuit.ask();
      const pass = answer.kind === 'pass' ? answer.pass : await admitted(answer, call.signal);
      let result: Awaited<ReturnType<typeof body>>;
      try {
        result = await body();
      } catch (error) {
        ended(pass, call.judge({ error }), error);
        throw error;
      }
      ended(pass, call.judge({ result }));
      return result;
    },
    shown: () => shown(circuit, { openedAt, lastError }),
    tryNow() {
      by = 'person';
      circuit.tryNow();
      by = 'time';
      room.wake();
      return circuit.state();
    },
    retire() {
      if (!isRetired && circuit.state() !== 'closed') news.closed();
      isRetired = true;
    },
  };
}

/** One crash ends many calls with the same error: it is one fault. */
function createFaultFilter(): (thrown: unknown) => boolean {
  const counted = new WeakSet<object>();
  return (thrown) => {
    if (typeof thrown !== 'object' || thrown === null) return true;
    const isNew = !counted.has(thrown);
    counted.add(thrown);
    return isNew;
  };
}

function shown(circuit: Circuit, more: Pick<ShownCircuit, 'openedAt' | 'lastError'>): ShownCircuit | undefined {
  const state = circuit.state();
  if (state === 'closed') return undefined;
  const triesAt = circuit.triesAt();
  return { state, ...more, ...circuit.counts(), ...(triesAt === undefined ? {} : { triesAt }) };
}

/** Why nothing is tried, and when something is. */
export function refusalText(whose: string, { calls, faults, retryAfterMs, lastError }: Refused): string {
  const said = lastError.message.length > 300 ? `${lastError.message.slice(0, 300)}…` : lastError.message;
  const seconds = Math.max(1, Math.round(retryAfterMs / 1000));
  return `${whose} is left alone for now: ${faults} of its last ${calls} calls failed. The next call is tried in ${seconds} s. Its last error was: ${said}`;
}

export function refusalDetails({ retryAfterMs, triesAt, lastError }: Refused): Record<string, unknown> {
  return { retryAfterMs, triesAt, lastError: { code: lastError.code, message: lastError.message } };
}
