import type { ReactElement } from 'react';
import { type QueueMode, queueModes } from '../../../contract/lanes.ts';
import { Menu } from '../../ui/menu.tsx';
import { t } from '../../../words/words.ts';

export const modeNames = (): Record<QueueMode, { label: string; hint: string }> => ({
  collect: { label: t('Together'), hint: t('Everything that waits is said as one message') },
  followup: { label: t('One by one'), hint: t('After what is under way, and each by itself') },
  steer: { label: t('Steer'), hint: t('An agent at work hears it at its next step') },
  interrupt: { label: t('Interrupt'), hint: t('Stops what is under way') },
});

interface QueueModeMenuProps {
  trigger: ReactElement;
  heading: string;
  mode: QueueMode | undefined;
  onChoose: (mode: QueueMode) => void;
}

/** How a message waits while Heron works. */
export function QueueModeMenu({ trigger, heading, mode, onChoose }: QueueModeMenuProps) {
  const items = queueModes.map((each) => ({
    ...modeNames()[each],
    isChecked: each === mode,
    onSelect: () => onChoose(each),
  }));
  return <Menu align="start" trigger={trigger} groups={[{ heading, items }]} />;
}
