import type { EventType, Payload } from '../../../contract/events.ts';
import { bytesText } from '../runs/file-changes.ts';

type DownloadEvent = Extract<EventType, `download.${string}`>;

/** What is told of models that come to this machine. */
export const downloadSentences: { [Type in DownloadEvent]: (payload: Payload<Type>) => string } = {
  'download.added': ({ name, address }) => `${name} can be downloaded, from ${address}`,
  'download.started': ({ name, received }) =>
    received === 0 ? `Download of ${name} begun` : `Download of ${name} goes on after ${bytesText(received)}`,
  'download.progressed': ({ modelId, received }) => `${bytesText(received)} of ${modelId} are here`,
  'download.paused': ({ name, received }) => `Download of ${name} paused after ${bytesText(received)}`,
  'download.completed': ({ name }) => `${name} is on this machine`,
  'download.failed': ({ name, error }) => `${name} could not be downloaded: ${error.message}`,
  'download.removed': ({ name }) => `${name} removed from this machine`,
};
