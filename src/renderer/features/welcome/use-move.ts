import type { Welcome } from '../../../contract/welcome.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { t } from '../../../words/words.ts';

/** To another step, or out of the first start. */
export function useMove(): { move: (change: Partial<Welcome>) => Promise<boolean>; isBusy: boolean } {
  const { welcome } = useHeron();
  const { run, isBusy } = useAction(t('Could not go on'), welcome.move);
  return { move: run, isBusy };
}
