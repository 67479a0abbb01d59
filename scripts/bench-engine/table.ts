import { quantile } from '../bench/figure.ts';
import type { Answer, Round } from './driver.ts';

/** `runs`: what the system runs for the work. */
export type Row = {
  work: string;
  steps: number;
  system: string;
  runs: string;
  isDurable: boolean;
  answers: Answer[];
};

/** Of fewer rounds the 99th of a hundred is none of them. */
const leastForP99 = 100;

const begin = '<!-- bench:engine begin -->';
const end = '<!-- bench:engine end -->';

export function writeTable(rows: Row[]): string {
  const head =
    '| work | system | runs | durable | steps/s | µs a step (min–max) | run p50 / p99 or max ms | CPU µs a step | RSS MB |';
  return [head, '|---|---|---|---|--:|--:|--:|--:|--:|', ...rows.map(line)].join('\n');
}

/** The text with the table between the markers exchanged. Errors: the markers are missing. */
export function replaceTable(text: string, table: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`There is no "${begin}" followed by "${end}" to write the table between`);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
}

function line({ work, steps, system, runs, isDurable, answers }: Row): string {
  const failed = answers.find((answer) => 'reason' in answer);
  const first = `| ${work} | ${system} | ${runs} | ${isDurable ? 'yes' : 'no'} |`;
  if (failed || answers.length === 0) return `${first} not measured: ${failed?.reason ?? 'no round ran'} | | | | |`;
  const rounds = answers as Round[];
  const seconds = sorted(rounds.map((round) => round.seconds));
  const middle = quantile(seconds, 0.5);
  const perStep = (value: number): string => shown((value * 1e6) / steps);
  const cpu = quantile(sorted(rounds.map((round) => round.cpuSeconds)), 0.5);
  const rss = quantile(sorted(rounds.map((round) => round.rssMb)), 0.5);
  const spread = `${perStep(middle)} (${perStep(seconds[0] ?? middle)}–${perStep(seconds.at(-1) ?? middle)})`;
  const slow = `${shown(quantile(seconds, 0.99) * 1000)}${seconds.length < leastForP99 ? ' (max)' : ''}`;
  const run = `${shown(middle * 1000)} / ${slow}`;
  return `${first} ${shown(steps / middle)} | ${spread} | ${run} | ${perStep(cpu)} | ${shown(rss)} |`;
}

function sorted(values: number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

function shown(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
