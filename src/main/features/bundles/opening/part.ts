import type { AnyEvent } from '../../../../contract/events.ts';
import type { FileChange } from '../../../../contract/undo.ts';
import type { Header, KeptAction } from '../lines.ts';

/** What is in a bundle, as it comes; an event has the id and the place that `asEvent` gives it. */
export type Part =
  | { header: Header }
  | { action: KeptAction }
  | { event: AnyEvent }
  | { linked: AnyEvent }
  | { change: FileChange }
  | { end: { sha256: string; events: number } };
