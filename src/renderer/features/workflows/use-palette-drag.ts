import { createContext, use, useState } from 'react';
import type { PaletteStep } from './steps.ts';

/** A step that is on its way from the palette to the canvas. */
export type PaletteDrag = { step: PaletteStep; x: number; y: number };

export type PaletteDragging = {
  drag: PaletteDrag | undefined;
  /** Follows the pointer from here; a press that goes nowhere stays a press. */
  begin: (step: PaletteStep, event: React.PointerEvent<HTMLElement>) => void;
};

/** Where the canvas takes what is dropped on it. */
export type DropTarget = (step: PaletteStep, x: number, y: number) => void;

const minimumPixels = 5;

export function usePaletteDrag(drop: DropTarget): PaletteDragging {
  const [drag, setDrag] = useState<PaletteDrag>();
  const begin = (step: PaletteStep, event: React.PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    const start = { x: event.clientX, y: event.clientY };
    let isDragging = false;
    const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
      isDragging ||= Math.hypot(x - start.x, y - start.y) >= minimumPixels;
      if (isDragging) setDrag({ step, x, y });
    };
    const end = (last: PointerEvent): void => {
      stop();
      if (!isDragging) return;
      suppressClick();
      if (last.type === 'pointerup') drop(step, last.clientX, last.clientY);
    };
    const escape = (pressed: KeyboardEvent): void => {
      if (pressed.key === 'Escape') stop();
    };
    const stop = (): void => {
      setDrag(undefined);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', escape);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', escape);
  };
  return { drag, begin };
}

/** The end of a drag is no press of the button it began on. */
function suppressClick(): void {
  const swallow = (event: MouseEvent): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}

export const PaletteDragContext = createContext<PaletteDragging | undefined>(undefined);

export function usePaletteDragging(): PaletteDragging | undefined {
  return use(PaletteDragContext);
}
