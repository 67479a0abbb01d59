import { Crop, Square } from 'lucide-react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Region } from '../../../contract/eyes.ts';
import { Button } from '../../ui/button.tsx';
import { coverUp, cutOut } from './covers.ts';
import type { Picture } from './store.ts';
import { t } from '../../words/words.ts';

interface PicturePreviewProps {
  picture: Picture;
  onChange: (picture: Picture) => void;
}

/** Smaller ones are slips of the hand. */
const smallest = 0.01;

/** A picture as it will be used; what is dragged over is blacked out, or alone kept. */
export function PicturePreview({ picture, onChange }: PicturePreviewProps) {
  const [cuts, setCuts] = useState(false);
  const [dragged, setDragged] = useState<Region>();
  const start = useRef<{ x: number; y: number }>(undefined);
  const shown = useRef<HTMLCanvasElement>(null);
  const { canvas, title } = picture;
  useEffect(() => {
    const target = shown.current;
    if (!target) return;
    [target.width, target.height] = [canvas.width, canvas.height];
    target.getContext('2d')?.drawImage(canvas, 0, 0);
  }, [canvas]);
  const drop = (): void => {
    start.current = undefined;
    setDragged(undefined);
    if (!dragged || dragged.width < smallest || dragged.height < smallest) return;
    if (cuts) return onChange({ canvas: cutOut(canvas, dragged), title });
    const copy = cutOut(canvas, { x: 0, y: 0, width: 1, height: 1 });
    coverUp(copy, [dragged]);
    onChange({ canvas: copy, title });
  };
  return (
    <div className="space-y-2">
      <Tools cuts={cuts} onChoose={setCuts} size={`${canvas.width} × ${canvas.height}`} />
      <div className="relative mx-auto w-fit touch-none overflow-hidden rounded-md border bg-sunken">
        <canvas
          ref={shown}
          role="img"
          aria-label={
            title === ''
              ? t('The picture that will be used')
              : t('The picture of {{title}} that will be used', { title })
          }
          className="block max-h-[50dvh] max-w-full cursor-crosshair"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            start.current = placeIn(event);
          }}
          onPointerMove={(event) => {
            if (start.current) setDragged(between(start.current, placeIn(event)));
          }}
          onPointerUp={drop}
          onPointerCancel={drop}
        />
        {dragged && <Dragged region={dragged} />}
      </div>
    </div>
  );
}

function Tools({ cuts, onChoose, size }: { cuts: boolean; onChoose: (cuts: boolean) => void; size: string }) {
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={t('What dragging does')}>
      <Button
        size="sm"
        icon={Square}
        variant={cuts ? 'ghost' : 'secondary'}
        aria-pressed={!cuts}
        onClick={() => onChoose(false)}
      >
        {t('Black out')}
      </Button>
      <Button
        size="sm"
        icon={Crop}
        variant={cuts ? 'secondary' : 'ghost'}
        aria-pressed={cuts}
        onClick={() => onChoose(true)}
      >
        {t('Keep only a part')}
      </Button>
      <span className="ml-auto self-center text-xs text-muted tabular-nums">{size}</span>
    </div>
  );
}

function Dragged({ region: { x, y, width, height } }: { region: Region }) {
  const [left, top, wide, high] = [x, y, width, height].map((part) => `${part * 100}%`);
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute border-2 border-accent bg-accent-soft/60"
      style={{ left, top, width: wide, height: high }}
    />
  );
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
