// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  run: {
    input: {
      /**
       * What the code is in. Python runs where it is installed and bubblewrap works.
       */
      language: 'javascript' | 'typescript' | 'python';
      /**
       * The whole program. It works in an empty folder, in which the files it is given lie.
       */
      code: string;
      /**
       * What it reads as its standard input.
       */
      stdin?: string;
      /**
       * Files it gets a copy of, each under its own name in the folder it works in.
       *
       * @maxItems 32
       */
      files?: string[];
      /**
       * Where the files it writes are kept. Without it small texts are given, and the rest is thrown away.
       */
      outputFolder?: string;
      /**
       * End it after this time.
       */
      timeoutSeconds: number;
      /**
       * End it when it needs more memory.
       */
      memoryMb: number;
      /**
       * Keep so much of each of its two outputs.
       */
      maxOutputBytes: number;
    };
    output: {
      /**
       * How it ended, in one sentence.
       */
      summary: string;
      /**
       * null: a signal ended it.
       */
      exitCode: number | null;
      signal: string | null;
      /**
       * The limit that ended it; null: none.
       */
      limit: 'time' | 'cpu' | 'memory' | 'output' | 'disk' | null;
      stdout: string;
      stderr: string;
      /**
       * There was more output than `maxOutputBytes`.
       */
      truncated: boolean;
      durationMs: number;
      /**
       * The files it wrote, by name.
       */
      artifacts: {
        /**
         * Relative to the folder it worked in.
         */
        name: string;
        bytes: number;
        sha256: string;
        /**
         * The content of a small text, when no folder was named.
         */
        text?: string;
        /**
         * Where it was put.
         */
        path?: string;
      }[];
      /**
       * What it left that is not given: links, for example.
       */
      leftOut: {
        name: string;
        why: string;
      }[];
    };
  };
  patch: {
    input: {
      /**
       * The folder that the names in the patch begin in.
       */
      folder: string;
      /**
       * The file with the patch; or else the patch itself.
       */
      file?: string;
      /**
       * The patch as it stands.
       */
      patch?: string;
      /**
       * How many lines around a change may differ.
       */
      fuzz: number;
      /**
       * Change nothing; say what would be.
       */
      dryRun: boolean;
    };
    output: {
      folder: string;
      files: {
        name: string;
        kind: 'changed' | 'created' | 'removed' | 'renamed';
        /**
         * What a renamed file was called.
         */
        from?: string;
        /**
         * Lines.
         */
        added: number;
        /**
         * Lines.
         */
        removed: number;
      }[];
      /**
       * What does not fit; of a dry run.
       */
      problems: {
        name: string;
        why: string;
      }[];
      dryRun: boolean;
    };
  };
  outline: {
    input: {
      /**
       * The file.
       */
      path: string;
    };
    output: {
      path: string;
      language: 'typescript' | 'tsx' | 'javascript' | 'python' | 'go' | 'rust' | 'c';
      lines: number;
      /**
       * In the order of the file.
       */
      symbols: {
        name: string;
        kind: 'function' | 'method' | 'class' | 'interface' | 'type' | 'enum' | 'module' | 'variable' | 'macro';
        line: number;
        endLine: number;
        /**
         * The name of what it stands in.
         */
        within?: string;
      }[];
      /**
       * The first line that could not be read.
       */
      brokenAt?: number;
    };
  };
  find: {
    input: {
      /**
       * The folder of the project.
       */
      folder: string;
      /**
       * The name, as it is spelt.
       */
      name: string;
      /**
       * How many usages to give at most.
       */
      limit: number;
    };
    output: {
      folder: string;
      name: string;
      definitions: {
        /**
         * Relative to the folder.
         */
        file: string;
        kind: 'function' | 'method' | 'class' | 'interface' | 'type' | 'enum' | 'module' | 'variable' | 'macro';
        line: number;
        endLine: number;
        within?: string;
      }[];
      usages: {
        /**
         * Relative to the folder.
         */
        file: string;
        line: number;
        column: number;
        /**
         * The line.
         */
        text: string;
      }[];
      /**
       * Usages, also those that are not given.
       */
      total: number;
    };
  };
  rename: {
    input: {
      /**
       * The folder of the project.
       */
      folder: string;
      /**
       * What it is called.
       */
      name: string;
      /**
       * What it is to be called.
       */
      to: string;
      /**
       * Change nothing; say what would be.
       */
      dryRun: boolean;
    };
    output: {
      folder: string;
      name: string;
      to: string;
      dryRun: boolean;
      files: {
        /**
         * Relative to the folder.
         */
        file: string;
        places: number;
      }[];
    };
  };
  extract: {
    input: {
      /**
       * The file.
       */
      path: string;
      /**
       * What it becomes.
       */
      kind: 'function' | 'variable';
      /**
       * What it is called.
       */
      name: string;
      /**
       * The first line.
       */
      startLine: number;
      /**
       * The last line.
       */
      endLine: number;
      /**
       * Where it begins in the first line. Absent: the whole line.
       */
      startColumn?: number;
      /**
       * Where it ends in the last line: the column after it.
       */
      endColumn?: number;
      /**
       * Types of variables, by name, that are not written in the file. For TypeScript.
       */
      types?: {
        [k: string]: string;
      };
      /**
       * Change nothing; say what would be.
       */
      dryRun: boolean;
    };
    output: {
      path: string;
      kind: 'function' | 'variable';
      name: string;
      /**
       * Where it stands now.
       */
      line: number;
      /**
       * What was made.
       */
      code: string;
      /**
       * What stands in its old place.
       */
      call: string;
      parameters: string[];
      dryRun: boolean;
    };
  };
  skeleton: {
    input: {
      /**
       * The folder the files are put into.
       */
      folder: string;
      /**
       * What there is to be. A file on a line of its own (`src/price.ts`); below it, indented, `type Price`, `class Basket`, `function total(prices: list of Price, rate?: number): number -- adds them up`, `const limit: number`; below a type or class its fields (`amount: number`) and methods (`add(price: Price)`). Types: text, number, integer, boolean, date, nothing, list of …, map of …, or a name.
       */
      outline: string;
      /**
       * Write nothing; give the texts.
       */
      dryRun: boolean;
    };
    output: {
      folder: string;
      dryRun: boolean;
      files: {
        /**
         * Relative to the folder.
         */
        name: string;
        definitions: number;
        text: string;
      }[];
    };
  };
  format: {
    input: {
      /**
       * The folder of the project.
       */
      folder: string;
      /**
       * Only these, relative to the folder.
       *
       * @maxItems 1000
       */
      files: string[];
      /**
       * The formatter. Absent: what the files of the project speak of.
       */
      tool?: 'biome' | 'oxfmt' | 'prettier' | 'ruff' | 'black' | 'gofmt' | 'rustfmt' | 'clang-format';
      /**
       * Take nothing over; say what would change.
       */
      dryRun: boolean;
    };
    output: {
      folder: string;
      dryRun: boolean;
      tools: ('biome' | 'oxfmt' | 'prettier' | 'ruff' | 'black' | 'gofmt' | 'rustfmt' | 'clang-format')[];
      /**
       * So many were looked at.
       */
      files: number;
      changed: {
        /**
         * Relative to the folder.
         */
        file: string;
        tool: 'biome' | 'oxfmt' | 'prettier' | 'ruff' | 'black' | 'gofmt' | 'rustfmt' | 'clang-format';
      }[];
      /**
       * What could not be formatted.
       */
      problems: {
        /**
         * Relative to the folder.
         */
        file: string;
        /**
         * 0: the program does not say.
         */
        line: number;
        column: number;
        message: string;
        rule?: string;
        severity: 'error' | 'warning';
      }[];
    };
  };
  lint: {
    input: {
      /**
       * The folder of the project.
       */
      folder: string;
      /**
       * Only these, relative to the folder.
       *
       * @maxItems 1000
       */
      files: string[];
      /**
       * The linter. Absent: all that the files of the project speak of.
       */
      tool?: 'biome' | 'oxlint' | 'eslint' | 'ruff' | 'clippy' | 'golangci-lint' | 'go vet' | 'clang-tidy';
      /**
       * Mend what can be mended by itself. The program works on copies in the folder heron-copy.
       */
      fix: boolean;
      /**
       * How many messages to give at most.
       */
      limit: number;
    };
    output: {
      folder: string;
      tools: ('biome' | 'oxlint' | 'eslint' | 'ruff' | 'clippy' | 'golangci-lint' | 'go vet' | 'clang-tidy')[];
      errors: number;
      warnings: number;
      messages: {
        /**
         * Relative to the folder.
         */
        file: string;
        /**
         * 0: the program does not say.
         */
        line: number;
        column: number;
        message: string;
        rule?: string;
        severity: 'error' | 'warning';
        tool: 'biome' | 'oxlint' | 'eslint' | 'ruff' | 'clippy' | 'golangci-lint' | 'go vet' | 'clang-tidy';
      }[];
      /**
       * The files speak of these too, and they are not on this machine.
       */
      missing: ('biome' | 'oxlint' | 'eslint' | 'ruff' | 'clippy' | 'golangci-lint' | 'go vet' | 'clang-tidy')[];
      /**
       * What was mended, relative to the folder.
       */
      changed: string[];
    };
  };
};
