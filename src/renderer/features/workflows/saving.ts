import type { StoreApi } from 'zustand/vanilla';
import { Workflow, type WorkflowDocument } from '../../../contract/workflows.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import type { BuilderState } from './builder-state.ts';

export type SavingParts = Pick<Engine, 'client'> & {
  /** Milliseconds without a change after which it is saved. */
  saveAfterMs?: number;
};

export type Saver = ReturnType<typeof createSaver>;

/** Saves what changed, one call after the other, each made from what the last one gave. */
export function createSaver({ client, saveAfterMs = 500 }: SavingParts, state: StoreApi<BuilderState>) {
  let saved: WorkflowDocument = state.getState().history.present;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> | undefined;

  async function saveOnce(document: WorkflowDocument): Promise<boolean> {
    const { id: workflowId, revision: baseRevision } = state.getState().kept;
    state.setState({ saving: 'saving' });
    try {
      const kept = await client.workflows.save({ workflowId, baseRevision, document });
      saved = document;
      state.setState({ kept, saving: 'saved', failure: undefined });
      return true;
    } catch (error) {
      const failure = failureOf(error);
      const theirs = failure.code === 'conflict' ? Workflow.safeParse(failure.details?.['workflow']).data : undefined;
      state.setState({ saving: theirs ? 'conflict' : 'failed', failure, theirs });
      return false;
    }
  }

  async function saveAll(): Promise<boolean> {
    for (;;) {
      const { history, theirs } = state.getState();
      if (history.present === saved) return true;
      if (theirs || !(await saveOnce(history.present))) return false;
    }
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    saving ??= saveAll().finally(() => {
      saving = undefined;
    });
    return saving;
  }

  return {
    flush,
    later: (): void => {
      if (!state.getState().theirs) state.setState({ saving: 'waiting' });
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), saveAfterMs);
    },
    took: (theirs: Workflow): void => {
      saved = theirs.document;
    },
    /** Somebody saved it: theirs is taken where nothing is to be saved here. Else saving finds out, and asks. */
    look: (take: (theirs: Workflow) => void): void => {
      void (saving ?? Promise.resolve()).then(async () => {
        const { kept, history } = state.getState();
        if (history.present !== saved) return;
        const theirs = await client.workflows.get({ workflowId: kept.id }).catch(() => undefined);
        const now = state.getState();
        if (theirs && theirs.revision > now.kept.revision && now.history.present === saved) take(theirs);
      });
    },
  };
}
