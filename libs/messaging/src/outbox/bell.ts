/** Wakes the relay of this process after a commit. Only for latency: the relay's poll is the truth. */
export class Bell {
  private listener: (() => void) | undefined;

  ring = (): void => this.listener?.();

  onRing(listener: () => void): void {
    this.listener = listener;
  }
}
