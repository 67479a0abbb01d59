import type { Found } from './found.ts';
import type { NodeDraft } from './writing.ts';

/** What does a step in n8n, what is done before it, and what is different. */
export type StepDraft = { draft: NodeDraft; before?: NodeDraft; as: Found['as']; whys: string[] };
