import type { BarKind } from './bars.ts';

/** How one kind of bar looks. Besides its colour each has a pattern, an edge or a sign of its own. */
export type BarLook = { fill: string; pattern?: CanvasPattern; line?: string; isDashed?: boolean; sign: string };

/** The theme's colours as a canvas needs them: worked out, not as variables. */
export type Palette = {
  bars: Record<BarKind, BarLook>;
  grid: string;
  busy: string;
  muted: string;
  playhead: string;
  veil: string;
  font: string;
};

const names = [
  ...['accent', 'accent-soft', 'success', 'danger', 'danger-soft', 'warning', 'warning-soft'],
  ...['border', 'control', 'muted', 'text', 'raised', 'surface', 'sunken'],
] as const;

/** `place` lies where the canvas does, so that it has its theme. */
export function readPalette(place: HTMLElement): Palette {
  const colours: Record<string, string> = {};
  for (const name of names) colours[name] = workedOut(place, `var(--color-${name})`);
  const font = getComputedStyle(place).fontFamily;
  const colour = (name: string): string => colours[name] ?? '#888';
  const stripes = (name: string, kind: Pattern): CanvasPattern | undefined => makePattern(place, colour(name), kind);
  const look = (fill: string, more: Partial<BarLook> = {}): BarLook => ({ fill, sign: colour('danger'), ...more });
  return {
    bars: {
      running: look(colour('accent'), { pattern: stripes('raised', 'slanted-light') }),
      completed: look(colour('success')),
      failed: look(colour('danger'), { pattern: stripes('raised', 'crossed') }),
      cancelled: look(colour('sunken'), { pattern: stripes('control', 'crossed'), line: colour('control') }),
      skipped: look(colour('surface'), { line: colour('control'), isDashed: true }),
      queued: look(colour('sunken'), { pattern: stripes('control', 'slanted'), line: colour('control') }),
      asking: look(colour('warning-soft'), { pattern: stripes('warning', 'dotted'), line: colour('warning') }),
      answering: look(colour('warning-soft'), { pattern: stripes('warning', 'dotted'), line: colour('warning') }),
      attempt: look(colour('danger-soft'), { pattern: stripes('danger', 'crossed'), line: colour('danger') }),
      retrying: look(colour('warning'), {}),
      parked: look(colour('accent-soft'), { pattern: stripes('accent', 'dotted'), line: colour('accent') }),
    },
    grid: colour('border'),
    busy: withAlpha(colour('accent'), 0.55),
    muted: colour('muted'),
    playhead: colour('accent'),
    veil: withAlpha(colour('surface'), 0.55),
    font,
  };
}

/** Each on an element of its own: on one that changes, a transition would show the colour before. */
function workedOut(place: HTMLElement, colour: string): string {
  const probe = place.ownerDocument.createElement('span');
  probe.style.color = colour;
  place.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

type Pattern = 'slanted' | 'slanted-light' | 'crossed' | 'dotted';

function makePattern(place: HTMLElement, colour: string, kind: Pattern): CanvasPattern | undefined {
  const tile = place.ownerDocument.createElement('canvas');
  const size = kind === 'dotted' ? 5 : 7;
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (!context) return undefined;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.globalAlpha = kind === 'slanted-light' ? 0.28 : kind === 'crossed' ? 0.45 : 0.7;
  context.lineWidth = 1.2;
  if (kind === 'dotted') context.fillRect(1, 1, 2, 2);
  else {
    line(context, [0, size], [size, 0]);
    line(context, [-1, 1], [1, -1]);
    line(context, [size - 1, size + 1], [size + 1, size - 1]);
    if (kind === 'crossed') line(context, [0, 0], [size, size]);
  }
  return context.createPattern(tile, 'repeat') ?? undefined;
}

function line(context: CanvasRenderingContext2D, from: [number, number], to: [number, number]): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(alpha * 100)}%, transparent)`;
}
