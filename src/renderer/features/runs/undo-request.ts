import { createStore } from 'zustand/vanilla';

/** The run that somebody asked to undo by a command; the window shows the question. */
export const undoRequest = createStore<{ runId: string | undefined }>(() => ({ runId: undefined }));

export function askToUndo(runId: string): void {
  undoRequest.setState({ runId });
}
