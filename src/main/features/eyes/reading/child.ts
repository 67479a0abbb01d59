/**
 * The process that reads text in pictures. It answers one after the other; pictures come as messages of its engine, and it ends
 * when that has gone.
 */
import { toFailure } from '../../../base/errors.ts';
import { readPicture } from './read-picture.ts';
import type { FromReader, ToReader } from './wire.ts';

let turn: Promise<void> = Promise.resolve();

const tell = (message: FromReader): void => {
  process.send?.(message);
};

process.on('message', ({ id, picture, files }: ToReader) => {
  turn = turn.then(async () => {
    try {
      tell({ id, reading: await readPicture(picture, files) });
    } catch (error) {
      tell({ id, failure: toFailure(error) });
    }
  });
});
process.on('disconnect', () => process.exit(0));
