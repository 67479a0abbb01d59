// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  create: {
    input: {
      /**
       * The file or folder to pack.
       */
      source: string;
      /**
       * The archive to write. Absent: beside the source, with its whole name and the format added, such as .zip.
       */
      destination: string;
      /**
       * Absent: what the destination's name ends with, else zip.
       */
      format?: 'zip' | 'tar' | 'tar.gz' | 'tar.zst' | 'tar.xz' | 'gz' | 'zst' | 'xz';
      /**
       * Of a zip: lock it. A file whose first line is the password; written into the task itself it would be kept with the run.
       */
      passwordFile?: string;
      /**
       * Replace an archive that exists already.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The archive.
       */
      path: string;
      format: 'zip' | 'tar' | 'tar.gz' | 'tar.zst' | 'tar.xz' | 'gz' | 'zst' | 'xz';
      /**
       * How many files are in it.
       */
      files: number;
      /**
       * Size of the archive.
       */
      bytes: number;
      /**
       * Size of the files before packing.
       */
      sourceBytes: number;
      /**
       * Links, sockets and devices that were left out.
       */
      skipped: string[];
    };
  };
  extract: {
    input: {
      /**
       * The archive.
       */
      source: string;
      /**
       * The folder to unpack into. Absent: beside the archive, with its name without extension. A folder of the same name that holds everything in the archive is not doubled.
       */
      destination: string;
      /**
       * Of a locked zip or 7z. A file whose first line is the password; written into the task itself it would be kept with the run.
       */
      passwordFile?: string;
      /**
       * Replace files that exist already.
       */
      overwrite: boolean;
      /**
       * Refuse an archive that holds more than this, unpacked.
       */
      maxBytes: number;
      /**
       * Refuse an archive of more files and folders than this.
       */
      maxEntries: number;
    };
    output: {
      /**
       * The folder that was unpacked into.
       */
      path: string;
      files: number;
      /**
       * Size of the unpacked files.
       */
      bytes: number;
      /**
       * Links and devices, which are not unpacked.
       */
      skipped: string[];
    };
  };
  list: {
    input: {
      /**
       * The archive.
       */
      source: string;
      /**
       * Of a 7z whose names are locked too. A file whose first line is the password.
       */
      passwordFile?: string;
      /**
       * How many entries to give at most.
       */
      limit: number;
    };
    output: {
      /**
       * The archive.
       */
      path: string;
      format: 'zip' | 'tar' | 'tar.gz' | 'tar.zst' | 'tar.xz' | 'tar.bz2' | 'gz' | 'zst' | 'xz' | 'bz2' | '7z';
      entries: {
        name: string;
        kind: 'file' | 'folder' | 'link' | 'other';
        /**
         * Size when unpacked.
         */
        bytes: number;
      }[];
      /**
       * How many files it holds in all.
       */
      files: number;
      /**
       * Size of all its files when unpacked.
       */
      bytes: number;
      /**
       * There are more entries than `limit`.
       */
      truncated: boolean;
    };
  };
};
