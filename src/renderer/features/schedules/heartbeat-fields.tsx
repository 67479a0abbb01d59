import { Checkbox } from '../../ui/checkbox.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ScheduleDraft } from './schedule-draft.ts';
import { t } from '../../../words/words.ts';

/** What a new heartbeat begins with: it speaks where the person did last. */
export const usualHeartbeat = {
  ...{ words: 'every 30 minutes', poll: undefined, missed: 'skip', overlap: 'skip', results: { to: 'last' } },
} satisfies Partial<ScheduleDraft>;

interface HeartbeatFieldsProps {
  draft: ScheduleDraft;
  problem: string | undefined;
  change: (changes: Partial<ScheduleDraft>) => void;
}

export function HeartbeatFields({ draft: { hours, always }, problem, change }: HeartbeatFieldsProps) {
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        {t(
          'A model goes through the checklist HEARTBEAT.md of your prompt files, and tells you only what needs attention. While nothing changes no model is asked.',
        )}
      </p>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          type="time"
          label={t('Not before')}
          value={hours.from}
          error={problem}
          onChange={(from) => change({ hours: { ...hours, from } })}
        />
        <TextField
          type="time"
          label={t('Not after')}
          value={hours.to}
          onChange={(to) => change({ hours: { ...hours, to } })}
        />
      </div>
      <Checkbox
        label={t('Also when nothing happened in Heron')}
        hint={t('For checklists about what changes elsewhere.')}
        checked={always}
        onChange={(isAlways) => change({ always: isAlways })}
      />
    </div>
  );
}
