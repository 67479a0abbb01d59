import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Region } from '../../../contract/eyes.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { keyedRegion } from './keyed-region.ts';
import { Frame } from './frame.tsx';
import { t } from '../../../words/words.ts';

interface PartOfPictureProps {
  canvas: HTMLCanvasElement;
  label: string;
  onPart: (region: Region) => void;
  /** Over the picture. */
  children?: ReactNode;
}

/** Smaller ones are slips of the hand. */
const smallest = 0.01;

/** A picture of which a part can be dragged over, or chosen by keys. */
export function PartOfPicture({ canvas, label, onPart, children }: PartOfPictureProps) {
  const shown = useRef<HTMLCanvasElement>(null);
  const hint = useId();
  useEffect(() => {
    const target = shown.current;
    if (!target) return;
    [target.width, target.height] = [canvas.width, canvas.height];
    target.getContext('2d')?.drawImage(canvas, 0, 0);
  }, [canvas]);
  const { dragged, handlers } = usePart(onPart);
  return (
    <div className="space-y-2">
      <div className="relative mx-auto w-fit touch-none overflow-hidden rounded-md border bg-sunken">
        <canvas
          ref={shown}
          role="img"
          aria-label={label}
          className="block max-h-[50dvh] max-w-full cursor-crosshair"
          tabIndex={0}
          aria-describedby={hint}
          {...handlers}
        />
        {children}
        {dragged && <Frame region={dragged} className="border-2 border-accent bg-accent-soft/60" />}
      </div>
      <p id={hint} className="text-xs text-muted">
        {t(
          'Drag over a part, or choose it with the arrow keys: with Shift they change its size, Enter takes it, Backspace leaves it.',
        )}
      </p>
      <VisuallyHidden>
        <span role="status">{dragged ? placeText(dragged) : ''}</span>
      </VisuallyHidden>
    </div>
  );
}

/** A part of the picture that is being chosen, by a pointer or by keys. */
function usePart(take: (region: Region) => void) {
  const [dragged, setDragged] = useState<Region>();
  const start = useRef<Place>(undefined);
  const drop = (): void => {
    start.current = undefined;
    setDragged(undefined);
    if (dragged && dragged.width >= smallest && dragged.height >= smallest) take(dragged);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (dragged && event.key === 'Backspace') setDragged(undefined);
    else if (dragged && event.key === 'Enter') drop();
    else {
      const next = keyedRegion(dragged, event);
      if (!next) return;
      setDragged(next);
    }
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = placeIn(event);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (start.current) setDragged(between(start.current, placeIn(event)));
  };
  return { dragged, handlers: { onKeyDown, onPointerDown, onPointerMove, onPointerUp: drop, onPointerCancel: drop } };
}

function placeText({ x, y, width, height }: Region): string {
  const [left, top, wide, high] = [x, y, width, height].map((part) => Math.round(part * 100));
  return t('{{wide}} % wide and {{high}} % high, {{left}} % from the left, {{top}} % from the top', {
    ...{ wide: wide ?? 0, high: high ?? 0, left: left ?? 0, top: top ?? 0 },
  });
}

type Place = { x: number; y: number };

function placeIn({ currentTarget, clientX, clientY }: PointerEvent): Place {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  const part = (value: number, size: number): number => Math.max(0, Math.min(1, value / size));
  return { x: part(clientX - left, width), y: part(clientY - top, height) };
}

function between(one: Place, other: Place): Region {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}
