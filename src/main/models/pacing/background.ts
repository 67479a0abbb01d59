import type { UsageWindow } from '../../../contract/models.ts';
import { type AccountRoom, heldText, type PacingSettings } from '../../../contract/pacing.ts';
import type { SpendingLimit } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { ModelCandidate, ModelRequest } from '../model-client.ts';
import { type Room, roomIn } from './room.ts';
import { type BackgroundTurn, createTurns } from './turns.ts';

export type BackgroundParts = {
  log: Pick<EventLog, 'append' | 'listen'>;
  clock: Clock;
  settings: () => PacingSettings;
  /** What providers said, and what is counted here. */
  windows: () => UsageWindow[];
  /** Heron's own limits of a request. */
  limitsOf: (scope: ModelRequest['scope']) => SpendingLimit[];
  /** Waits so many milliseconds, or until it is told to stop. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type Background = {
  /** The candidates that may be asked now. Errors: `limit-exceeded` where work in the background has no room. */
  open(candidates: readonly ModelCandidate[], request: ModelRequest): readonly ModelCandidate[];
  /** Waits for room, and for a turn among all that works in the background; gives what ends the turn. Errors: the signal's reason. */
  enter(request: ModelRequest, find: () => Promise<readonly ModelCandidate[]>): Promise<() => void>;
  rooms(accounts: readonly string[]): AccountRoom[];
};

/** While it sleeps a clock may be set and a machine may sleep too, so it looks again now and then. */
const lookAgainMs = 60_000;

/** What may change whether there is room. */
const changing = new Set(['model.used', 'settings.changed', 'models.changed', 'model.resumed']);

/** Work that nobody waits for: it leaves people their share of what models may use, and uses up what they leave. */
export function createBackground(parts: BackgroundParts): Background {
  const wakes = createSignal();
  const turns = createTurns(wakes.give);
  const roomOf = createRooms(parts);
  return {
    open(candidates, { scope }) {
      if (!scope.isBackground) return candidates;
      const rooms = roomsOf(roomOf, candidates, scope);
      const free = candidates.filter((candidate) => rooms.get(accountOf(candidate))?.may);
      if (free.length === 0 && !scope.hasEntered) throw heldBack(earliest(rooms)[1]);
      const turn = turns.of(holderOf(scope));
      if (!turn) return free.length > 0 ? free : candidates;
      // Others are asked in its place only where one more may be.
      const own = candidates.filter((candidate) => accountOf(candidate) === turn.account());
      const others = free.filter((each) => {
        const account = accountOf(each);
        return account !== turn.account() && turns.atWork(account) < (rooms.get(account)?.atOnce ?? 0);
      });
      return [...own, ...others].map((candidate) => moving(candidate, turn));
    },
    async enter(request, find) {
      if (!request.scope.isBackground) return () => undefined;
      // What changes while it looks is not missed.
      const stop = listen(parts.log, wakes.give);
      try {
        return await placeFor(parts, request, {
          rooms: async () => roomsOf(roomOf, await find(), request.scope),
          ...{ turns, wakes },
        });
      } finally {
        stop();
      }
    },
    rooms(accounts) {
      const known = parts.windows();
      return accounts.map((account) => {
        const { may, until, because, isHasty } = roomOf(account, {}, known);
        return {
          account,
          windows: known.filter(({ providerId, accountId }) => `${providerId}/${accountId}` === account),
          background: {
            ...{ may, isHasty, atWork: turns.atWork(account) },
            ...(until === undefined ? {} : { until }),
            ...(because ? { because } : {}),
          },
        };
      });
    },
  };
}

type RoomOf = (account: string, scope: ModelRequest['scope'], known?: UsageWindow[]) => Room;

function createRooms({ windows, limitsOf, settings, clock }: BackgroundParts): RoomOf {
  return (account, scope, known = windows()) => {
    const own = known.filter(({ providerId, accountId }) => `${providerId}/${accountId}` === account);
    return roomIn([...own, ...limitsOf(scope).flatMap((limit) => asWindow(limit, account))], settings(), clock());
  };
}

function roomsOf(roomOf: RoomOf, candidates: readonly ModelCandidate[], scope: ModelRequest['scope']) {
  const accounts = [...new Set(candidates.map(accountOf))];
  return new Map(accounts.map((account) => [account, roomOf(account, scope)]));
}

type Waiting = {
  rooms: () => Promise<ReadonlyMap<string, Room>>;
  turns: ReturnType<typeof createTurns>;
  wakes: ReturnType<typeof createSignal>;
};

/** Waits for room and for a place, and gives what ends the turn. Errors: the signal's reason. */
async function placeFor(parts: BackgroundParts, request: ModelRequest, at: Waiting): Promise<() => void> {
  let told: number | undefined;
  for (;;) {
    request.signal.throwIfAborted();
    const woken = at.wakes.next(request.signal);
    const rooms = await at.rooms();
    const free = [...rooms].filter(([, { may }]) => may);
    const place = free.find(([account, { atOnce }]) => at.turns.atWork(account) < atOnce);
    if (place) return at.turns.take(place[0], holderOf(request.scope)).end;
    if (free.length === 0) {
      const [account, room] = earliest(rooms);
      // What is said of a minute's limit moves a little with every answer.
      const isNew = told === undefined || (room.until ?? 0) - told > lookAgainMs;
      if (isNew) await tell(parts.log, account, room, request.scope);
      told = room.until;
    }
    await waitFor(parts, earliestEnd(rooms, parts.clock()), woken);
  }
}

/** Who asks with a turn: an agent at one step. */
function holderOf({ runId = '', taskId = '' }: ModelRequest['scope']): string {
  return `${runId} ${taskId}`;
}

/** The turn goes along to whoever is asked. */
function moving(candidate: ModelCandidate, turn: BackgroundTurn): ModelCandidate {
  return {
    ...candidate,
    client: {
      stream: (request) => {
        turn.moveTo(accountOf(candidate));
        return candidate.client.stream(request);
      },
    },
  };
}

function listen(log: BackgroundParts['log'], wake: () => void): () => void {
  return log.listen(({ type }) => changing.has(type) && wake());
}

/** When one of them may, at the latest; undefined: nobody knows, or all that is lacking is a place. */
function earliestEnd(rooms: ReadonlyMap<string, Room>, now: number): number | undefined {
  const ends = [...rooms.values()].flatMap(({ until }) => (until !== undefined && until > now ? [until] : []));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Until then, until something has changed, or until it is time to look again. */
async function waitFor(
  { clock, sleep }: BackgroundParts,
  until: number | undefined,
  woken: Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  void woken.then(() => stop.abort());
  const ms = until === undefined ? lookAgainMs : Math.min(lookAgainMs, Math.max(1, until - clock()));
  await sleep(ms, stop.signal);
}

async function tell(
  log: BackgroundParts['log'],
  account: string,
  { because, until }: Room,
  { runId, taskId }: ModelRequest['scope'],
): Promise<void> {
  if (!because || until === undefined) return;
  const scope = { ...(runId === undefined ? {} : { runId }), ...(taskId === undefined ? {} : { taskId }) };
  await log.append([{ type: 'model.heldBack', payload: { account, window: because, until }, scope }]);
}

/** `provider/account` */
function accountOf({ model, account }: ModelCandidate): string {
  return `${model.slice(0, model.indexOf('/'))}/${account}`;
}

/** The one that has room first. */
function earliest(rooms: ReadonlyMap<string, Room>): [string, Room] {
  const [first] = [...rooms].toSorted(([, one], [, other]) => (one.until ?? 0) - (other.until ?? 0));
  if (!first) throw new Error('There is nobody who could be asked');
  return first;
}

/** A limit of a day or a month is a window as well. */
function asWindow({ per, unit, used, atMost, resetsAt }: SpendingLimit, account: string): UsageWindow[] {
  if (resetsAt === undefined) return [];
  const [providerId = '', accountId = ''] = account.split('/');
  const left = Math.max(0, atMost - used);
  return [{ providerId, accountId, unit, per: `the limit of a ${per}`, atMost, left, resetsAt, at: resetsAt }];
}

function heldBack({ because, until }: Room): HeronError {
  const what = because ? heldText(because) : 'no account has room';
  const text = `Work in the background waits: ${what}, and the rest is kept for people; Settings, Spending says how much`;
  return new HeronError('limit-exceeded', text, {
    setting: 'pacing.share',
    ...(until === undefined ? {} : { resetsAt: until }),
  });
}

/** Wakes all that wait for it. */
function createSignal() {
  const waiting = new Set<() => void>();
  return {
    give: () => {
      for (const wake of [...waiting]) wake();
    },
    next: (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        if (signal.aborted) wake();
      }),
  };
}
