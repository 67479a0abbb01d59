import type { Person, Presence, TogetherNews } from '../../../../contract/together.ts';

/** Who reads more slowly than this loses the seat, and joins again with what is known there. */
const mostWaiting = 1000;

/** A window in which the workflow is open. */
export type Seat = {
  id: string;
  presence: Presence | undefined;
  tell(news: TogetherNews): void;
  /** What it is told, until it is ended or the signal says so. */
  follow(signal?: AbortSignal): AsyncGenerator<TogetherNews, void, void>;
  end(): void;
};

export function createSeat(id: string): Seat {
  const waiting: TogetherNews[] = [];
  let isEnded = false;
  let wake: (() => void) | undefined;
  const end = (): void => {
    isEnded = true;
    wake?.();
  };
  return {
    id,
    presence: undefined,
    end,
    tell: (news) => {
      // Where people are matters only as it is now.
      if (news.kind === 'people' && waiting.at(-1)?.kind === 'people') waiting.pop();
      waiting.push(news);
      if (waiting.length > mostWaiting) end();
      else wake?.();
    },
    async *follow(signal) {
      signal?.addEventListener('abort', end, { once: true });
      if (signal?.aborted) end();
      try {
        while (!isEnded) {
          const news = waiting.shift();
          if (news) {
            yield news;
            continue;
          }
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
        }
      } finally {
        signal?.removeEventListener('abort', end);
      }
    },
  };
}

/** As the others see them. Who has not said yet where they are is not seen. */
export function peopleBut(seats: Iterable<Seat>, own: string): Person[] {
  return [...seats].flatMap(({ id, presence }) =>
    presence === undefined || id === own ? [] : [{ ...presence, seat: id }],
  );
}
