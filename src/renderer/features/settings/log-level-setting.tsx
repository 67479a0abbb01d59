import { useStore } from 'zustand';
import type { Settings } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Select } from '../../ui/select.tsx';
import { levelNames } from './log-text.ts';
import { t } from '../../../words/words.ts';

/** What is written at all; the other choice only narrows what is shown. */
export function LogLevelSetting() {
  const { settings } = useHeron();
  const level = useStore(settings.state, (state) => state.settings?.logLevel);
  const update = useAction(t('Could not change the log level'), settings.update);
  return (
    <div className="flex items-center gap-2">
      <span aria-hidden className="text-xs text-muted">
        {t('Written down')}
      </span>
      <div className="w-40">
        <Select
          label={t('Written down')}
          isLabelHidden
          disabled={level === undefined}
          value={level}
          onChange={(next) => void update.run({ logLevel: next as Settings['logLevel'] })}
          options={Object.entries(levelNames()).map(([value, label]) => ({ value, label }))}
        />
      </div>
    </div>
  );
}
