import type { Call, Made } from './call.ts';
import { wordsOf } from './call.ts';

const cellStyle = 'margin:0; padding:7px 20px 7px 0px; border-bottom:1px solid #eee';
const styles = {
  table: 'border-spacing:0; font-family:helvetica,arial,sans-serif',
  header: `${cellStyle}; text-align:left; color:#888; font-weight:normal`,
  cell: cellStyle,
};

/** One table with a row for each item, as words of HTML. */
export function tableOf(call: Call): Made[] {
  const { items } = call;
  if (items.length === 0) return [];
  const option = (name: string): string => call.text(`options.${name}`, 0);
  const isPlain = call.flag('options.customStyling', 0);
  const style = (name: keyof typeof styles): string => (isPlain ? '' : `style='${styles[name]}'`);
  const names = [...new Set(items.flatMap(({ json }) => Object.keys(json)))];
  const titles = call.flag('options.capitalize', 0) ? names.map(capitalized) : names;
  const caption = option('caption') === '' ? '' : `<caption>${option('caption')}</caption>`;
  const head = `<thead ${style('header')} ${option('headerAttributes')}><tr>${titles.map((one) => `<th>${one}</th>`).join('')}</tr></thead>`;
  const cell = `<td ${style('cell')} ${option('cellAttributes')}>`;
  const rows = items.map(({ json }) => {
    const cells = names.map((name) => `${cell}${shown(json[name])}</td>`).join('');
    return `<tr  ${option('rowAttributes')}>${cells}</tr>`;
  });
  const table = `<table ${style('table')} ${option('tableAttributes')}>${caption}${head}<tbody>${rows.join('')}</tbody></table>`;
  return [{ json: { table }, pairedItem: items.map((_, item) => ({ item })) }];
}

const capitalized = (name: string): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

function shown(value: unknown): string {
  if (typeof value === 'boolean') return `<input type="checkbox" ${value ? 'checked="checked"' : ''}/>`;
  return value === undefined || value === null ? String(value) : wordsOf(value);
}
