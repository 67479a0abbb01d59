/** Who reads: a conversation or a run, and the step that asks; asked again, the same step gets the same. */
export type Reader = { name: string; key: string };

type Place = { key: string; from: number; to: number };

/** How far each reader is with what each process said. */
export function createReaders() {
  const places = new Map<string, Map<string, Place>>();
  return {
    placeOf(id: string, { name, key }: Reader): number {
      const place = places.get(id)?.get(name);
      if (!place) return 0;
      return place.key === key ? place.from : place.to;
    },
    move(id: string, reader: Reader, to: number): void {
      const from = this.placeOf(id, reader);
      const ofProcess = places.get(id) ?? new Map<string, Place>();
      places.set(id, ofProcess.set(reader.name, { key: reader.key, from, to }));
    },
  };
}
