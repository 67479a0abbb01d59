/** A place among all that works in the background by an account. */
export type BackgroundTurn = {
  account(): string;
  /** It is asked by another account after all: the place is counted there. */
  moveTo(account: string): void;
  end(): void;
};

/** Which accounts are worked with in the background, and by whom. */
export function createTurns(onEnd: () => void) {
  const atWork = new Map<string, number>();
  const held = new Map<string, BackgroundTurn>();

  const add = (account: string, by: 1 | -1): void => void atWork.set(account, (atWork.get(account) ?? 0) + by);

  return {
    atWork: (account: string): number => atWork.get(account) ?? 0,
    /** `holder`: whoever asks with it; one at a time. */
    take(account: string, holder: string): BackgroundTurn {
      let [own, isOver] = [account, false];
      add(own, 1);
      const turn: BackgroundTurn = {
        account: () => own,
        moveTo(other) {
          if (isOver || other === own) return;
          add(own, -1);
          add(other, 1);
          own = other;
          onEnd();
        },
        end() {
          if (isOver) return;
          isOver = true;
          add(own, -1);
          if (held.get(holder) === turn) held.delete(holder);
          onEnd();
        },
      };
      held.set(holder, turn);
      return turn;
    },
    of: (holder: string): BackgroundTurn | undefined => held.get(holder),
  };
}
