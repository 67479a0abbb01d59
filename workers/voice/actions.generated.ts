// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  transcribe: {
    input: {
      /**
       * The recording, like a voice note.
       */
      path: string;
      /**
       * Where it is written; .srt and .vtt are subtitles. Absent: it is only given back.
       */
      destination?: string;
      /**
       * What is spoken, like en. Absent: it is found out.
       */
      language?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      text: string;
      /**
       * What was spoken, where the model says.
       */
      language?: string;
      /**
       * Seconds from the beginning.
       */
      pieces: {
        text: string;
        from: number;
        to: number;
      }[];
      /**
       * The file that was written.
       */
      path?: string;
    };
  };
  speak: {
    input: {
      /**
       * The text; or give `path`.
       */
      text?: string;
      /**
       * The file with the text; or give `text`.
       */
      path?: string;
      /**
       * The WAV file to write.
       */
      destination: string;
      /**
       * One of Settings, Voice. Absent: the first there is.
       */
      voice?: string;
      /**
       * 1 is the voice's own.
       */
      rate: number;
      /**
       * 1 is the voice's own.
       */
      pitch: number;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The sound file.
       */
      path: string;
      seconds: number;
      bytes: number;
    };
  };
};
