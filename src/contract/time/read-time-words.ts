import { withTimeLast, withWholeHour } from './call-time-words.ts';
import { CronText, type ScheduleTime } from './schedule-time.ts';
import { buildTime, type TimePieces } from '../build-time.ts';
import { pieceReaders } from './time-pieces.ts';
import { wallTime } from './zoned-time.ts';

/** What "tomorrow at 9" depends on. */
export type TimeContext = { now: number; zone: string };

/** The words that tell when, and what is left of the sentence. */
export type TimedSentence = { time: ScheduleTime; rest: string };

/** A text that is a time and nothing else: in words, or as a cron. */
export function readTimeWords(text: string, context: TimeContext): ScheduleTime | undefined {
  const words = withoutEnding(text);
  const cron = CronText.safeParse(words.replaceAll(/\s+/g, ' '));
  if (cron.success) return { kind: 'cron', cron: cron.data };
  const read = timeAt(words, 0, context);
  return read?.end === words.length ? read.time : undefined;
}

/**
 * A sentence that says when, before or after what it says to do. The same sentence at the same time is always the same. Of
 * several readings the one with most words of time counts.
 */
export function readTimedSentence(text: string, context: TimeContext): TimedSentence | undefined {
  const words = withoutEnding(text);
  const timed = timedWords(words, context);
  if (timed) return timed;
  const last = withTimeLast(words) ?? words;
  const { hour, minute } = wallTime(context.now, context.zone);
  const whole = withWholeHour(last, { hour, minute }) ?? last;
  return whole === words ? undefined : timedWords(whole, context);
}

function timedWords(words: string, context: TimeContext): TimedSentence | undefined {
  const before = timeAt(words, 0, context);
  if (before?.end === words.length) return undefined;
  const [, rest = ''] = before ? (/^[\s,:;-]+(\S.*)$/s.exec(words.slice(before.end)) ?? []) : [];
  if (before && rest !== '') return { time: before.time, rest };
  for (const { index } of words.matchAll(/\s+/g)) {
    const begin = words.slice(index).search(/\S/) + index;
    const after = timeAt(words, begin, context);
    const left = words.slice(0, index).replace(/[\s,;:]+$/, '');
    if (after?.end === words.length && left !== '') return { time: after.time, rest: left };
  }
  return undefined;
}

function withoutEnding(text: string): string {
  return text.trim().replace(/(?:[\s,]+(?:please|thanks|thank you))?[\s.!]*$/i, '');
}

/** The longest time that begins here. */
function timeAt(text: string, begin: number, context: TimeContext): { time: ScheduleTime; end: number } | undefined {
  const reached: { pieces: TimePieces; end: number }[] = [];
  let pieces: TimePieces = {};
  let end = begin;
  for (;;) {
    const from = end === begin ? end : afterSpace(text, end);
    const next = pieceReaders.flatMap((read) => read(text, from, pieces) ?? []).at(0);
    if (!next) break;
    ({ pieces, end } = next);
    reached.unshift({ pieces, end });
  }
  for (const each of reached) {
    const time = buildTime(each.pieces, context);
    if (time) return { time, end: each.end };
  }
  return undefined;
}

function afterSpace(text: string, at: number): number {
  return at + (/^\s*,?\s*/.exec(text.slice(at))?.[0].length ?? 0);
}
