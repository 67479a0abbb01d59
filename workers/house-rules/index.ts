import { defineWorker } from 'heron/worker-kit';
import type { Settings } from './actions.generated.ts';
import { branchFault, gitPushFault } from './branches.ts';
import { placeFault } from './places.ts';
import { programFault } from './programs.ts';

export default defineWorker({
  actions: {},
  hooks: {
    before_tool_call(call, { settings }) {
      const { programs, branches, places } = settings as Settings;
      const fault =
        placeFault(call, places) ??
        (call.ref === 'process.run'
          ? (programFault(call.input, programs) ?? branchFault(call.input, branches))
          : call.ref === 'git.push'
            ? gitPushFault(call.input, branches)
            : undefined);
      return fault === undefined ? undefined : { veto: fault };
    },
  },
});
