import { ViewportPortal } from '@xyflow/react';
import { MousePointer2 } from 'lucide-react';
import { useBuilderState } from '../builder-context.ts';
import { NameTag } from './others-here.tsx';

/** Where the others point on the canvas. A screen reader is told by the steps they choose. */
export function Pointers() {
  const people = useBuilderState((state) => state.people);
  const pointing = people.filter(({ cursor }) => cursor !== undefined);
  if (pointing.length === 0) return null;
  return (
    <ViewportPortal>
      {pointing.map(({ seat, name, cursor }) => (
        <div
          key={seat}
          aria-hidden
          data-pointer={name}
          className="pointer-events-none absolute z-10 flex items-start motion-safe:transition-transform motion-safe:duration-75"
          style={{ transform: `translate(${cursor?.x ?? 0}px, ${cursor?.y ?? 0}px)` }}
        >
          <MousePointer2 size={16} className="fill-text text-surface" />
          <NameTag className="mt-3" name={name} />
        </div>
      ))}
    </ViewportPortal>
  );
}
