/** A key that was kept, and the sentence for people whose host has another one. */
export interface PinnedKey {
  /** As in `authorized_keys`. Undefined if nothing is kept in this run, as with `--target`. */
  key: string | undefined;
  /** What to do if the host was replaced. */
  remedy: string;
}

/**
 * Between a host of which no key was given and the place where its first key is kept: the host is met during a handshake, which
 * waits there until the kept key is known, and goes on only with that one.
 */
export class HostKeyPin {
  private readonly meeting = Promise.withResolvers<string | undefined>();
  private readonly keeping = Promise.withResolvers<PinnedKey>();
  private isMet = false;
  private isKept = false;

  /** The first key that this run has met; undefined if it has met none. */
  get met(): Promise<string | undefined> {
    return this.meeting.promise;
  }

  /** Resolves when the kept key is known, which may be another one than the host's. */
  get kept(): Promise<PinnedKey> {
    return this.keeping.promise;
  }

  /** Whether the host waits for its key to be kept. */
  get isPending(): boolean {
    return this.isMet && !this.isKept;
  }

  /** The host has this key. */
  meet(key: string): Promise<PinnedKey> {
    this.isMet = true;
    this.meeting.resolve(key);
    return this.kept;
  }

  /** This run does not meet the host any more, if it has not yet. */
  giveUp(): void {
    this.meeting.resolve(undefined);
  }

  keep(pinned: PinnedKey): void {
    this.isKept = true;
    this.keeping.resolve(pinned);
  }
}
