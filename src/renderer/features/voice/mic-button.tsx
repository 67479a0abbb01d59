import { Mic } from 'lucide-react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { t } from '../../../words/words.ts';

/** Turns the microphone on, and off again. */
export function MicButton() {
  const { settings } = useHeron();
  const isOn = useStore(settings.state, (state) => state.settings?.voice.isOn ?? false);
  const update = useAction(t('Could not change the microphone'), settings.update);
  return (
    <IconButton
      icon={Mic}
      label={isOn ? t('Turn the microphone off') : t('Talk to Heron')}
      aria-pressed={isOn}
      onClick={() => void update.run({ voice: { isOn: !isOn } })}
    />
  );
}
