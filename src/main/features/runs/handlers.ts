import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import { followReplay } from './follow-replay.ts';
import type { RunService } from './service.ts';
import { showFile } from './show-file.ts';

const api = implement(contract.runs);

export function runHandlers(runs: RunService, openFolder?: (path: string) => Promise<void>) {
  return {
    start: api.start.handler(async ({ input }) => ({ runId: await runs.start({ ...input, isRead: true }) })),
    list: api.list.handler(({ input }) => runs.list(input)),
    get: api.get.handler(({ input }) => runs.get(input.runId)),
    cancel: api.cancel.handler(async ({ input }) => {
      await runs.cancel(input.runId, input.reason);
      return {};
    }),
    resolve: api.resolve.handler(async ({ input }) => {
      await runs.resolve(input.runId, input.taskId, input.decision);
      return {};
    }),
    items: api.items.handler(({ input: { runId, ...page } }) => runs.items(runId, page)),
    answer: api.answer.handler(async ({ input }) => {
      await runs.answer(input.runId, input.taskId, input.answer);
      return {};
    }),
    fork: api.fork.handler(({ input: { runId, ...request } }) => runs.fork(runId, request)),
    replay: api.replay.handler(({ input, signal }) => runs.replay(input.runId, signal ? { signal } : {})),
    followReplay: api.followReplay.handler(({ input, signal }) =>
      followReplay((watched) => runs.replay(input.runId, watched), signal),
    ),
    changes: api.changes.handler(({ input }) => runs.changes(input.runId)),
    showFile: api.showFile.handler(async ({ input }) => {
      await showFile(await runs.changes(input.runId), input.path, openFolder);
      return {};
    }),
    previewUndo: api.previewUndo.handler(({ input }) => runs.previewUndo(input.runId)),
    undo: api.undo.handler(({ input }) => runs.undo(input.runId)),
    pin: api.pin.handler(async ({ input }) => {
      await runs.pin(input.runId, input.isPinned);
      return {};
    }),
    missing: api.missing.handler(({ input }) => runs.missing(input.runId)),
  };
}
