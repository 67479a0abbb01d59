import type { EventType, Payload } from '../../../contract/events.ts';
import { bytesText } from '../runs/file-changes.ts';
import { t } from '../../words/words.ts';

type DownloadEvent = Extract<EventType, `download.${string}`>;

/** What is told of models that come to this machine. */
export const downloadSentences: { [Type in DownloadEvent]: (payload: Payload<Type>) => string } = {
  'download.added': ({ name, address }) => `${name} can be downloaded, from ${address}`,
  'download.started': ({ name, received }) =>
    received === 0
      ? t('Download of {{name}} begun', { name })
      : t('Download of {{name}} goes on after {{received}}', { name, received: bytesText(received) }),
  'download.progressed': ({ modelId, received }) => `${bytesText(received)} of ${modelId} are here`,
  'download.paused': ({ name, received }) =>
    t('Download of {{name}} paused after {{received}}', { name, received: bytesText(received) }),
  'download.completed': ({ name }) => `${name} is on this machine`,
  'download.failed': ({ name, error }) => `${name} could not be downloaded: ${error.message}`,
  'download.removed': ({ name }) => `${name} removed from this machine`,
};
