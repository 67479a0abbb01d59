import { makePattern, type Pattern, workedOut } from '../../ui/canvas-colours.ts';
import type { BarKind } from './bars.ts';

/** How one kind of bar looks. Besides its colour each has a pattern, an edge or a sign of its own. */
export type BarLook = { fill: string; pattern?: CanvasPattern; line?: string; isDashed?: boolean; sign: string };

/** The theme's colours as a canvas needs them: worked out, not as variables. */
export type Palette = {
  bars: Record<BarKind, BarLook>;
  busy: string;
  muted: string;
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
    busy: withAlpha(colour('accent'), 0.55),
    muted: colour('muted'),
    font,
  };
}

function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(alpha * 100)}%, transparent)`;
}
