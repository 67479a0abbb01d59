import type { Hand } from './hands-wire.ts';
import { t } from '../../../words/words.ts';

const bones = [
  [0, 1, 2, 3, 4],
  [0, 5, 6, 7, 8],
  [5, 9, 10, 11, 12],
  [9, 13, 14, 15, 16],
  [13, 17, 18, 19, 20],
  [0, 17],
];

/** The hand as it was found, as in a mirror. */
export function HandDrawing({ hand }: { hand: Hand | undefined }) {
  const place = (index: number): string => {
    const { x = 0, y = 0 } = hand?.picture[index] ?? {};
    return `${((1 - x) * 160).toFixed(1)},${(y * 120).toFixed(1)}`;
  };
  return (
    <svg
      viewBox="0 0 160 120"
      role="img"
      aria-label={hand ? t('A hand was found') : t('No hand was found')}
      className="mx-auto block h-60 max-w-full rounded-md border bg-sunken"
    >
      {hand &&
        bones.map((bone) => (
          <polyline
            key={bone.join()}
            points={bone.map(place).join(' ')}
            className="fill-none stroke-accent"
            strokeWidth={2}
            strokeLinejoin="round"
          />
        ))}
    </svg>
  );
}
