import { defineWorker } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { branch, checkout, worktree } from './branches.ts';
import { commit, rebase, stash } from './changes.ts';
import { diff, log } from './history.ts';
import { clone, init, pull, push } from './remotes.ts';
import { status } from './status.ts';

export default defineWorker<Actions>({
  actions: { init, clone, status, diff, log, branch, checkout, commit, pull, push, rebase, stash, worktree },
});
