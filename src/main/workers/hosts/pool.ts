import { createFairQueue } from '../../base/fair-queue.ts';
import { priorityClaim, type Priority } from '../../base/priority.ts';

/** A process that the pool can end to make room. */
export type PoolMember = { isIdle: () => boolean; stop: (reason: string) => void };

/** The places for workers' processes: so many at a time, warm ones for as long as nobody else needs their place. */
export type Pool = {
  /** Calls `begin` when there is a place, which `add` then takes. Gives what takes the request back. */
  request: (priority: Priority, begin: () => void) => () => void;
  add: (member: PoolMember) => void;
  /** Whether a request would begin at once, with nobody having to go. */
  hasRoom: () => boolean;
  /** It has nothing to do from now on: of those that are idle, the one that is so for longest goes first. */
  rested: (member: PoolMember) => void;
  remove: (member: PoolMember) => void;
};

export function createPool(parts: { most: () => number }): Pool {
  /** In the order in which they were last used. */
  const members = new Set<PoolMember>();
  let last: PoolMember | undefined;
  const leaving = new Set<PoolMember>();
  const waiting = createFairQueue<() => void>();

  function admit(): void {
    while (members.size < parts.most()) {
      const begin = waiting.take();
      if (!begin) break;
      begin();
    }
    makeRoom();
  }

  /** As many idle ones go as there are requests, or processes over the limit. */
  function makeRoom(): void {
    let needed = members.size + waiting.size() - parts.most() - leaving.size;
    for (const member of members) {
      if (needed <= 0) return;
      if (leaving.has(member) || !member.isIdle()) continue;
      leaving.add(member);
      member.stop('made room for another worker');
      needed -= 1;
    }
  }

  return {
    request(priority, begin) {
      const cancel = waiting.add(priorityClaim(priority), begin);
      admit();
      return cancel;
    },
    hasRoom: () => members.size + waiting.size() < parts.most(),
    add(member) {
      members.add(member);
      last = member;
    },
    rested(member) {
      if (member !== last) {
        members.delete(member);
        members.add(member);
        last = member;
      }
      makeRoom();
    },
    remove(member) {
      members.delete(member);
      leaving.delete(member);
      if (last === member) last = undefined;
      admit();
    },
  };
}
