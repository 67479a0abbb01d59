// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  install: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What the project is managed with: npm (package.json), pip (requirements.txt, in the environment .venv) or cargo (Cargo.toml).
       */
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * Keep to the lockfile (for pip: to the versions in requirements.txt). Off: take the newest that fits, and make the lockfile.
       */
      frozen: boolean;
      /**
       * The one registry to ask. Absent: registry.npmjs.org, pypi.org or crates.io. For cargo the sparse index.
       */
      registry: string;
    };
    output: {
      path: string;
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * All that is installed, without the project itself.
       */
      packages: {
        name: string;
        version: string;
      }[];
      /**
       * Packages that have scripts for being installed or built. None of them was run.
       */
      scripts: {
        name: string;
        version: string;
        /**
         * Each with its name, for example postinstall: node setup.js.
         */
        runs: string[];
      }[];
    };
  };
  add: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What the project is managed with: npm (package.json), pip (requirements.txt, in the environment .venv) or cargo (Cargo.toml).
       */
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * Names, with a version or without: left-pad, left-pad@1.3.0, requests==2.32.0. No addresses.
       *
       * @minItems 1
       * @maxItems 100
       */
      packages: [string, ...string[]];
      /**
       * For development only (npm, cargo).
       */
      dev: boolean;
      /**
       * The one registry to ask. Absent: registry.npmjs.org, pypi.org or crates.io. For cargo the sparse index.
       */
      registry: string;
    };
    output: {
      path: string;
      manager: 'npm' | 'pip' | 'cargo';
      added: {
        name: string;
        version: string;
      }[];
      /**
       * Packages that have scripts for being installed or built. None of them was run.
       */
      scripts: {
        name: string;
        version: string;
        /**
         * Each with its name, for example postinstall: node setup.js.
         */
        runs: string[];
      }[];
    };
  };
  remove: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What the project is managed with: npm (package.json), pip (requirements.txt, in the environment .venv) or cargo (Cargo.toml).
       */
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * Their names.
       *
       * @minItems 1
       * @maxItems 100
       */
      packages: [string, ...string[]];
      /**
       * The one registry to ask. Absent: registry.npmjs.org, pypi.org or crates.io. For cargo the sparse index.
       */
      registry: string;
    };
    output: {
      path: string;
      manager: 'npm' | 'pip' | 'cargo';
      removed: string[];
    };
  };
  outdated: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What the project is managed with: npm (package.json), pip (requirements.txt, in the environment .venv) or cargo (Cargo.toml).
       */
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * The one registry to ask. Absent: registry.npmjs.org, pypi.org or crates.io. For cargo the sparse index.
       */
      registry: string;
    };
    output: {
      path: string;
      manager: 'npm' | 'pip' | 'cargo';
      packages: {
        name: string;
        /**
         * null: it is not installed.
         */
        current: string | null;
        /**
         * The newest that the project allows; null: not known.
         */
        wanted: string | null;
        latest: string;
      }[];
    };
  };
  why: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What the project is managed with: npm (package.json), pip (requirements.txt, in the environment .venv) or cargo (Cargo.toml).
       */
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * Its name.
       */
      package: string;
      /**
       * The one registry to ask. Absent: registry.npmjs.org, pypi.org or crates.io. For cargo the sparse index.
       */
      registry: string;
    };
    output: {
      path: string;
      manager: 'npm' | 'pip' | 'cargo';
      package: string;
      /**
       * From the project down to it, at most fifty. None: nothing needs it.
       */
      ways: string[][];
    };
  };
  audit: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What the project is managed with: npm (package.json), pip (requirements.txt, in the environment .venv) or cargo (Cargo.toml).
       */
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * The one registry to ask. Absent: registry.npmjs.org, pypi.org or crates.io. For cargo the sparse index.
       */
      registry: string;
      /**
       * The service to ask about packages of pip and cargo; it speaks OSV.
       */
      advisories: string;
    };
    output: {
      path: string;
      manager: 'npm' | 'pip' | 'cargo';
      advisories: {
        package: string;
        /**
         * What is there, or the versions it is about.
         */
        version: string;
        id: string;
        severity: string;
        title: string;
        url: string;
        fixedIn: string[];
      }[];
    };
  };
  runScripts: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What the project is managed with: npm (package.json), pip (requirements.txt, in the environment .venv) or cargo (Cargo.toml).
       */
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * Names of packages that are installed (npm), or that requirements.txt names (pip).
       *
       * @minItems 1
       * @maxItems 100
       */
      packages: [string, ...string[]];
      /**
       * The one registry to ask. Absent: registry.npmjs.org, pypi.org or crates.io. For cargo the sparse index.
       */
      registry: string;
    };
    output: {
      path: string;
      manager: 'npm' | 'pip' | 'cargo';
      /**
       * None: you said no.
       */
      ran: string[];
      /**
       * What they said, its end.
       */
      text: string;
    };
  };
};
