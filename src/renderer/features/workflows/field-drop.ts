import type { DragEvent } from 'react';

/** A field that takes an expression which is dropped on it; what is dropped on a text goes where it is dropped. */
export function fieldDrop(onDrop: (expression: string) => void) {
  return {
    onDragOver: (event: DragEvent<HTMLElement>): void => {
      if (!event.dataTransfer.types.includes('text/plain')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDrop: (event: DragEvent<HTMLElement>): void => {
      // An editor has put it where it was dropped.
      if (event.defaultPrevented) return;
      const text = event.dataTransfer.getData('text/plain');
      if (!text.startsWith('{{')) return;
      event.preventDefault();
      onDrop(text);
    },
  };
}
