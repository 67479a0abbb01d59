import { useEffect, useRef } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { classNames } from '../../ui/class-names.ts';

const heights = ['h-1.5', 'h-2.5', 'h-3.5', 'h-2.5', 'h-1.5'];

/** How loud it is, for the eye alone. It is drawn past React, and only where something changes. */
export function LevelMeter({ isWide = false }: { isWide?: boolean }) {
  const { voice } = useHeron();
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(0);
  useEffect(
    () =>
      voice.onLevel((level) => {
        const bars = place.current?.children ?? [];
        const lit = Math.round(level * bars.length);
        if (lit === shown.current || document.hidden) return;
        shown.current = lit;
        for (const [index, bar] of [...bars].entries()) {
          // The short one lights from the middle.
          const order = isWide ? index : Math.abs(index - 2) * 2;
          bar.toggleAttribute('data-lit', order < lit);
        }
      }),
    [voice, isWide],
  );
  return (
    <div
      ref={place}
      aria-hidden
      className={classNames('flex items-center', isWide ? 'h-2 w-full gap-0.5' : 'gap-0.75')}
    >
      {(isWide ? Array.from({ length: 40 }, () => 'h-2 flex-1') : heights).map((height, index) => (
        <span
          key={index}
          className={classNames('solid rounded-full bg-border data-lit:bg-accent', !isWide && 'w-0.75', height)}
        />
      ))}
    </div>
  );
}
