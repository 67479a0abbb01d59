import { join } from 'node:path';
import { createTemplates, type TemplateService } from '../features/templates/service.ts';
import type { Ground } from './ground.ts';
import type { Catalogue } from '../orchestrator/catalogue.ts';
import { compileInputSchema } from '../workers/registry/action-schema.ts';

export function openTemplates({ host, paths, scrubber }: Ground, catalogue: () => Catalogue): TemplateService {
  return createTemplates({
    ownFolder: paths.templates,
    bundledFolder: join(host.appFolder, 'resources', 'templates'),
    compileSchema: compileInputSchema,
    catalogue,
    scrub: scrubber.json,
  });
}
