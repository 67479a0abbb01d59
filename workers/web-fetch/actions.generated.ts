// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  page: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * Markdown with headings, lists and links, or plain text.
       */
      format: 'markdown' | 'text';
      /**
       * Refuse a page that is larger than this.
       */
      maxBytes: number;
      /**
       * Give no more of the text than this, from its beginning.
       */
      maxCharacters: number;
    };
    output: {
      /**
       * Where the page was found in the end.
       */
      url: string;
      title: string;
      content: string;
      /**
       * What `content` is.
       */
      format: 'markdown' | 'text';
      /**
       * What the server said it sent.
       */
      contentType: string;
      /**
       * Size of the page as it was sent.
       */
      bytes: number;
      /**
       * There is more of the text.
       */
      truncated: boolean;
      /**
       * It had been read a little before, and is still the same.
       */
      isCached: boolean;
    };
  };
  download: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * The file to write. Absent: the last part of the address, in the folder you are in.
       */
      destination: string;
      /**
       * Replace a file that exists already.
       */
      overwrite: boolean;
      /**
       * Stop and keep nothing when more than this is sent.
       */
      maxBytes: number;
    };
    output: {
      /**
       * Where the file was found in the end.
       */
      url: string;
      path: string;
      bytes: number;
      /**
       * What the server said it sent.
       */
      contentType: string;
    };
  };
};
