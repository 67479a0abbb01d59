import type { Region } from '../../../contract/eyes.ts';
import { classNames } from '../../ui/class-names.ts';

/** Marks a part of what it stands over. */
type FrameProps = { region: Region; className?: string; colour?: string };

export function Frame({ region: { x, y, width, height }, className, colour }: FrameProps) {
  const [left, top, wide, high] = [x, y, width, height].map((part) => `${part * 100}%`);
  return (
    <span
      aria-hidden
      className={classNames('pointer-events-none absolute', className)}
      style={{ left, top, width: wide, height: high, ...(colour ? { backgroundColor: colour } : {}) }}
    />
  );
}
