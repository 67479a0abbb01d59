import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { ConversationService } from './service.ts';

const api = implement(contract.conversations);

const foldersApi = implement(contract.folders);

export function folderHandlers(conversations: Pick<ConversationService, 'folder'>) {
  return { read: foldersApi.read.handler(({ input }) => conversations.folder(input.folder)) };
}

export function conversationHandlers(conversations: ConversationService) {
  return {
    list: api.list.handler(() => conversations.list()),
    search: api.search.handler(({ input }) => conversations.search(input.query)),
    get: api.get.handler(({ input }) => conversations.get(input.conversationId)),
    stopAnswer: api.stopAnswer.handler(({ input }) => ({ isStopped: conversations.stopAnswer(input.conversationId) })),
    revisePlan: api.revisePlan.handler(({ input: { conversationId, proposalId, plan } }) =>
      conversations.revisePlan(conversationId, proposalId, plan),
    ),
    send: api.send.handler(({ input }) => conversations.send(input)),
    rewordQueued: api.rewordQueued.handler(({ input }) => conversations.queue.reword(input, input.text)),
    changeQueuedMode: api.changeQueuedMode.handler(({ input }) => conversations.queue.changeMode(input, input.mode)),
    create: api.create.handler(({ input }) => conversations.begin(input.title)),
    setReplies: api.setReplies.handler(({ input }) => conversations.setReplies(input.conversationId, input.replies)),
    withdrawQueued: api.withdrawQueued.handler(async ({ input }) => {
      await conversations.queue.withdraw(input);
      return {};
    }),
    sendQueued: api.sendQueued.handler(async ({ input }) => {
      const runId = await conversations.queue.sendNow(input);
      return runId === undefined ? {} : { runId };
    }),
    rename: api.rename.handler(({ input }) => conversations.rename(input.conversationId, input.title)),
    restore: api.restore.handler(({ input }) => conversations.restore(input.conversationId)),
    pin: api.pin.handler(({ input }) => conversations.pin(input.conversationId, input.isPinned)),
    file: api.file.handler(({ input }) => conversations.file(input.conversationId, input.folder)),
    chooseModel: api.chooseModel.handler(({ input }) => conversations.chooseModel(input.conversationId, input.model)),
    choosePack: api.choosePack.handler(({ input }) => conversations.choosePack(input.conversationId, input.pack)),
    branch: api.branch.handler(({ input }) => conversations.branch(input.conversationId, input.messageId)),
    import: api.import.handler(({ input }) => conversations.import(input.text)),
    export: api.export.handler(({ input }) => conversations.export(input.conversationId, input.form)),
    remove: api.remove.handler(async ({ input }) => {
      await conversations.remove(input.conversationId);
      return {};
    }),
  };
}
