import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Section } from '../../ui/section.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';
import { t } from '../../../words/words.ts';

/** How long models are waited for. */
export function PatienceSection() {
  const heron = useHeron();
  const { settings } = useStore(heron.settings.state);
  const update = useAction(t('Could not change how long models are waited for'), heron.settings.update);
  if (!settings) return undefined;
  const { silentSeconds, planSeconds } = settings.patience;
  return (
    <Section
      title={t('How long models are waited for')}
      text={t('Then the next model is asked, or the rules plan; the conversation says so.')}
    >
      <NumberSetting
        label={t('Seconds of silence in an answer')}
        hint={t(
          'So long nothing more may come of an answer that has begun. Some models think for a minute without a word.',
        )}
        {...{ min: 5, max: 290, value: silentSeconds }}
        onChange={(seconds) => void update.run({ patience: { silentSeconds: seconds } })}
      />
      <NumberSetting
        label={t('Seconds for a plan')}
        hint={t('For all that is asked until a plan can run, what was wrong in it sent back too.')}
        {...{ min: 10, max: 7200, value: planSeconds }}
        onChange={(seconds) => void update.run({ patience: { planSeconds: seconds } })}
      />
    </Section>
  );
}
