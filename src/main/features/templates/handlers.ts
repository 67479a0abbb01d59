import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { TemplateService } from './service.ts';

const api = implement(contract.templates);

export function templateHandlers(templates: TemplateService) {
  return {
    list: api.list.handler(() => templates.list()),
    save: api.save.handler(({ input }) => templates.save(input)),
    get: api.get.handler(({ input }) => templates.get(input.name)),
  };
}
