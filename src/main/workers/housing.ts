import type { HeronError } from '../base/errors.ts';
import { toFailure } from '../base/errors.ts';
import type { CallRequest } from './hosts/supervision/open-call.ts';
import type { Supervisor } from './hosts/supervision/supervisor.ts';
import type { RoomKind } from './rooms.ts';

export type HousingParts = {
  /** Where the worker is to be, by the settings as they are now. */
  wanted: () => RoomKind;
  /** Undefined when the room is there; rejects when it cannot be had. */
  prepare: () => Promise<void> | undefined;
  refusal: () => HeronError | undefined;
  open: (kind: RoomKind) => Supervisor;
  /** Calls back when the settings have changed; gives what takes that back. */
  onChange: (move: () => void) => () => void;
};

/** One worker's supervisor, wherever it is held: when the settings send it to another room, what runs in the old one comes to its end. */
export function createHousing(parts: HousingParts): Supervisor {
  const leaving = new Set<Promise<void>>();
  let kind = parts.wanted();
  let current = parts.open(kind);
  let closeOld: ((reason: string) => Promise<void>)[] = [];
  let isOver = false;
  const forget = parts.onChange(move);

  function move(): void {
    const wanted = parts.wanted();
    if (isOver || wanted === kind) return;
    const old = current;
    const left = old.retire(wanted === 'container' ? 'it is held in a container from now on' : 'it left its container');
    leaving.add(left);
    closeOld.push(old.close);
    void left.finally(() => {
      leaving.delete(left);
      closeOld = closeOld.filter((close) => close !== old.close);
    });
    kind = wanted;
    current = parts.open(kind);
  }

  function leaveForGood(): void {
    isOver = true;
    forget();
  }

  async function callPrepared(preparing: Promise<void>, request: CallRequest): Promise<unknown> {
    for (let next: typeof preparing | undefined = preparing; next; next = parts.prepare()) await next;
    move();
    return current.call(request);
  }

  function warmPrepared(): void {
    if (isOver || parts.prepare()) return;
    move();
    current.warm();
  }

  return {
    call(request) {
      const preparing = parts.prepare();
      if (preparing) return callPrepared(preparing, request);
      move();
      return current.call(request);
    },
    warm() {
      const preparing = parts.prepare();
      if (!preparing) return warmPrepared();
      void preparing.then(warmPrepared, () => undefined); // its call will hear why not
    },
    state: () => current.state(),
    failure: () => toFailureOf(parts.refusal()) ?? current.failure(),
    backOff: () => current.backOff(),
    async retire(reason) {
      leaveForGood();
      await Promise.all([current.retire(reason), ...leaving]);
    },
    async close(reason) {
      leaveForGood();
      await Promise.all([current.close(reason), ...closeOld.map((close) => close(reason))]);
    },
  };
}

function toFailureOf(error: HeronError | undefined): ReturnType<typeof toFailure> | undefined {
  return error && toFailure(error);
}
