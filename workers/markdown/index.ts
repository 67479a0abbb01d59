import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { docx } from './docx.ts';
import { html } from './html.ts';
import { links } from './links.ts';
import { fix, lint } from './lint.ts';
import { contents } from './contents.ts';

export default defineWorker<Actions>({ actions: { lint, fix, contents, html, docx, links } });
