import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { needVerb } from './requests.ts';

/** Tells a screen reader of the newest question, wherever it is answered. Always in the page, so that it is heard. */
export function PermissionAnnouncer() {
  const { permissions } = useHeron();
  const pending = useStore(permissions.state, (state) => state.pending);
  const requests = Object.values(pending);
  const newest = requests.at(-1);
  const words = newest
    ? `Permission needed: ${newest.workerName} ${needVerb(newest.need)} ${newest.need.target}. ${requests.length} waiting.`
    : '';
  return (
    <div role="status" aria-live="assertive" aria-label="Permission questions">
      <VisuallyHidden>{words}</VisuallyHidden>
    </div>
  );
}
