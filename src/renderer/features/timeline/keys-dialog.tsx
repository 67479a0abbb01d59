import { useLayoutEffect, useRef } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { type BarKind, barNames } from './bars.ts';
import type { BarLook, Palette } from './palette.ts';
import { usePalette } from './use-palette.ts';
import { t } from '../../../words/words.ts';

interface KeysDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

const keys = (): { keys: string[]; does: string }[] => [
  { keys: ['ArrowUp', 'ArrowDown'], does: t('Step to the row before or after') },
  { keys: ['ArrowRight', 'ArrowLeft'], does: t('Open or close a row, go in or out') },
  { keys: ['Enter'], does: t('Details of the row') },
  { keys: ['Space'], does: t('Open or close the row') },
  { keys: ['Home', 'End'], does: t('First or last row') },
  { keys: ['+', '-', '0'], does: t('Zoom in, out, to the whole run') },
  { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], does: t('Earlier or later') },
  { keys: ['E', 'C'], does: t('Open or close everything') },
  { keys: ['F'], does: t('Follow what happens') },
  { keys: ['R'], does: t('Go back in time') },
  { keys: ['[', ']'], does: t('While back in time: one moment back or on') },
  { keys: ['K'], does: t('While back in time: play or pause') },
  { keys: ['/'], does: t('Search') },
  { keys: ['?'], does: t('This list') },
];

const kinds: BarKind[] = [
  ...(['completed', 'running', 'failed', 'attempt', 'retrying', 'queued'] as const),
  ...(['asking', 'answering', 'parked', 'cancelled', 'skipped'] as const),
];

export function KeysDialog({ isOpen, onOpenChange }: KeysDialogProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={t('Keys and colours')} size="lg" isReading>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <section aria-labelledby="timeline-keys">
          <h3 id="timeline-keys" className="mb-2 text-sm font-semibold">
            {t('Keys')}
          </h3>
          <dl className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-sm">
            {keys().map((each) => (
              <div key={each.does} className="contents">
                <dt>{each.does}</dt>
                <dd className="flex justify-end gap-1">
                  {each.keys.map((key) => (
                    <KeyHint key={key} keys={key} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <p className="mt-3 text-xs text-muted">
            {t('The wheel scrolls; with Control or Command it zooms, with Shift it goes through time.')}
          </p>
        </section>
        <section aria-labelledby="timeline-colours">
          <h3 id="timeline-colours" className="mb-2 text-sm font-semibold">
            {t('Bars')}
          </h3>
          <Legend />
        </section>
      </div>
    </Dialog>
  );
}

function Legend() {
  const place = useRef<HTMLUListElement>(null);
  const palette = usePalette(place);
  return (
    <ul ref={place} className="space-y-1.5 text-sm">
      {kinds.map((kind) => (
        <li key={kind} className="flex items-center gap-3">
          <Sample palette={palette} kind={kind} />
          {barNames()[kind]}
        </li>
      ))}
      <li className="text-xs text-muted">{t('A thin bar with ends holds the steps inside it.')}</li>
    </ul>
  );
}

function Sample({ palette, kind }: { palette: Palette | undefined; kind: BarKind }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !palette) return;
    const scale = window.devicePixelRatio || 1;
    context.canvas.width = 56 * scale;
    context.canvas.height = 16 * scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    drawSample(context, palette.bars[kind], kind === 'retrying');
  }, [palette, kind]);
  return <canvas ref={canvas} aria-hidden className="h-4 w-14 shrink-0" />;
}

function drawSample(context: CanvasRenderingContext2D, look: BarLook, isThin: boolean): void {
  context.beginPath();
  context.roundRect(1, isThin ? 6 : 1, 54, isThin ? 4 : 14, 3);
  context.fillStyle = look.fill;
  context.fill();
  if (look.pattern && !isThin) {
    context.fillStyle = look.pattern;
    context.fill();
  }
  if (!look.line) return;
  context.strokeStyle = look.line;
  context.setLineDash(look.isDashed ? [3, 2] : []);
  context.stroke();
}
