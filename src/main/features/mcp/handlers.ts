import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { Questions } from '../../workers/mcp/questions.ts';
import type { HandedOnService } from './handed-on.ts';
import type { OfferService } from './offer.ts';
import type { McpService } from './service.ts';

const api = implement(contract.mcp);

type Others = { mcpHandedOn: HandedOnService; mcpQuestions: Pick<Questions, 'list' | 'answer'> };

export function mcpHandlers(mcp: McpService, offer: OfferService, { mcpHandedOn: handedOn, mcpQuestions }: Others) {
  return {
    list: api.list.handler(() => mcp.list()),
    add: api.add.handler(({ input }) => mcp.add(input)),
    test: api.test.handler(({ input }) => mcp.test(input.name)),
    switch: api.switch.handler(({ input }) => mcp.switch(input.name, input.isOn, input.baseHash)),
    setTool: api.setTool.handler(({ input: { baseHash, ...input } }) => mcp.setTool(input, baseHash)),
    signIn: api.signIn.handler(async ({ input }) => ({ page: await mcp.signIn(input.name) })),
    signOut: api.signOut.handler(({ input }) => mcp.signOut(input.name)),
    remove: api.remove.handler(async ({ input }) => {
      await mcp.remove(input.name);
      return {};
    }),
    offer: api.offer.handler(() => offer.get()),
    setOffer: api.setOffer.handler(({ input: { baseHash, ...input } }) => offer.set(input, baseHash)),
    call: api.call.handler(({ input }) => offer.call(input)),
    handedOn: api.handedOn.handler(() => handedOn.all()),
    packPrompt: api.packPrompt.handler(async ({ input }) => ({ text: await handedOn.packPrompt(input) })),
    calls: api.calls.handler(() => handedOn.calls()),
    oneCall: api.oneCall.handler(({ input }) => handedOn.oneCall(input.runId)),
    blob: api.blob.handler(({ input }) => handedOn.blob(input.blobId)),
    questions: api.questions.handler(() => mcpQuestions.list()),
    answer: api.answer.handler(async ({ input }) => {
      await mcpQuestions.answer(input.id, input.answer, input.content);
      return {};
    }),
    logs: api.logs.handler(({ input }) => mcp.logs(input.name)),
  };
}
