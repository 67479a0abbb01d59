import type Sqlite from 'better-sqlite3';

type Made = Sqlite.Statement;

/**
 * From now on statements of this database are prepared when they are first used: a start makes more than five hundred, and uses few of
 * them. A wrong one is found then, so only the engine's own database is opened so; tests open theirs without.
 */
export function prepareLate(database: Sqlite.Database): void {
  const prepare = database.prepare.bind(database);
  const late = (sql: string): Made => new LateStatement(() => prepare(sql)) as unknown as Made;
  database.prepare = late as typeof database.prepare;
}

/** What Heron uses of a statement. */
class LateStatement {
  readonly #prepare: () => Made;
  #isPlucked = false;
  #made: Made | undefined;

  constructor(prepare: () => Made) {
    this.#prepare = prepare;
  }

  #make(): Made {
    const made = this.#prepare();
    if (this.#isPlucked) made.pluck();
    // From now on a call goes to the statement itself: short runs make several, of as many values.
    this.run = made.run.bind(made);
    this.get = made.get.bind(made);
    this.all = made.all.bind(made);
    return (this.#made = made);
  }

  pluck(): this {
    this.#isPlucked = true;
    this.#made?.pluck();
    return this;
  }

  run(...values: unknown[]): unknown {
    return (this.#made ?? this.#make()).run(...values);
  }

  get(...values: unknown[]): unknown {
    return (this.#made ?? this.#make()).get(...values);
  }

  all(...values: unknown[]): unknown {
    return (this.#made ?? this.#make()).all(...values);
  }

  iterate(...values: unknown[]): unknown {
    return (this.#made ?? this.#make()).iterate(...values);
  }
}
