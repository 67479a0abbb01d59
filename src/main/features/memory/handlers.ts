import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { MemoryService } from './service.ts';

const api = implement(contract.memory);

export function memoryHandlers(memory: MemoryService) {
  return {
    search: api.search.handler(async ({ input }) => ({ found: await memory.search(input) })),
    summarize: api.summarize.handler(async ({ input, signal = new AbortController().signal }) => {
      const { text, model, found } = await memory.summarize(input, { scope: {}, signal });
      return { text, ...(model === undefined ? {} : { model }), found };
    }),
    scopes: api.scopes.handler(() => memory.scopes()),
  };
}
