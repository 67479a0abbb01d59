import type { Payload } from '../../../contract/events.ts';
import { endingText } from '../../../contract/process-text.ts';
import { navigate } from '../../app/use-route.ts';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

/** Tells of the end of a background process wherever the person is; who stopped it knows. */
export function announceEnd(ended: Payload<'process.ended'>): void {
  const { id, name, end, exitCode } = ended;
  if (end === 'stopped' || end === 'run') return;
  const isFine = end === 'exit' && exitCode === 0;
  showToast({
    tone: isFine ? 'success' : 'warning',
    title: `${name} ${endingText(ended)}`,
    action: { label: t('Show'), onSelect: () => navigate({ screen: 'background', processId: id }) },
  });
}
