import type { SpokenPiece } from 'heron/worker-kit';

/** SubRip: numbered, with a comma before the milliseconds. */
export function asSrt(pieces: readonly SpokenPiece[]): string {
  return pieces
    .map(
      (piece, index) =>
        `${index + 1}\n${time(piece.from, ',')} --> ${time(endOf(piece), ',')}\n${oneBlock(piece.text)}\n`,
    )
    .join('\n');
}

/** WebVTT, in which some signs have a meaning. */
export function asVtt(pieces: readonly SpokenPiece[]): string {
  const cues = pieces.map((piece) => {
    const text = oneBlock(piece.text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('-->', '--&gt;');
    return `${time(piece.from, '.')} --> ${time(endOf(piece), '.')}\n${text}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

const shortest = 0.1;

/** A cue without any length is not shown. */
function endOf({ from, to }: SpokenPiece): number {
  return Math.max(to, from + shortest);
}

/** An empty line would end the cue. */
function oneBlock(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, '\n');
}

function time(seconds: number, mark: string): string {
  const all = Math.max(0, Math.round(seconds * 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(all / 3_600_000), Math.floor(all / 60_000) % 60];
  return `${two(hours)}:${two(minutes)}:${two(Math.floor(all / 1000) % 60)}${mark}${String(all % 1000).padStart(3, '0')}`;
}
