/** A colour of the theme as a canvas needs it. Each on an element of its own: on one that changes, a transition would show the colour before. */
export function workedOut(place: HTMLElement, colour: string): string {
  const probe = place.ownerDocument.createElement('span');
  probe.style.color = colour;
  place.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export type Pattern = 'slanted' | 'slanted-light' | 'crossed' | 'dotted';

/** Drawn on `ground`, or on nothing. */
export function makePattern(
  place: HTMLElement,
  colour: string,
  kind: Pattern,
  ground?: string,
): CanvasPattern | undefined {
  const tile = place.ownerDocument.createElement('canvas');
  const size = kind === 'dotted' ? 5 : 7;
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (!context) return undefined;
  if (ground !== undefined) {
    context.fillStyle = ground;
    context.fillRect(0, 0, size, size);
  }
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
