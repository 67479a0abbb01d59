import { useEffect, useEffectEvent } from 'react';
import { isMac } from '../../ui/key-names.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { BuildActions } from './build-actions.ts';
import type { Builder } from './builder-store.ts';
import { listOf, taskAt } from './document/place.ts';
import { bodiesOf } from '../../../contract/plan-task.ts';
import { t } from '../../../words/words.ts';

type Parts = {
  builder: Builder;
  actions: BuildActions;
  onAdd: () => void;
  /** An edge that is selected goes with the Delete key. */
  removeEdge: (() => void) | undefined;
  /** Something else is shown, which nothing of this is done to. */
  isOff: boolean;
};

/** The keys of the builder, wherever in it the focus is, but in a field. */
export function useBuilderKeys({ builder, actions, onAdd, removeEdge, isOff }: Parts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (isOff || event.defaultPrevented || isTyping(event.target)) return;
    const isMod = isMac() ? event.metaKey : event.ctrlKey;
    const { selection } = builder.state.getState();
    const act = isMod
      ? modAction(event, builder, actions)
      : plainAction(event.key, selection, actions, onAdd, removeEdge, () => builder.select([]));
    if (!act) return;
    event.preventDefault();
    act();
  });
  const copy = useEffectEvent((event: ClipboardEvent) => {
    if (isOff || isTyping(event.target) || !document.getSelection()?.isCollapsed) return;
    const { selection } = builder.state.getState();
    const text = actions.copyText(selection);
    if (text === undefined) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    if (event.type === 'cut') actions.remove(selection);
  });
  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (isOff || isTyping(event.target)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '') return;
    event.preventDefault();
    if (actions.paste(text, listOfSelection(builder))) return;
    showToast({
      title: t('There are no steps in what was copied'),
      text: t('Steps and triggers are copied here, or as the text of a plan.'),
    });
  });
  useEffect(() => {
    window.addEventListener('keydown', press);
    window.addEventListener('copy', copy);
    window.addEventListener('cut', copy);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('copy', copy);
      window.removeEventListener('cut', copy);
      window.removeEventListener('paste', paste);
    };
  }, []);
}

function modAction(event: KeyboardEvent, builder: Builder, actions: BuildActions): (() => void) | undefined {
  const { selection } = builder.state.getState();
  switch (event.key.toLowerCase()) {
    case 'z':
      return event.shiftKey ? builder.redo : builder.undo;
    case 'y':
      return builder.redo;
    case 'd':
      return () => void actions.duplicate(selection);
    case 'a':
      return () => builder.select(actions.all());
    case 'g':
      return event.shiftKey ? () => actions.unframe(selection) : () => void actions.frame(selection);
    default:
      return undefined;
  }
}

function plainAction(
  key: string,
  selection: readonly string[],
  actions: BuildActions,
  onAdd: () => void,
  removeEdge: (() => void) | undefined,
  deselect: () => void,
): (() => void) | undefined {
  if (key === 'Delete' || key === 'Backspace') {
    return selection.length > 0 ? () => actions.remove(selection) : removeEdge;
  }
  if (key === 'Escape') return deselect;
  return key === 'a' ? onAdd : undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** What is pasted goes into the box that is selected, or beside the step that is. */
export function listOfSelection(builder: Builder): string {
  const [place] = builder.state.getState().selection;
  const task = place === undefined ? undefined : taskAt(builder.document(), place);
  if (place === undefined || !task) return '';
  return task.tasks && bodiesOf(task).length === 1 ? place : listOf(place);
}
