// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  init: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * Its first branch.
       */
      branch: string;
    };
    output: {
      path: string;
      branch: string;
    };
  };
  clone: {
    input: {
      /**
       * Its address (https, ssh) or its folder. Name and password do not belong into it.
       */
      url: string;
      /**
       * The new folder.
       */
      destination: string;
      /**
       * The branch to begin with. Absent: the usual one.
       */
      branch?: string;
      /**
       * Only so many of the newest commits.
       */
      depth?: number;
      /**
       * The secret to sign in with, for its hosts only. Absent: nobody is signed in, or a key of ssh is used.
       */
      credential?: 'github-token' | 'gitlab-token' | 'codeberg-token' | 'git-token';
      /**
       * The name to sign in with; most hosts take any with a token.
       */
      user: string;
    };
    output: {
      path: string;
      branch: string;
      /**
       * null: it is empty.
       */
      commit: string | null;
    };
  };
  status: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * How many files to give at most.
       */
      limit: number;
    };
    output: {
      /**
       * null: no branch is checked out.
       */
      branch: string | null;
      /**
       * null: there is none yet.
       */
      commit: string | null;
      upstream: string | null;
      ahead: number;
      behind: number;
      changes: {
        path: string;
        change: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type changed' | 'conflict' | 'untracked';
        staged: boolean;
      }[];
      /**
       * How many there are, whatever the limit.
       */
      total: number;
      conflicts: string[];
      isClean: boolean;
    };
  };
  diff: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * All since the last commit, only what is not staged, only what is. With `from` it does not count.
       */
      of: 'all' | 'unstaged' | 'staged';
      /**
       * A commit or branch to compare with.
       */
      from?: string;
      /**
       * Another; absent: the files as they are.
       */
      to?: string;
      /**
       * Only this file or folder, relative to the repository's folder.
       */
      file?: string;
      /**
       * Give so much of the text.
       */
      maxBytes: number;
    };
    output: {
      files: {
        path: string;
        /**
         * Lines; 0 for what is no text.
         */
        added: number;
        removed: number;
      }[];
      /**
       * As a unified diff.
       */
      text: string;
      truncated: boolean;
    };
  };
  log: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * The branch or commit to begin at. Absent: where you are.
       */
      ref?: string;
      /**
       * How many to give at most.
       */
      limit: number;
      /**
       * Only those that changed this file or folder.
       */
      file?: string;
    };
    output: {
      commits: {
        commit: string;
        author: string;
        email: string;
        /**
         * For example 2026-11-21T13:03:05+01:00.
         */
        at: string;
        subject: string;
      }[];
    };
  };
  branch: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * A branch to make.
       */
      name?: string;
      /**
       * Where it begins. Absent: where you are.
       */
      from?: string;
    };
    output: {
      current: string | null;
      branches: {
        name: string;
        commit: string;
        upstream: string | null;
      }[];
    };
  };
  checkout: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * The branch.
       */
      branch: string;
      /**
       * Make it first.
       */
      create: boolean;
      /**
       * `branch` is a commit or tag: switch to it without a branch.
       */
      detach: boolean;
    };
    output: {
      branch: string | null;
      commit: string | null;
    };
  };
  commit: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * What was changed, and why.
       */
      message: string;
      /**
       * Only these files or folders, relative to the repository's folder. Empty: all changes, new files too.
       */
      files: string[];
    };
    output: {
      commit: string;
      subject: string;
    };
  };
  pull: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * Its name.
       */
      remote: string;
      /**
       * The branch of it. Absent: the one that is followed.
       */
      branch?: string;
      /**
       * Only go forward, make a merge, or put the own commits on top.
       */
      mode: 'ff-only' | 'merge' | 'rebase';
      /**
       * What to do when changes do not fit together: put everything back as it was, or leave it to be resolved.
       */
      onConflict: 'abort' | 'keep';
      /**
       * The secret to sign in with, for its hosts only. Absent: nobody is signed in, or a key of ssh is used.
       */
      credential?: 'github-token' | 'gitlab-token' | 'codeberg-token' | 'git-token';
      /**
       * The name to sign in with; most hosts take any with a token.
       */
      user: string;
    };
    output: {
      status: 'done' | 'conflict';
      /**
       * Files in which both sides changed the same.
       */
      conflicts: string[];
      commit: string;
      /**
       * Something came.
       */
      isNew: boolean;
    };
  };
  push: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * Its name.
       */
      remote: string;
      /**
       * The branch to send. Absent: the one that is checked out.
       */
      branch?: string;
      /**
       * The branch follows the other one from now on.
       */
      setUpstream: boolean;
      /**
       * Replace what is there, unless somebody else has changed it since it was seen.
       */
      force: boolean;
      /**
       * The secret to sign in with, for its hosts only. Absent: nobody is signed in, or a key of ssh is used.
       */
      credential?: 'github-token' | 'gitlab-token' | 'codeberg-token' | 'git-token';
      /**
       * The name to sign in with; most hosts take any with a token.
       */
      user: string;
    };
    output: {
      branch: string;
      outcome: 'new' | 'updated' | 'forced' | 'up to date';
      /**
       * The branch there.
       */
      to: string;
    };
  };
  rebase: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * Begin, go on when conflicts are resolved, or put everything back as it was.
       */
      step: 'start' | 'continue' | 'abort';
      /**
       * The branch or commit; to begin.
       */
      onto?: string;
      /**
       * What to do when changes do not fit together: put everything back as it was, or leave it to be resolved.
       */
      onConflict: 'abort' | 'keep';
    };
    output: {
      status: 'done' | 'conflict' | 'aborted';
      conflicts: string[];
      commit: string;
    };
  };
  stash: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * Put aside, bring the newest back, or only list.
       */
      step: 'push' | 'pop' | 'list';
      /**
       * What to call it.
       */
      message?: string;
    };
    output: {
      /**
       * What is aside now, the newest first.
       */
      stashes: string[];
      /**
       * What could not be brought back without you; it stays aside too.
       */
      conflicts: string[];
    };
  };
  worktree: {
    input: {
      /**
       * A folder of the repository.
       */
      path: string;
      /**
       * List, add or remove.
       */
      step: 'list' | 'add' | 'remove';
      /**
       * The other folder.
       */
      folder?: string;
      /**
       * The branch to check out there.
       */
      branch?: string;
      /**
       * Make the branch first.
       */
      create: boolean;
    };
    output: {
      worktrees: {
        path: string;
        branch: string | null;
        commit: string | null;
      }[];
    };
  };
};
