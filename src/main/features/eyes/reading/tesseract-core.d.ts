/** What is used of the program that reads; its package comes without types. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export type CoreApi = {
    /** 0 when it worked. */
    Init(folder: null, language: string, mode: number): number;
    /** Reads `/input`; 1 when that is no picture. */
    SetImageFile(exif: number, angle: number): number;
    Recognize(monitor: null): number;
    GetUTF8Text(): string;
    GetJSONText(): string;
  };
  export type Core = {
    FS: { writeFile(path: string, bytes: Uint8Array): void };
    TessBaseAPI: new () => CoreApi;
  };
  export default function createCore(parts: {
    wasmBinary: Uint8Array;
    print: () => void;
    printErr: () => void;
  }): Promise<Core>;
}

/** The part of pngjs that is used; it comes without types. */
declare module 'pngjs' {
  export class PNG {
    constructor(size: { width: number; height: number });
    static sync: { read(bytes: Buffer): PNG; write(image: PNG): Buffer };
    width: number;
    height: number;
    /** Red, green, blue and opacity of each point, row by row. */
    data: Buffer;
  }
}
