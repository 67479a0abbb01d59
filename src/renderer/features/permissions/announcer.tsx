import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { wantsText } from './requests.ts';
import { t } from '../../../words/words.ts';

/** Tells a screen reader of the newest question, wherever it is answered. Always in the page, so that it is heard. */
export function PermissionAnnouncer() {
  const { permissions } = useHeron();
  const pending = useStore(permissions.state, (state) => state.pending);
  const requests = Object.values(pending);
  const newest = requests.at(-1);
  const words = newest
    ? t('Permission needed: {{what}} {{target}}. {{requests}} waiting.', {
        what: wantsText([newest.need]).replace('{{worker}}', newest.workerName),
        target: newest.need.target,
        requests: requests.length,
      })
    : '';
  return (
    <div role="status" aria-live="assertive" aria-label={t('Permission questions')}>
      <VisuallyHidden>{words}</VisuallyHidden>
    </div>
  );
}
