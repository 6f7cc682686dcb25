import type { ClusterDescription } from "../clusterDescription";

/**
 * What is known of a description and right on its own: values that are not resolved yet, or that a problem has
 * been reported for, are left out. Rules that compare values look only at these.
 */
export interface Known {
  description: DeepPartial<ClusterDescription>;
  /** Whether the value at this place, or a part of it, was left out; a rule that needs it cannot tell anything. */
  isUnknown(place: string): boolean;
}

export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? (DeepPartial<Item> | undefined)[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;

/** Places that are left out, those of their parts included: `nodes[1]` covers `nodes[1].address`. */
export class UnknownPlaces {
  private readonly places: Set<string>;

  constructor(unresolved: ReadonlySet<string>) {
    this.places = new Set(unresolved);
  }

  add(place: string): void {
    this.places.add(place);
  }

  /** Whether this place stands in the set, or is a part of one that does. */
  covers(place: string): boolean {
    return [...this.places].some((unknown) => isWithin(place, unknown));
  }

  /** Whether this place, something it is a part of, or a part of it stands in the set. */
  touches(place: string): boolean {
    return [...this.places].some((unknown) => isWithin(place, unknown) || isWithin(unknown, place));
  }
}

function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}.`) || place.startsWith(`${outer}[`);
}
