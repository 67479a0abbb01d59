import { useEffect } from 'react';
import { createStore, useStore } from 'zustand';
import type { createCodeEditor } from './code-editor.ts';

type Create = typeof createCodeEditor;

const state = createStore<{ create: Create | undefined }>(() => ({ create: undefined }));
let loading: Promise<void> | undefined;

/** Where code is about to be written. */
export function loadCodeEditor(): void {
  loading ??= load();
}

/** What draws editors; undefined until it is there. */
export function useCodeEditor(): Create | undefined {
  useEffect(loadCodeEditor, []);
  return useStore(state, ({ create }) => create);
}

async function load(): Promise<void> {
  try {
    const { createCodeEditor: create } = await import('./code-editor.ts');
    state.setState({ create });
  } catch {
    // A plain field is written in until then; the next one tries again.
    loading = undefined;
  }
}
