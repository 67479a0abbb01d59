import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { BundleService } from './service.ts';

const api = implement(contract.bundles);

export function bundleHandlers(bundles: BundleService) {
  return {
    preview: api.preview.handler(({ input, signal }) => bundles.preview(input, signal)),
    make: api.make.handler(async function* ({ input, signal }) {
      for await (const { bytes, ...piece } of bundles.make(input, signal)) {
        yield { ...piece, bytes: bytes.toString('base64') };
      }
    }),
    send: api.send.handler(({ input }) => ({
      bundleId: bundles.send(input.bundleId, Buffer.from(input.bytes, 'base64')),
    })),
    open: api.open.handler(({ input }) => bundles.open(input.bundleId, input.name)),
    remove: api.remove.handler(async ({ input }) => {
      await bundles.remove(input.runId);
      return {};
    }),
  };
}
