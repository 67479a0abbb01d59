import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { ShownPrompt } from '../../../contract/prompts.ts';
import type { PromptService } from './service.ts';

const api = implement(contract.prompts);

export type ShowPrompt = (request: {
  conversationId?: string | undefined;
  text?: string | undefined;
  signal: AbortSignal;
}) => Promise<ShownPrompt>;

export function promptHandlers(prompts: PromptService, show: ShowPrompt) {
  return {
    read: api.read.handler(() => prompts.read()),
    openFolder: api.openFolder.handler(async () => {
      await prompts.openFolder();
      return {};
    }),
    file: api.file.handler(({ input }) => prompts.file(input.name)),
    writeFile: api.writeFile.handler(({ input }) => prompts.writeFile(input)),
    show: api.show.handler(({ input, signal = new AbortController().signal }) => show({ ...input, signal })),
  };
}
