import { useEffect, useEffectEvent } from 'react';
import { isPressed } from '../../../contract/hot-keys.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { isMac } from '../../ui/key-names.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useSchedules } from './use-schedules.ts';
import { andText } from '../../ui/list-text.ts';
import { t } from '../../../words/words.ts';

/** Keys that start something, pressed in the window. What is being typed, and Heron's own keys, come first. */
export function HotKeys() {
  const { engine } = useHeron();
  const schedules = useSchedules().data ?? [];
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat) return;
    const found = schedules.find(
      ({ time, isPaused }) => time.kind === 'keys' && !isPaused && isPressed(time.keys, event, isMac()),
    );
    if (found?.time.kind !== 'keys') return;
    event.preventDefault();
    engine.client.schedules.press({ keys: found.time.keys }).then(
      ({ titles }) =>
        showToast({ title: t('Started {{titles}}', { titles: andText(titles.map((title) => `“${title}”`)) }) }),
      (error: unknown) =>
        showToast({ tone: 'danger', title: t('It could not be started'), text: failureOf(error).message }),
    );
  });
  useEffect(() => {
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
  return null;
}
