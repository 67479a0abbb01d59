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
