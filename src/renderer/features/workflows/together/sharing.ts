import { fromBase64, toBase64 } from 'lib0/buffer';
import type { StoreApi } from 'zustand/vanilla';
import type { Presence, TogetherNews } from '../../../../contract/together.ts';
import type { WorkflowDocument, WorkflowSummary } from '../../../../contract/workflows.ts';
import { mergeUpdates, openSharedDocument } from '../../../../shared-document/shared-document.ts';
import type { Engine } from '../../../engine/connect.ts';
import { failureOf } from '../../../engine/failure.ts';
import type { BuilderState } from '../builder-state.ts';
import type { Unsent } from './unsent.ts';

export type SharingParts = Pick<Engine, 'client' | 'whenOnline'> & {
  unsent: Unsent;
  /** Milliseconds between two calls that hand in changes; the first goes at once. */
  pauseMs?: number;
  /** Milliseconds before it is joined again. */
  againMs?: number;
};

export type Sharing = ReturnType<typeof createSharing>;

/** Changes one workflow together with whoever else has it open. What is done before it is joined, or apart, is handed in then. */
export function createSharing(parts: SharingParts, state: StoreApi<BuilderState>, onDocument: () => void) {
  const { client, unsent, pauseMs = 100 } = parts;
  const { id: workflowId } = state.getState().kept;
  const shared = openSharedDocument();
  const joined = Promise.withResolvers<void>();
  let hasJoined = false;
  let isEarly = false;
  let seat: string | undefined;
  let presence: Presence | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<boolean> | undefined;
  let sentAt = -Infinity;
  let waiting = unsent.read();
  for (const update of waiting) shared.merge(update);

  shared.onChange((update, isOwn) => {
    if (!isOwn) return;
    waiting.push(update);
    unsent.keep(waiting);
  });

  function show(): void {
    const present = shared.read();
    state.setState({ history: { present, canUndo: shared.canUndo(), canRedo: shared.canRedo() } });
    onDocument();
  }

  function know(workflow: WorkflowSummary): void {
    if (workflow.revision >= state.getState().kept.revision) state.setState({ kept: workflow });
  }

  async function sendOnce(): Promise<boolean> {
    const update = mergeUpdates(waiting);
    const count = waiting.length;
    state.setState({ saving: 'saving' });
    sentAt = performance.now();
    try {
      // Who has no seat for the moment hands in all the same, and hears of it again.
      const call = { workflowId, seat: seat ?? 'none', update: toBase64(update) };
      know(await client.together.contribute(call));
      waiting = waiting.slice(count);
      unsent.keep(waiting);
      state.setState({ saving: waiting.length > 0 ? 'waiting' : 'saved', failure: undefined });
      return true;
    } catch (error) {
      state.setState({ saving: 'failed', failure: failureOf(error) });
      return false;
    }
  }

  async function sendAll(): Promise<boolean> {
    if (!hasJoined && isEarly) await joined.promise;
    while (waiting.length > 0) if (!(await sendOnce())) return false;
    return true;
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  function later(): void {
    if (waiting.length === 0) return;
    state.setState({ saving: 'waiting' });
    timer ??= setTimeout(() => void flush(), Math.max(0, sentAt + pauseMs - performance.now()));
  }

  function change(work: () => void): void {
    if (!hasJoined) return;
    work();
    show();
    later();
  }

  async function sayWhere(): Promise<void> {
    if (seat === undefined || presence === undefined) return;
    // Where somebody is matters to nobody a moment later.
    await client.together.present({ workflowId, seat, presence }).catch(() => undefined);
  }

  function hear(news: TogetherNews): void {
    if (news.kind === 'people') return state.setState({ people: news.people });
    shared.merge(fromBase64(news.update));
    know(news.workflow);
    if (news.kind === 'joined') {
      seat = news.seat;
      void sayWhere();
      if (!hasJoined && isEarly) shared.write(state.getState().history.present);
      hasJoined = true;
      joined.resolve();
    }
    show();
    later();
  }

  return {
    edit: (next: WorkflowDocument, mergeKey?: string): void => {
      if (hasJoined) return change(() => shared.write(next, mergeKey));
      isEarly = true;
      state.setState(({ history }) => ({ history: { ...history, present: next }, saving: 'waiting' }));
      onDocument();
    },
    undo: (): void => change(shared.undo),
    redo: (): void => change(shared.redo),
    flush,
    present: (next: Presence): void => {
      presence = next;
      void sayWhere();
    },
    /** Until the signal is aborted, or the engine says that there is no such workflow. */
    stay: (signal: AbortSignal): Promise<void> =>
      stay(parts, { workflowId, vector: () => toBase64(shared.vector()), hear, signal }, (failure) => {
        seat = undefined;
        state.setState({ people: [], ...(failure ? { saving: 'failed' as const, failure } : {}) });
      }),
  };
}

type Stay = { workflowId: string; vector: () => string; hear: (news: TogetherNews) => void; signal: AbortSignal };

/** Joins, and again whenever that ends. `onEnd` hears of each end; with what was wrong where it is for good. */
async function stay(
  { client, whenOnline, againMs = 500 }: SharingParts,
  { workflowId, vector, hear, signal }: Stay,
  onEnd: (failure?: ReturnType<typeof failureOf>) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await whenOnline();
      const stream = await client.together.join({ workflowId, vector: vector() });
      const end = (): void => void stream.return?.().catch(() => undefined);
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      for await (const news of stream) hear(news);
      onEnd();
    } catch (error) {
      const failure = failureOf(error);
      const isFinal = failure.code === 'not-found';
      onEnd(isFinal ? failure : undefined);
      if (isFinal) return;
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
