import type { LocalModel, LocalModelKind } from '../../../contract/local-models.ts';
import { bytesText } from '../runs/file-changes.ts';
import type { DownloadProgress } from './use-local-models.ts';
import { t } from '../../../words/words.ts';

export const kindNames = (): Record<LocalModelKind, string> => ({
  chat: t('Chat'),
  speech: t('Writes down speech'),
  voice: t('Voice'),
  'wake-word': t('Wake word'),
  other: t('Other'),
});

/** As it is now: what was told since the list was read goes before it. */
export function current(model: LocalModel, progress: DownloadProgress | undefined): LocalModel {
  if (!progress || !['waiting', 'downloading', 'checking'].includes(model.state)) return model;
  const { state, received, size } = progress;
  return { ...model, state, received, ...(size === undefined ? {} : { size }) };
}

/** "Chat · 469 MiB · Apache-2.0". */
export function factsText({ kind, size, licence }: LocalModel): string {
  return [
    kindNames()[kind],
    size === undefined ? t('size unknown') : bytesText(size),
    licence || t('licence unknown'),
  ].join(' · ');
}

/** "12 of 469 MiB, 3.1 MiB/s, 2 min left"; nothing for what is at rest. */
export function progressText({ state, received, size }: LocalModel, bytesPerSecond: number): string | undefined {
  if (state === 'waiting') return t('Waits for the download before it');
  if (state === 'checking') return t('Comparing it with its hash');
  if (state !== 'downloading' && state !== 'paused' && state !== 'failed') return undefined;
  if (state === 'failed' && received === 0) return undefined;
  const amount =
    size === undefined
      ? bytesText(received)
      : t('{{received}} of {{size}}', { received: bytesText(received), size: bytesText(size) });
  if (state !== 'downloading')
    return state === 'paused' ? t('{{amount}}, paused', { amount }) : t('{{amount}}, kept', { amount });
  if (bytesPerSecond === 0) return amount;
  const speed = bytesText(bytesPerSecond);
  if (size === undefined) return t('{{amount}}, {{speed}}/s', { amount, speed });
  return t('{{amount}}, {{speed}}/s, {{time}} left', {
    amount,
    speed,
    time: leftText((size - received) / bytesPerSecond),
  });
}

function leftText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
