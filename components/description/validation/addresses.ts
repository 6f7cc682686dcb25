import { ProblemCode } from "../problemKinds";
import { quoted, type Rule } from "./shape";

/** What an IPv4 address is good for. */
export const AddressKind = {
  Private: "private",
  Public: "public",
  Loopback: "loopback",
  Unspecified: "unspecified",
  LinkLocal: "link-local",
  Multicast: "multicast",
  Reserved: "reserved",
} as const;
export type AddressKind = (typeof AddressKind)[keyof typeof AddressKind];

/** The four bytes of an IPv4 address, or undefined; `010` is none, as programs differ in how they read it. */
export function parseAddress(value: string): number[] | undefined {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(value)?.slice(1);
  const isAddress = bytes?.every((byte) => Number(byte) <= 255 && String(Number(byte)) === byte);
  return isAddress ? bytes?.map(Number) : undefined;
}

export function addressKind(value: string): AddressKind | undefined {
  const bytes = parseAddress(value);
  if (bytes === undefined) return undefined;
  const [first = 0, second = 0] = bytes;
  if (first === 0) return AddressKind.Unspecified;
  if (first === 127) return AddressKind.Loopback;
  if (first === 169 && second === 254) return AddressKind.LinkLocal;
  if (first >= 240) return AddressKind.Reserved;
  if (first >= 224) return AddressKind.Multicast;
  return isPrivate(first, second) ? AddressKind.Private : AddressKind.Public;
}

/** RFC 1918, and RFC 6598 (100.64.0.0/10), which clouds use inside their networks too. */
function isPrivate(first: number, second: number): boolean {
  if (first === 10) return true;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 192) return second === 168;
  return first === 100 && second >= 64 && second <= 127;
}

/** An IPv4 address that stands in the product's files; which kinds are allowed is `nodes.ts`'s to say. */
export const ipv4: Rule<string> = (value) => {
  if (parseAddress(value) !== undefined) return undefined;
  if (value.includes(":")) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is an IPv6 address, or one with a port; the cluster's members are written as IPv4 host:port`,
      remedy: "give the node's private IPv4 address",
    };
  }
  return {
    code: ProblemCode.InvalidValue,
    problem: `${quoted(value)} is no IPv4 address`,
    remedy: "give the private IPv4 address that the node itself has; a name may stand in ssh.host",
  };
};
