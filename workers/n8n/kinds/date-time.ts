import { DateTime, type DateTimeUnit, Duration } from 'luxon';
import { dateTimeOf } from '../expressions/date-functions.ts';
import { type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { perItem } from './per-item.ts';

type Operation = { field: string; make: (run: NodeRun, index: number) => unknown };

/** Date & Time. */
export const dateTime: Kind = (run) => [
  perItem(run, (item, index): Item => {
    const operation = operations[run.text('operation', index, 'getCurrentDate')];
    if (!operation) throw new NodeFailure(`There is no operation ${run.text('operation', index)}`);
    const name = run.text('outputFieldName', index, operation.field);
    const kept = run.flag('options.includeInputFields', index) ? item.json : {};
    return { json: { ...kept, [name]: operation.make(run, index) }, pairedItem: index };
  }),
];

function momentAt(run: NodeRun, path: string, index: number): DateTime {
  const given = run.parameter(path, index, '');
  const fromFormat = run.text('options.fromFormat', index);
  if (fromFormat !== '') return DateTime.fromFormat(String(given), fromFormat, { zone: run.zone });
  const made = /^\d+$/.test(String(given)) ? fromDigits(String(given)) : dateTimeOf(given);
  return made.setZone(run.zone, { keepLocalTime: false });
}

const fromDigits = (text: string): DateTime =>
  text.length > 10 ? DateTime.fromMillis(Number(text)) : DateTime.fromSeconds(Number(text));

function shifted(run: NodeRun, index: number, sign: 1 | -1): string | null {
  const unit = run.text('timeUnit', index, 'days');
  const amount = run.number('duration', index, 0) * sign;
  return momentAt(run, 'magnitude', index)
    .plus({ [unit]: amount })
    .toISO();
}

const operations: Record<string, Operation> = {
  getCurrentDate: {
    field: 'currentDate',
    make(run, index) {
      const now = DateTime.fromMillis(run.nowMs, { zone: run.text('options.timezone', index) || run.zone });
      return (run.flag('includeTime', index, true) ? now : now.startOf('day')).toISO();
    },
  },
  addToDate: { field: 'newDate', make: (run, index) => shifted(run, index, 1) },
  subtractFromDate: { field: 'newDate', make: (run, index) => shifted(run, index, -1) },
  formatDate: {
    field: 'formattedDate',
    make(run, index) {
      const format = run.text('format', index, 'MM/dd/yyyy');
      const given = run.parameter('date', index, '');
      if (given === null || given === undefined) return '';
      return momentAt(run, 'date', index).toFormat(format === 'custom' ? run.text('customFormat', index) : format);
    },
  },
  roundDate: {
    field: 'roundedDate',
    make(run, index) {
      const moment = momentAt(run, 'date', index);
      if (run.text('mode', index, 'roundDown') === 'roundDown') {
        return moment.startOf(run.text('toNearest', index, 'month') as DateTimeUnit).toISO();
      }
      const to = run.text('to', index, 'month') as DateTimeUnit;
      return moment
        .plus({ [to]: 1 })
        .startOf(to)
        .toISO();
    },
  },
  getTimeBetweenDates: {
    field: 'timeDifference',
    make(run, index) {
      const units = run.parameter('units', index, ['day']) as 'days'[];
      const found = momentAt(run, 'endDate', index).diff(momentAt(run, 'startDate', index), units);
      return run.flag('options.isoString', index) ? Duration.fromObject(found.toObject()).toISO() : found.toObject();
    },
  },
  extractDate: {
    field: 'datePart',
    make(run, index) {
      const part = run.text('part', index, 'month');
      return momentAt(run, 'date', index).get((part === 'week' ? 'weekNumber' : part) as 'day');
    },
  },
};
