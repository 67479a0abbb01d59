import type { Manifest } from '../../contract/manifest.ts';
import type { Rooms } from './rooms.ts';

/** Sends workers to other rooms when the settings change. */
export type Routing = {
  /** Calls back when a worker may have to move; gives what takes that back. */
  onChange: (move: () => void) => () => void;
  /** Those that cannot be held as they must be are told by `onRefused`. */
  follow: () => void;
  /** Nothing is told from now on. */
  close: () => void;
};

export type RoutingParts = {
  rooms: Pick<Rooms, 'prepare'>;
  manifests: () => readonly Manifest[];
  onRefused: () => void;
};

export function createRouting({ rooms, manifests, onRefused }: RoutingParts): Routing {
  const moves = new Set<() => void>();
  let isClosed = false;

  async function prepareAll(): Promise<void> {
    const outcomes = await Promise.allSettled(manifests().flatMap((manifest) => rooms.prepare(manifest) ?? []));
    if (!isClosed && outcomes.some(({ status }) => status === 'rejected')) onRefused();
  }

  return {
    onChange(move) {
      moves.add(move);
      return () => void moves.delete(move);
    },
    follow() {
      for (const move of moves) move();
      void prepareAll();
    },
    close: () => void (isClosed = true),
  };
}
