import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { WorkflowService } from './service.ts';

const api = implement(contract.workflows);

export function workflowHandlers(workflows: WorkflowService) {
  return {
    list: api.list.handler(() => workflows.list()),
    get: api.get.handler(({ input }) => workflows.get(input.workflowId)),
    create: api.create.handler(({ input }) => workflows.create(input.document)),
    save: api.save.handler(({ input }) => workflows.save(input.workflowId, input.baseRevision, input.document)),
    rename: api.rename.handler(({ input }) => workflows.rename(input.workflowId, input.title)),
    duplicate: api.duplicate.handler(({ input }) => workflows.duplicate(input.workflowId)),
    remove: api.remove.handler(async ({ input }) => {
      await workflows.remove(input.workflowId);
      return {};
    }),
    recover: api.recover.handler(({ input }) => workflows.recover(input.workflowId)),
    publish: api.publish.handler(({ input }) => workflows.publish(input.workflowId, input.baseRevision)),
    switch: api.switch.handler(({ input }) => workflows.switch(input.workflowId, input.isOff)),
    versions: api.versions.handler(({ input }) => workflows.versions(input.workflowId)),
    version: api.version.handler(({ input }) => workflows.version(input.workflowId, input.number)),
    restore: api.restore.handler(({ input }) => workflows.restore(input.workflowId, input.number)),
    run: api.run.handler(async ({ input: { workflowId, ...wanted } }) => ({
      runId: await workflows.run(workflowId, wanted),
    })),
    outputs: api.outputs.handler(({ input }) => workflows.outputs(input.workflowId)),
    check: api.check.handler(({ input }) => workflows.check(input.document)),
    preview: api.preview.handler(({ input: { workflowId, ...request } }) => workflows.preview(workflowId, request)),
    export: api.export.handler(({ input }) => workflows.exportFile(input.workflowId, input.state)),
    import: api.import.handler(({ input }) => workflows.importFile(input.text)),
    examples: api.examples.handler(() => workflows.examples()),
  };
}
