// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  plan: {
    input: {
      /**
       * The folder to copy from.
       */
      source: string;
      /**
       * The folder that shall become like it.
       */
      destination: string;
      /**
       * Remove from the destination what the source does not have.
       */
      delete: boolean;
      /**
       * Compare what is in files of the same size. Else a copy of the same size and time counts as the same.
       */
      checksum: boolean;
      /**
       * Leave out, on both sides: names such as *.tmp or node_modules, or with a slash ways below the folder such as build/**.
       *
       * @maxItems 200
       */
      exclude: string[];
      /**
       * Changes to give at most.
       */
      limit: number;
    };
    output: {
      source: string;
      destination: string;
      /**
       * Files that are new or changed.
       */
      copy: number;
      /**
       * Folders that are new.
       */
      make: number;
      /**
       * Files and folders that the source does not have; a folder counts as one.
       */
      remove: number;
      /**
       * Files that are as they should be.
       */
      same: number;
      /**
       * Of what is copied.
       */
      bytes: number;
      /**
       * Links, sockets and devices, which are not copied; the first hundred.
       */
      skipped: string[];
      changes: {
        /**
         * Below the folder.
         */
        name: string;
        kind: 'file' | 'folder';
        bytes: number;
        /**
         * gone: the source does not have it, and it would be removed.
         */
        why: 'new' | 'size' | 'newer' | 'older' | 'content' | 'gone';
      }[];
      /**
       * There are more changes than were given.
       */
      truncated: boolean;
    };
  };
  run: {
    input: {
      /**
       * The folder to copy from.
       */
      source: string;
      /**
       * The folder that shall become like it.
       */
      destination: string;
      /**
       * Remove from the destination what the source does not have.
       */
      delete: boolean;
      /**
       * Compare what is in files of the same size. Else a copy of the same size and time counts as the same.
       */
      checksum: boolean;
      /**
       * Leave out, on both sides: names such as *.tmp or node_modules, or with a slash ways below the folder such as build/**.
       *
       * @maxItems 200
       */
      exclude: string[];
      /**
       * Refuse to begin when more than this would be removed.
       */
      maxRemoved: number;
    };
    output: {
      source: string;
      destination: string;
      /**
       * Files that are new or changed.
       */
      copy: number;
      /**
       * Folders that are new.
       */
      make: number;
      /**
       * Files and folders that the source does not have; a folder counts as one.
       */
      remove: number;
      /**
       * Files that are as they should be.
       */
      same: number;
      /**
       * Of what is copied.
       */
      bytes: number;
      /**
       * Links, sockets and devices, which are not copied; the first hundred.
       */
      skipped: string[];
    };
  };
  planRemote: {
    input: {
      /**
       * push: the folder there becomes like the one here; pull: the other way round.
       */
      direction: 'push' | 'pull';
      /**
       * The machine, by name, address, or the name it has in your SSH settings.
       */
      host: string;
      /**
       * The folder there: a whole path, or one below your home there.
       */
      remoteFolder: string;
      /**
       * The folder on this machine.
       */
      folder: string;
      /**
       * Who signs in. Absent: as your SSH settings say.
       */
      user?: string;
      /**
       * The port of its SSH server.
       */
      port: number;
      /**
       * Remove on the side that is made what the other does not have.
       */
      delete: boolean;
      /**
       * Compare what is in files of the same size and time as well.
       */
      checksum: boolean;
      /**
       * Leave out, on both sides: names such as *.tmp or node_modules, or with a slash ways below the folder such as build/**. Files that hold passwords or keys are always left out.
       *
       * @maxItems 200
       */
      exclude: string[];
      /**
       * Changes to give at most.
       */
      limit: number;
    };
    output: {
      host: string;
      remoteFolder: string;
      folder: string;
      /**
       * Files that are new or changed.
       */
      copy: number;
      /**
       * Folders that are new.
       */
      make: number;
      /**
       * Files and folders that the source does not have; a folder counts as one.
       */
      remove: number;
      /**
       * Files that are as they should be.
       */
      same: number;
      /**
       * Of what is copied.
       */
      bytes: number;
      /**
       * Links and devices, and what holds passwords or keys; the first hundred.
       */
      skipped: string[];
      changes: {
        /**
         * Below the folder.
         */
        name: string;
        kind: 'file' | 'folder';
        bytes: number;
        /**
         * gone: the other side does not have it, and it would be removed.
         */
        why: 'new' | 'size' | 'time' | 'content' | 'gone';
      }[];
      /**
       * There are more changes than were given.
       */
      truncated: boolean;
    };
  };
  push: {
    input: {
      /**
       * The machine, by name, address, or the name it has in your SSH settings.
       */
      host: string;
      /**
       * The folder there: a whole path, or one below your home there.
       */
      remoteFolder: string;
      /**
       * The folder on this machine.
       */
      folder: string;
      /**
       * Who signs in. Absent: as your SSH settings say.
       */
      user?: string;
      /**
       * The port of its SSH server.
       */
      port: number;
      /**
       * Remove on the side that is made what the other does not have.
       */
      delete: boolean;
      /**
       * Compare what is in files of the same size and time as well.
       */
      checksum: boolean;
      /**
       * Leave out, on both sides: names such as *.tmp or node_modules, or with a slash ways below the folder such as build/**. Files that hold passwords or keys are always left out.
       *
       * @maxItems 200
       */
      exclude: string[];
      /**
       * Refuse to begin when more than this would be removed.
       */
      maxRemoved: number;
    };
    output: {
      host: string;
      remoteFolder: string;
      folder: string;
      /**
       * Files that are new or changed.
       */
      copy: number;
      /**
       * Folders that are new.
       */
      make: number;
      /**
       * Files and folders that the source does not have; a folder counts as one.
       */
      remove: number;
      /**
       * Files that are as they should be.
       */
      same: number;
      /**
       * Of what is copied.
       */
      bytes: number;
      /**
       * Links and devices, and what holds passwords or keys; the first hundred.
       */
      skipped: string[];
    };
  };
  pull: {
    input: {
      /**
       * The machine, by name, address, or the name it has in your SSH settings.
       */
      host: string;
      /**
       * The folder there: a whole path, or one below your home there.
       */
      remoteFolder: string;
      /**
       * The folder on this machine.
       */
      folder: string;
      /**
       * Who signs in. Absent: as your SSH settings say.
       */
      user?: string;
      /**
       * The port of its SSH server.
       */
      port: number;
      /**
       * Remove on the side that is made what the other does not have.
       */
      delete: boolean;
      /**
       * Compare what is in files of the same size and time as well.
       */
      checksum: boolean;
      /**
       * Leave out, on both sides: names such as *.tmp or node_modules, or with a slash ways below the folder such as build/**. Files that hold passwords or keys are always left out.
       *
       * @maxItems 200
       */
      exclude: string[];
      /**
       * Refuse to begin when more than this would be removed.
       */
      maxRemoved: number;
    };
    output: {
      host: string;
      remoteFolder: string;
      folder: string;
      /**
       * Files that are new or changed.
       */
      copy: number;
      /**
       * Folders that are new.
       */
      make: number;
      /**
       * Files and folders that the source does not have; a folder counts as one.
       */
      remove: number;
      /**
       * Files that are as they should be.
       */
      same: number;
      /**
       * Of what is copied.
       */
      bytes: number;
      /**
       * Links and devices, and what holds passwords or keys; the first hundred.
       */
      skipped: string[];
    };
  };
};
