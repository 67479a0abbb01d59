import type { EventOf } from '../../../contract/events.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import { navigate } from '../../app/use-route.ts';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

/** Says it wherever the person is. It stays in the inbox, so it need not stay over the screen. */
export function tellFailure({ id, title }: RunSummary, { payload: { error } }: EventOf<'run.failed'>): void {
  showToast({
    durationMs: 8000,
    tone: 'danger',
    title: t('“{{title}}” has failed', { title }),
    text: error.message,
    action: { label: t('Show'), onSelect: () => navigate({ screen: 'timeline', runId: id }) },
  });
}
