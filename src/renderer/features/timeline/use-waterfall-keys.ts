import { useEffect, useEffectEvent } from 'react';
import type { View } from './use-view.ts';

export type WaterfallActions = {
  view: View;
  openAll: () => void;
  closeAll: () => void;
  follow: () => void;
  search: () => void;
  showKeys: () => void;
};

/** Keys that work anywhere on the screen, except where somebody types or a dialog is open. */
export function useWaterfallKeys(actions: WaterfallActions): void {
  const { view } = actions;
  useScreenKeys((event) => {
    if (event.shiftKey && event.key === 'ArrowLeft') return () => view.pan(-0.2);
    if (event.shiftKey && event.key === 'ArrowRight') return () => view.pan(0.2);
    return {
      '+': () => view.zoom(0.5),
      '=': () => view.zoom(0.5),
      '-': () => view.zoom(2),
      '0': view.fit,
      e: actions.openAll,
      c: actions.closeAll,
      f: actions.follow,
      '/': actions.search,
      '?': actions.showKeys,
    }[event.key];
  });
}

export function useScreenKeys(actionOf: (event: KeyboardEvent) => (() => void) | undefined): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    if (
      target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]')
    )
      return;
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
}
