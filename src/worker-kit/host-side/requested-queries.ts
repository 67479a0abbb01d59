import type { AskedValue, WorkerQueries } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';
import type { TextCodec } from './text-codec.ts';

/** The databases of the context, by way of the broker. */
export function requestedQueries({ request, text }: { request: BrokerRequest; text: TextCodec }): WorkerQueries {
  const next = (handle: number) => {
    const coming = request('queries.next', { handle });
    coming.catch(() => undefined); // heard in the next round, unless nobody reads on
    return coming;
  };

  /** Rows are asked for while those before them are worked on. */
  async function* rowsOf(handle: number): AsyncGenerator<AskedValue[][]> {
    let isDone = false;
    try {
      for (let coming = next(handle); !isDone;) {
        const { value, bytes } = await coming;
        isDone = value.done;
        if (!isDone) coming = next(handle);
        if (!bytes) continue;
        const decoder = text.createDecoder();
        yield JSON.parse(decoder.write(bytes) + decoder.end()) as AskedValue[][];
      }
    } finally {
      if (!isDone) await close(handle);
    }
  }

  async function close(handle: number): Promise<void> {
    await request('queries.close', { handle });
  }

  return {
    async open({ source, sql, parameters = [], changes = false, timeMs }) {
      const asked = await request('queries.open', { source, sql, parameters, changes, timeMs });
      const { handle, columns, changed } = asked.value;
      return { columns, changed, rows: rowsOf(handle), close: () => close(handle) };
    },
  };
}
