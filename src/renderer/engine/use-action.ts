import { useCallback, useState } from 'react';
import { showToast } from '../ui/toast-store.ts';
import { failureOf } from './failure.ts';

/** Runs something a person asked for; while it runs `isBusy`, and when it fails a toast says `whatFailed` and why. */
export function useAction<Arguments extends unknown[]>(
  whatFailed: string,
  action: (...values: Arguments) => Promise<void>,
): { run: (...values: Arguments) => Promise<boolean>; isBusy: boolean } {
  const [isBusy, setIsBusy] = useState(false);
  const run = useCallback(
    async (...values: Arguments): Promise<boolean> => {
      setIsBusy(true);
      try {
        await action(...values);
        return true;
      } catch (error) {
        showToast({ tone: 'danger', title: whatFailed, text: failureOf(error).message });
        return false;
      } finally {
        setIsBusy(false);
      }
    },
    [action, whatFailed],
  );
  return { run, isBusy };
}
