import { commonFaults, type FaultKind } from "./round";

/** The nodes at one moment. */
export interface Sample {
  /** Milliseconds. */
  at: number;
  /** Takes events: its port is open, and its process does not stand still. */
  serves: Pair<boolean>;
  /** How often it was told to stop so far, as its log has it. */
  stops: Pair<number>;
}

type Pair<T> = readonly [T, T];
type Place = 0 | 1;

/** A moment with no node, to which the update has led. */
export interface Outage {
  at: number;
  /** The node that was told to stop last. */
  node: Place;
}

/**
 * A deployer learns that a node has gone with its next look at it, which is two seconds old at most when it acts on the other one. A
 * process that stands still has three seconds more to take a connection.
 */
const noticeMilliseconds = 6000;

/**
 * The moments with both nodes down where one could serve: the last node that served was told to stop, while the other one did not
 * serve. It is none
 *
 * - where the last one went down by itself: a fault has taken it, and whoever restarts the other one at that moment has done no wrong;
 * - where the other one had gone down by itself so shortly before that no deployer could know of it.
 */
export function wrongOutages(samples: readonly Sample[]): Outage[] {
  const lives: [Life, Life] = [new Life(0), new Life(1)];
  const outages: Outage[] = [];
  let wasServed = false;
  for (const sample of samples) {
    const ended = lives.filter((life) => life.see(sample));
    const isServed = sample.serves.includes(true);
    const last = ended.findLast(({ wasTold }) => wasTold);
    if (wasServed && !isServed && last !== undefined && ended.every(({ wasTold }) => wasTold)) {
      const other = lives[last.place === 0 ? 1 : 0];
      if (ended.length === 2 || !isExcused(last, other)) outages.push({ at: sample.at, node: last.place });
    }
    wasServed = isServed;
  }
  return outages;
}

/**
 * Both nodes are down where one could serve, after an update that nobody has interrupted: it leaves none down that no fault has
 * hit, unless a fault keeps every node from a start.
 *
 * @param hit the nodes that a fault has hit
 */
export function areLeftDown(
  serves: Pair<boolean>,
  hit: Pair<boolean>,
  faults: readonly { kind: FaultKind }[],
): boolean {
  if (serves.includes(true)) return false;
  return hit.includes(false) && !faults.some(({ kind }) => commonFaults.includes(kind));
}

function isExcused({ toldAt }: Life, other: Life): boolean {
  return !other.wasTold && toldAt !== undefined && toldAt - other.endedAt < noticeMilliseconds;
}

/** The time for which a node serves without a break. */
class Life {
  readonly place: Place;
  /** When it was told to stop in this life. */
  toldAt: number | undefined;
  endedAt = Number.NEGATIVE_INFINITY;
  private serves = false;
  private stops = 0;

  constructor(place: Place) {
    this.place = place;
  }

  get wasTold(): boolean {
    return this.toldAt !== undefined;
  }

  /** @returns whether the life has just ended */
  see({ at, serves, stops }: Sample): boolean {
    const [now, told] = [serves[this.place], stops[this.place]];
    const hasBegun = now && !this.serves;
    const hasEnded = !now && this.serves;
    if (hasBegun) this.toldAt = undefined;
    else if (told > this.stops && this.serves) this.toldAt ??= at;
    if (hasEnded) this.endedAt = at;
    this.serves = now;
    this.stops = told;
    return hasEnded;
  }
}
