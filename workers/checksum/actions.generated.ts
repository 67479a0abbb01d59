// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  hash: {
    input: {
      /**
       * The file.
       */
      path: string;
      /**
       * How to compute it. sha1 and md5 protect against accidents only, not against forgers.
       */
      algorithm: 'sha256' | 'sha512' | 'sha1' | 'md5';
    };
    output: {
      path: string;
      algorithm: 'sha256' | 'sha512' | 'sha1' | 'md5';
      /**
       * Lower-case hexadecimal digits.
       */
      hash: string;
      /**
       * Size of the file.
       */
      bytes: number;
    };
  };
  verify: {
    input: {
      /**
       * The file.
       */
      path: string;
      /**
       * The checksum it should have, in hexadecimal digits. Its length tells the algorithm: 32 digits md5, 40 sha1, 64 sha256, 128 sha512.
       */
      expected: string;
    };
    output: {
      path: string;
      algorithm: 'sha256' | 'sha512' | 'sha1' | 'md5';
      /**
       * Lower-case hexadecimal digits.
       */
      hash: string;
    };
  };
};
