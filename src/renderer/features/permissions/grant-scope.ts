import type { Grant } from '../../../contract/permissions.ts';

/** How long a grant holds, as a person would say it. */
export const scopeNames: Record<Grant['scope'], string> = {
  once: 'Once',
  run: 'This run',
  conversation: 'This conversation',
  always: 'Always',
};
