import { fail } from 'heron/worker-kit';

/** Degrees: longitude, then latitude. */
export type Position = [longitude: number, latitude: number];
export type Shapes = { areas: Position[][][]; lines: Position[][]; points: Position[] };

const mostPositions = 500_000;

/** All that a GeoJSON object draws, whatever it is nested in. Errors: `invalid-input` with the place in it. */
export function shapesIn(value: unknown): Shapes {
  const shapes: Shapes = { areas: [], lines: [], points: [] };
  collect(value, 'shapes', { shapes, count: 0 });
  return shapes;
}

type Collecting = { shapes: Shapes; count: number };
type Reader = (value: unknown, at: string, to: Collecting) => void;

const wrong = (at: string, expected: string): never =>
  fail('invalid-input', `${at}: ${expected} was expected`, { field: 'shapes' });

const listIn = (value: unknown, at: string): unknown[] => (Array.isArray(value) ? value : wrong(at, 'a list'));

function collect(value: unknown, at: string, to: Collecting): void {
  if (typeof value !== 'object' || value === null) return wrong(at, 'an object of GeoJSON');
  const { type, features, geometry, geometries, coordinates } = value as Record<string, unknown>;
  if (type === 'FeatureCollection') {
    return listIn(features, `${at}.features`).forEach((each, index) => collect(each, `${at}.features.${index}`, to));
  }
  // A feature may have no place.
  if (type === 'Feature') return geometry === null ? undefined : collect(geometry, `${at}.geometry`, to);
  if (type === 'GeometryCollection') {
    return listIn(geometries, `${at}.geometries`).forEach((each, index) =>
      collect(each, `${at}.geometries.${index}`, to),
    );
  }
  const read = typeof type === 'string' ? readers.get(type) : undefined;
  return read ? read(coordinates, `${at}.coordinates`, to) : wrong(`${at}.type`, 'a kind of GeoJSON');
}

function positionIn(value: unknown, at: string, to: Collecting): Position {
  const [longitude, latitude] = listIn(value, at);
  to.count += 1;
  if (to.count > mostPositions) fail('limit-exceeded', `The shapes have more than ${mostPositions} positions`);
  return isPosition(longitude, latitude)
    ? [longitude as number, latitude as number]
    : wrong(at, 'longitude and latitude in degrees');
}

export function isPosition(longitude: unknown, latitude: unknown): boolean {
  const isWithin = (value: unknown, end: number): boolean => typeof value === 'number' && Math.abs(value) <= end;
  return isWithin(longitude, 180) && isWithin(latitude, 90);
}

const positionsIn = (value: unknown, at: string, to: Collecting): Position[] =>
  listIn(value, at).map((each, index) => positionIn(each, `${at}.${index}`, to));
const ringsIn = (value: unknown, at: string, to: Collecting): Position[][] =>
  listIn(value, at).map((each, index) => positionsIn(each, `${at}.${index}`, to));

/** Several of one kind, each as it is read alone. */
const many =
  (read: Reader): Reader =>
  (value, at, to) =>
    listIn(value, at).forEach((each, index) => read(each, `${at}.${index}`, to));

const point: Reader = (value, at, to) => void to.shapes.points.push(positionIn(value, at, to));
const line: Reader = (value, at, to) => void to.shapes.lines.push(positionsIn(value, at, to));
const area: Reader = (value, at, to) => void to.shapes.areas.push(ringsIn(value, at, to));

const readers = new Map<string, Reader>([
  ['Point', point],
  ['MultiPoint', many(point)],
  ['LineString', line],
  ['MultiLineString', many(line)],
  ['Polygon', area],
  ['MultiPolygon', many(area)],
]);
