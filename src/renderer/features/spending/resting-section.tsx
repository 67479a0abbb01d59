import { type RestingModel, restReason } from '../../../contract/spending.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

/** Models that are not asked for a while, each with a way to have it asked all the same. */
export function RestingSection({ resting, onResumed }: { resting: RestingModel[]; onResumed: () => void }) {
  const { engine } = useHeron();
  const resume = useAction(t('Could not have it asked again'), async (model: string, account: string) => {
    await engine.client.spending.resume({ model, account });
    onResumed();
  });
  if (resting.length === 0) return null;
  return (
    <Section
      title={t('Resting')}
      text={t('These could not answer. Others are asked in their place until their time is over.')}
    >
      {resting.map(({ model, account, because, until }) => (
        <div key={`${model} ${account}`} className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <div className="min-w-0 flex-1">
            <p className="truncate text-sm">{model}</p>
            <p className="text-xs text-muted">
              {t('{{who}} {{reason}}; not asked until {{until}}', {
                who: account === 'default' ? t('It') : t('Account {{account}}', { account }),
                reason: restReason(because),
                until: exactTimeText(until),
              })}
            </p>
          </div>
          <Button size="sm" disabled={resume.isBusy} onClick={() => void resume.run(model, account)}>
            {t('Ask again')}
            <span className="sr-only"> {model}</span>
          </Button>
        </div>
      ))}
    </Section>
  );
}
