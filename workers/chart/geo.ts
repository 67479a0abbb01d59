import { fail } from 'heron/worker-kit';
import type { EChartsCoreOption } from 'echarts/core';
import type { Drawing } from './drawing.ts';
import { isPosition, type Position, type Shapes } from './geojson.ts';
import { frameOf } from './options.ts';
import { type Cell, numberOf } from './plotted.ts';
import { type Project, projectionOf } from './projection.ts';
import type { Theme } from './theme.ts';

type Place = { at: Position; size: number | undefined; label: string | undefined };
type Element = Record<string, unknown>;
type Box = { west: number; east: number; south: number; north: number };

const mostPlaces = 200_000;
const mostLabels = 40;
const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];

/** Points and shapes where they lie on the earth, over lines of longitude and latitude. Errors: `invalid-input`. */
export function geoOptions(input: Drawing, shapes: Shapes, theme: Theme): EChartsCoreOption {
  const { title, width, height, projection } = input;
  const places = [...placesIn(input), ...shapes.points.map((at) => ({ at, size: undefined, label: undefined }))];
  const positions = [...places.map(({ at }) => at), ...shapes.lines.flat(), ...shapes.areas.flat(2)];
  if (positions.length === 0) fail('invalid-input', 'There are neither rows nor shapes to draw', { field: 'data' });
  const box = boxOf(positions);
  const project = projectionOf(projection, (box.south + box.north) / 2);
  const top = title === undefined ? 24 : 56;
  const put = fitted({ box, project, positions }, { left: 56, top, width: width - 80, height: height - top - 36 });
  const elements = [
    ...degrees(box, put, theme, Math.max(2, Math.floor(Math.min(width - 80, height - top - 36) / 36))),
    ...shapes.areas.map((rings) => area(rings, put, theme)),
    ...shapes.lines.map((line) => stroke(line, put, { stroke: theme.text, lineWidth: 1 })),
    ...dots(places, put, theme, Math.min(18, Math.min(width, height) / 20)),
    ...names(places, put, theme),
  ];
  const renderItem = (): Element => ({ type: 'group', children: elements });
  return { ...frameOf(title, theme), series: [{ type: 'custom', coordinateSystem: 'none', data: [0], renderItem }] };
}

function placesIn({ data: { columns, rows }, x, y }: Drawing): Place[] {
  if (rows.length === 0) return [];
  if (rows.length > mostPlaces) fail('limit-exceeded', `At most ${mostPlaces} places are drawn`, { field: 'data' });
  const longitude = columnOf(columns, x, /^(lon|lng|long|longitude|länge)$/i, 'x');
  const latitude = columnOf(columns, y?.[0], /^(lat|latitude|breite)$/i, 'y');
  const others = columns.map((_, place) => place).filter((place) => place !== longitude && place !== latitude);
  const isAll = (place: number, test: (cell: Cell) => boolean): boolean =>
    rows.every((row) => test((row[place] ?? null) as Cell));
  const size =
    y?.[1] === undefined
      ? others.find((place) => isAll(place, (cell) => numberOf(cell) !== null))
      : columnOf(columns, y[1], /$^/, 'y');
  const label =
    rows.length > mostLabels ? undefined : others.find((place) => isAll(place, (cell) => typeof cell === 'string'));
  return rows.map((row, index) => {
    const at = [numberOf((row[longitude] ?? null) as Cell), numberOf((row[latitude] ?? null) as Cell)];
    if (!isPosition(at[0], at[1])) {
      fail(
        'invalid-input',
        `Row ${index + 1} has no place on the earth: longitude and latitude in degrees were expected`,
        { field: 'data' },
      );
    }
    const measured = size === undefined ? undefined : (numberOf((row[size] ?? null) as Cell) ?? undefined);
    if (measured !== undefined && measured < 0)
      fail('invalid-input', `Row ${index + 1} has a size below zero`, { field: 'y' });
    return {
      at: at as Position,
      size: measured,
      label: label === undefined ? undefined : String(row[label]).slice(0, 40),
    };
  });
}

function columnOf(columns: string[], named: string | undefined, usual: RegExp, field: string): number {
  const place =
    named === undefined
      ? columns.findIndex((each) => usual.test(each.trim()))
      : columns.findIndex((each) => each.toLowerCase() === named.toLowerCase());
  if (place !== -1) return place;
  const what = field === 'x' ? 'longitude' : 'latitude';
  const which = named === undefined ? `no column is called ${what}; say which it is` : `there is no column “${named}”`;
  return fail('invalid-input', `Of ${columns.join(', ')}: ${which}`, { field });
}

function boxOf(positions: Position[]): Box {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [longitude, latitude] of positions) {
    [box.west, box.east] = [Math.min(box.west, longitude), Math.max(box.east, longitude)];
    [box.south, box.north] = [Math.min(box.south, latitude), Math.max(box.north, latitude)];
  }
  // A single place has something around it.
  const margin = Math.max(0.05, (box.east - box.west) * 0.04, (box.north - box.south) * 0.04);
  return {
    west: Math.max(-180, box.west - margin),
    east: Math.min(180, box.east + margin),
    south: Math.max(-90, box.south - margin),
    north: Math.min(90, box.north + margin),
  };
}

type Seen = { box: Box; project: Project; positions: Position[] };
type Room = { left: number; top: number; width: number; height: number };

/** Puts positions into a room, all to one scale, in its middle. */
function fitted({ box, project, positions }: Seen, room: Room): Project {
  const corners: Position[] = [
    ...[box.south, (box.south + box.north) / 2, box.north].flatMap((latitude): Position[] => [
      [box.west, latitude],
      [box.east, latitude],
    ]),
  ];
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [longitude, latitude] of [...corners, ...positions]) {
    const [x, y] = project(longitude, latitude);
    [left, right, low, high] = [Math.min(left, x), Math.max(right, x), Math.min(low, y), Math.max(high, y)];
  }
  const scale = Math.min(room.width / (right - left), room.height / (high - low));
  const startX = room.left + (room.width - (right - left) * scale) / 2;
  const startY = room.top + (room.height - (high - low) * scale) / 2;
  return (longitude, latitude) => {
    const [x, y] = project(longitude, latitude);
    return [round(startX + (x - left) * scale), round(startY + (high - y) * scale)];
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function stroke(line: Position[], put: Project, style: Element): Element {
  const points = line.map(([longitude, latitude]) => put(longitude, latitude));
  return { type: 'polyline', silent: true, shape: { points }, style: { fill: 'none', ...style } };
}

/** The outline one way round and its holes the other, so that these stay empty however they were written. */
function area(rings: Position[][], put: Project, theme: Theme): Element {
  const pathData = rings
    .map((ring, index) => (isClockwise(ring) === (index === 0) ? ring : ring.toReversed()))
    .map((ring) => `M${ring.map(([longitude, latitude]) => put(longitude, latitude).join(' ')).join('L')}Z`)
    .join('');
  const style = { fill: theme.faint, fillOpacity: 0.6, stroke: theme.text, lineWidth: 0.75 };
  return { type: 'path', silent: true, shape: { pathData }, style };
}

function isClockwise(ring: Position[]): boolean {
  let sum = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    sum += (nextX - x) * (nextY + y);
  }
  return sum > 0;
}

/** `most`: the radius of the largest; what is twice as much has twice the area. */
function dots(places: Place[], put: Project, theme: Theme, most: number): Element[] {
  const largest = largestOf(places);
  const style = { fill: theme.colours[0], fillOpacity: 0.75, stroke: theme.ground, lineWidth: 0.5 };
  const inOrder = places.toSorted((one, other) => (other.size ?? 0) - (one.size ?? 0));
  return inOrder.map(({ at, size }) => {
    const [cx, cy] = put(...at);
    const plain = places.length > 2000 ? 1.5 : 4;
    const r = size === undefined || largest === 0 ? plain : round(2 + (most - 2) * Math.sqrt(size / largest));
    return { type: 'circle', silent: true, shape: { cx, cy, r }, style };
  });
}

function largestOf(places: Place[]): number {
  return places.reduce((most, { size = 0 }) => Math.max(most, size), 0);
}

/** Over all dots, and legible on them. */
function names(places: Place[], put: Project, theme: Theme): Element[] {
  return places.flatMap(({ at, label }) => {
    if (label === undefined) return [];
    const [x, y] = put(...at);
    const { style, ...rest } = word(label, [x + 6, y], theme, 'left');
    return [{ ...rest, style: { ...(style as Element), stroke: theme.ground, lineWidth: 2.5 } }];
  });
}

function word(text: string, [x, y]: [number, number], theme: Theme, align: 'left' | 'center' | 'right'): Element {
  const style = { text, x, y, fill: theme.text, font: '11px Roboto', textAlign: align, textVerticalAlign: 'middle' };
  return { type: 'text', silent: true, style };
}

/** Lines at round degrees, with their names at the edge. */
function degrees({ west, east, south, north }: Box, put: Project, theme: Theme, most: number): Element[] {
  const step = steps.find((each) => Math.max(east - west, north - south) / each <= Math.min(8, most)) ?? 45;
  const style = { stroke: theme.faint, lineWidth: 0.75 };
  const along = (from: number, to: number): number[] =>
    Array.from({ length: 33 }, (_, at) => from + ((to - from) * at) / 32);
  const rounds = (from: number, to: number): number[] => {
    const found: number[] = [];
    for (let at = Math.ceil(from / step - 1e-9); at * step <= to + 1e-9; at++)
      found.push(Number((at * step).toFixed(4)));
    return found;
  };
  const named = (value: number, [plus, minus]: [string, string]): string =>
    `${Math.abs(value)}°${value === 0 ? '' : value > 0 ? plus : minus}`;
  return [
    ...rounds(west, east).flatMap((longitude) => {
      const [x, y] = put(longitude, south);
      const line = along(south, north).map((latitude): Position => [longitude, latitude]);
      return [stroke(line, put, style), word(named(longitude, ['E', 'W']), [x, y + 14], theme, 'center')];
    }),
    ...rounds(south, north).flatMap((latitude) => {
      const [x, y] = put(west, latitude);
      const line = along(west, east).map((longitude): Position => [longitude, latitude]);
      return [stroke(line, put, style), word(named(latitude, ['N', 'S']), [x - 6, y], theme, 'right')];
    }),
  ];
}
