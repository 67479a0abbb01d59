// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  lint: {
    input: {
      /**
       * A file, or a folder with all below it.
       */
      path: string;
      /**
       * Rules of markdownlint by name, true, false or their options, like {"MD013": {"line_length": 120}}. Without it all but the length of lines.
       */
      rules?: {
        [k: string]: unknown;
      };
      /**
       * How many to list at most.
       */
      limit: number;
    };
    output: {
      /**
       * What was checked.
       */
      path: string;
      /**
       * How many.
       */
      files: number;
      problems: {
        /**
         * The file.
         */
        path: string;
        line: number;
        rule: string;
        message: string;
        fixable: boolean;
      }[];
      /**
       * How many problems there are.
       */
      total: number;
      /**
       * Of them can be mended without a person.
       */
      fixable: number;
      truncated: boolean;
    };
  };
  fix: {
    input: {
      /**
       * A file, or a folder with all below it.
       */
      path: string;
      /**
       * Rules of markdownlint by name, true, false or their options, like {"MD013": {"line_length": 120}}. Without it all but the length of lines.
       */
      rules?: {
        [k: string]: unknown;
      };
    };
    output: {
      /**
       * What was mended.
       */
      path: string;
      /**
       * How many were looked at.
       */
      files: number;
      /**
       * Items: A file.
       */
      changed: string[];
      /**
       * Problems that are gone.
       */
      fixed: number;
      /**
       * Problems that need a person.
       */
      left: number;
    };
  };
  contents: {
    input: {
      /**
       * The file.
       */
      path: string;
      /**
       * Headings down to this level.
       */
      depth: number;
      /**
       * Put it into the file; else it is only given.
       */
      write: boolean;
    };
    output: {
      /**
       * The file.
       */
      path: string;
      /**
       * The list, as Markdown.
       */
      contents: string;
      /**
       * How many are in it.
       */
      headings: number;
      changed: boolean;
    };
  };
  html: {
    input: {
      /**
       * The Markdown file.
       */
      source: string;
      /**
       * The page to write. Absent: beside the source, with .html.
       */
      destination: string;
      /**
       * Absent: the first heading.
       */
      title?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The page.
       */
      path: string;
      title: string;
      /**
       * Its size.
       */
      bytes: number;
    };
  };
  docx: {
    input: {
      /**
       * The Markdown file.
       */
      source: string;
      /**
       * The document to write. Absent: beside the source, with .docx.
       */
      destination: string;
      /**
       * Absent: the first heading.
       */
      title?: string;
      /**
       * Put in pictures that lie in the file's folder; PNG, JPEG and GIF.
       */
      pictures: boolean;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The document.
       */
      path: string;
      title: string;
      /**
       * Its size.
       */
      bytes: number;
      /**
       * Pictures that could not be put in.
       */
      missing: string[];
    };
  };
  links: {
    input: {
      /**
       * A file, or a folder with all below it.
       */
      path: string;
      /**
       * Hosts of the web whose pages are asked for; links to others are not checked.
       */
      hosts: string[];
      /**
       * Ask for the pages of every host that is named. Each host needs your yes.
       */
      web: boolean;
      /**
       * How many to list at most.
       */
      limit: number;
    };
    output: {
      /**
       * What was checked.
       */
      path: string;
      /**
       * How many.
       */
      files: number;
      /**
       * How many.
       */
      links: number;
      broken: {
        /**
         * The file.
         */
        path: string;
        line: number;
        url: string;
        why: string;
      }[];
      unchecked: {
        /**
         * The file.
         */
        path: string;
        line: number;
        url: string;
        why: string;
      }[];
      truncated: boolean;
    };
  };
};
