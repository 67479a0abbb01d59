/** Does what it is given one after the other, each once the one before has ended, well or not. */
export type InTurn = <Result>(act: () => Result | Promise<Result>) => Promise<Result>;

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
}
