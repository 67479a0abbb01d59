import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { Late } from '../../base/late.ts';
import type { ImportingService } from './service.ts';

const api = implement(contract.imports);

export function importHandlers(importing: Late<ImportingService>) {
  return {
    look: api.look.handler(({ input }) => importing.look(input.text)),
    make: api.make.handler(({ input }) => importing.make(input.text)),
    export: api.export.handler(({ input }) => importing.export(input.workflowId, input.as, input.state)),
  };
}
