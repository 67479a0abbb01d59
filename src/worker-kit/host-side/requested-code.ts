import type { WorkerCode } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';

/** The written code of the context, by way of the broker. */
export function requestedCode({ request }: { request: BrokerRequest }): WorkerCode {
  async function* read(handle: number, name: string): AsyncGenerator<Uint8Array> {
    for (let start = 0; ;) {
      const { value, bytes } = await request('code.read', { handle, name, start });
      if (bytes && bytes.byteLength > 0) yield bytes;
      if (value.done) return;
      start += bytes?.byteLength ?? 0;
    }
  }

  return {
    async run({ language, code, input = '', files = [], limits }) {
      const { handle, ...end } = (await request('code.run', { language, code, input, files, limits })).value;
      return {
        ...end,
        read: (artifact) => read(handle, artifact),
        close: async () => void (await request('code.close', { handle })),
      };
    },
  };
}
