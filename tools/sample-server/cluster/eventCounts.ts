/** What the events leave behind: how many there were of each name. It stands for the state of the execution plans. */
export class EventCounts {
  private counts: Record<string, number> = {};

  add(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  snapshot(): Record<string, number> {
    return { ...this.counts };
  }

  restore(snapshot: Record<string, number>): void {
    this.counts = { ...snapshot };
  }
}
