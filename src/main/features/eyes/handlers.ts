import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { EyesService } from './service.ts';

const api = implement(contract.eyes);

export function eyesHandlers(eyes: EyesService) {
  return {
    status: api.status.handler(() => eyes.status()),
    show: api.show.handler(async ({ input: { requestId, picture, title, wasPreviewed } }) => {
      eyes.show(requestId, await bytesOf(picture), { title, wasPreviewed });
      return {};
    }),
    copied: api.copied.handler(({ input }) => {
      eyes.requests.copied(input.requestId);
      return {};
    }),
    decline: api.decline.handler(({ input }) => {
      eyes.requests.decline(input.requestId);
      return {};
    }),
    keep: api.keep.handler(async ({ input: { kind, picture, title, seconds } }) => {
      eyes.keep(kind, await bytesOf(picture), { title, seconds });
      return {};
    }),
    forget: api.forget.handler(({ input }) => {
      eyes.kept.forget(input.kind);
      return {};
    }),
    moved: api.moved.handler(async ({ input }) => {
      await eyes.moved(input.part);
      return {};
    }),
    read: api.read.handler(async ({ input, signal }) => eyes.read(await bytesOf(input.picture), signal)),
    hidden: api.hidden.handler(() => eyes.hidden()),
    sources: api.sources.handler(() => eyes.screens().sources()),
    choose: api.choose.handler(async ({ input }) => {
      await eyes.screens().choose(input.sourceId);
      return {};
    }),
  };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
