import type { EyeKind } from '../../../contract/eyes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Shown } from './requests.ts';

/** The newest picture of each kind while a person lets Heron look by itself: in memory alone, and not for long. */
export function createKeptPictures(clock: Clock) {
  const kept = new Map<EyeKind, { shown: Shown; until: number }>();
  return {
    keep: (kind: EyeKind, shown: Shown, seconds: number): void => {
      kept.set(kind, { shown, until: clock() + seconds * 1000 });
    },
    forget: (kind: EyeKind): void => void kept.delete(kind),
    /** A window that has gone hands in no more: what it showed last is then of no use to anybody. */
    fresh(kind: EyeKind): Shown | undefined {
      const found = kept.get(kind);
      if (found && found.until >= clock()) return found.shown;
      kept.delete(kind);
      return undefined;
    },
    clear: (): void => kept.clear(),
  };
}

export type KeptPictures = ReturnType<typeof createKeptPictures>;
