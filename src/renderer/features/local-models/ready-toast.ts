import type { Payload } from '../../../contract/events.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

/** That a download is here and plans from now on, with the way back. */
export function showReady(engine: Engine, payload: Payload<'download.completed'>): void {
  showToast({
    tone: 'success',
    title: t('{{name}} is here', { name: payload.name }),
    text: t('It plans from now on, on this machine alone.'),
    durationMs: 15_000,
    action: { label: t('Undo'), onSelect: () => void takeBack(engine, payload) },
  });
}

/** Nothing was set up before: what was set up for it goes again. Its files stay. */
async function takeBack({ client }: Engine, { modelId, name }: Payload<'download.completed'>): Promise<void> {
  try {
    const { providers } = await client.models.overview({});
    for (const { id, kind, models } of providers) {
      const others = models.filter((model) => !model.startsWith(`${modelId}/`));
      if (kind !== 'local' || others.length === models.length) continue;
      if (others.length === 0) await client.models.removeProvider({ providerId: id });
      else await client.models.keepProvider({ providerId: id, models: others });
    }
    showToast({ title: t('{{name}} does not plan any more', { name }) });
  } catch (error) {
    showToast({ tone: 'danger', title: t('Could not take it back'), text: failureOf(error).message });
  }
}
