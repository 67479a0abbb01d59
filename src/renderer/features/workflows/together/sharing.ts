import { fromBase64, toBase64 } from 'lib0/buffer';
import type { StoreApi } from 'zustand/vanilla';
import type { Presence, TogetherNews } from '../../../../contract/together.ts';
import type { WorkflowDocument, WorkflowSummary } from '../../../../contract/workflows.ts';
import { openSharedDocument } from '../../../../shared-document/shared-document.ts';
import type { Engine } from '../../../engine/connect.ts';
import { failureOf } from '../../../engine/failure.ts';
import type { BuilderState } from '../builder-state.ts';
import { createOutbox, type Outbox, type OutboxParts } from './outbox.ts';

export type SharingParts = Pick<Engine, 'client' | 'whenOnline'> &
  Pick<OutboxParts, 'unsent' | 'pauseMs'> & {
    /** Milliseconds before it is joined again. */
    againMs?: number;
  };

type Step = (document: WorkflowDocument) => WorkflowDocument;

export type Sharing = {
  edit: (step: Step, mergeKey?: string) => void;
  undo: () => void;
  redo: () => void;
  /** All changes are with the engine. False: they could not be handed in. */
  flush: () => Promise<boolean>;
  present: (presence: Presence) => void;
  /** Until the signal is aborted, or the engine says that there is no such workflow. */
  stay: (signal: AbortSignal) => Promise<void>;
};

/** Changes one workflow together with whoever else has it open. What is done before it is joined, or apart, is handed in then. */
export function createSharing(parts: SharingParts, state: StoreApi<BuilderState>, onDocument: () => void): Sharing {
  const { client } = parts;
  const { id: workflowId } = state.getState().kept;
  const shared = openSharedDocument();
  const seats = createSeating(client, workflowId);
  const joined = Promise.withResolvers<void>();
  let hasJoined = false;
  /** Done before it was joined. They are done again then, on what there is. */
  const early: { step: Step; mergeKey: string | undefined }[] = [];

  // Who has no seat for the moment hands in all the same, and hears of it again.
  const outbox = outboxOf(parts, state, async (update) =>
    know(await client.together.contribute({ workflowId, seat: seats.own() ?? 'none', update: toBase64(update) })),
  );
  for (const update of outbox.left) shared.merge(update);
  shared.onChange((update, isOwn) => isOwn && outbox.add(update));

  function know(workflow: WorkflowSummary): void {
    if (workflow.revision >= state.getState().kept.revision) state.setState({ kept: workflow });
  }

  function changed(): void {
    const present = shared.read();
    state.setState({ history: { present, canUndo: shared.canUndo(), canRedo: shared.canRedo() } });
    onDocument();
    outbox.later();
  }

  function change(work: () => void): void {
    if (!hasJoined) return;
    work();
    changed();
  }

  function hear(news: TogetherNews): void {
    if (news.kind === 'people') return state.setState({ people: news.people });
    shared.merge(fromBase64(news.update));
    know(news.workflow);
    if (news.kind === 'joined') {
      seats.take(news.seat);
      for (const { step, mergeKey } of early.splice(0)) shared.write(step(shared.read()), mergeKey);
      hasJoined = true;
      joined.resolve();
    }
    changed();
  }

  return {
    edit: (step, mergeKey) => {
      if (hasJoined) return change(() => shared.write(step(shared.read()), mergeKey));
      early.push({ step, mergeKey });
      state.setState(({ history: at }) => ({ history: { ...at, present: step(at.present) }, saving: 'waiting' }));
      onDocument();
    },
    undo: () => change(shared.undo),
    redo: () => change(shared.redo),
    flush: async () => {
      if (early.length > 0) await joined.promise;
      return outbox.flush();
    },
    present: seats.present,
    stay: (signal) =>
      stay(parts, { workflowId, vector: () => toBase64(shared.vector()), hear, signal }, (failure) => {
        seats.leave();
        state.setState({ people: [], ...(failure ? { saving: 'failed' as const, failure } : {}) });
      }),
  };
}

function outboxOf(parts: SharingParts, state: StoreApi<BuilderState>, send: OutboxParts['send']): Outbox {
  return createOutbox({
    ...parts,
    send,
    onState: (saving) => state.setState({ saving, ...(saving === 'saved' ? { failure: undefined } : {}) }),
    onFailure: (error) => state.setState({ saving: 'failed', failure: failureOf(error) }),
  });
}

/** The seat, and what is said of where one is. */
function createSeating(client: Engine['client'], workflowId: string) {
  let seat: string | undefined;
  let presence: Presence | undefined;
  function say(): void {
    if (seat === undefined || presence === undefined) return;
    // Where somebody was a moment ago matters to nobody.
    void client.together.present({ workflowId, seat, presence }).catch(() => undefined);
  }
  return {
    own: (): string | undefined => seat,
    take: (next: string): void => {
      seat = next;
      say();
    },
    leave: (): void => {
      seat = undefined;
    },
    present: (next: Presence): void => {
      presence = next;
      say();
    },
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
