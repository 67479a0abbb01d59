/** What is in a list knows its neighbours there; outside of one it has none. */
export class ListPlace {
  before: ListPlace | undefined;
  after: ListPlace | undefined;
}

/**
 * Things that come and go all the time, in the order in which they came. A set that is emptied again and again makes itself anew each time,
 * and what it was before keeps the collector of short-lived objects from what it held.
 */
export class LinkedList<Place extends ListPlace> {
  readonly #ends = new ListPlace();

  constructor() {
    this.clear();
  }

  add(place: Place): void {
    const last = this.#ends.before as ListPlace;
    place.before = last;
    place.after = this.#ends;
    last.after = place;
    this.#ends.before = place;
  }

  /** Those that are there now; what comes or goes meanwhile changes nothing. */
  all(): Place[] {
    const places: Place[] = [];
    for (let place = this.#ends.after as ListPlace; place !== this.#ends; place = place.after as ListPlace) {
      places.push(place as Place);
    }
    return places;
  }

  clear(): void {
    for (const place of this.#ends.after ? this.all() : []) removeFromList(place);
    this.#ends.before = this.#ends;
    this.#ends.after = this.#ends;
  }
}

/** Without effect on what is in none. */
export function removeFromList(place: ListPlace): void {
  const { before, after } = place;
  if (!before || !after) return;
  before.after = after;
  after.before = before;
  place.before = undefined;
  place.after = undefined;
}
