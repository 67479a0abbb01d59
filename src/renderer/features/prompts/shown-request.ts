import { createStore } from 'zustand/vanilla';

/** The conversation of which somebody wants to see what a model would be shown; the window shows it. */
export const shownRequest = createStore<{ asked: { conversationId: string | undefined } | undefined }>(() => ({
  asked: undefined,
}));

export function showWhatModelsSee(conversationId: string | undefined): void {
  shownRequest.setState({ asked: { conversationId } });
}
