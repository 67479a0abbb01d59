import type { EventType, Payload } from '../../../contract/events.ts';
import { bytesText } from '../runs/file-changes.ts';
import { t } from '../../../words/words.ts';

type DownloadEvent = Extract<EventType, `download.${string}`>;

/** What is told of models that come to this machine. */
export const downloadSentences: { [Type in DownloadEvent]: (payload: Payload<Type>) => string } = {
  'download.added': ({ name, address }) => t('{{name}} can be downloaded, from {{address}}', { name, address }),
  'download.started': ({ name, received }) =>
    received === 0
      ? t('Download of {{name}} begun', { name })
      : t('Download of {{name}} goes on after {{received}}', { name, received: bytesText(received) }),
  'download.progressed': ({ modelId, received }) =>
    t('{{received}} of {{modelId}} are here', { received: bytesText(received), modelId }),
  'download.paused': ({ name, received }) =>
    t('Download of {{name}} paused after {{received}}', { name, received: bytesText(received) }),
  'download.completed': ({ name, plans }) =>
    plans
      ? t('{{name}} is on this machine, and plans from now on', { name })
      : t('{{name}} is on this machine', { name }),
  'download.failed': ({ name, error }) =>
    t('{{name}} could not be downloaded: {{message}}', { name, message: error.message }),
  'download.removed': ({ name }) => t('{{name}} removed from this machine', { name }),
};
