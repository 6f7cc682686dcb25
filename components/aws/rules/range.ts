import { isIPv6 } from "node:net";
import { ProblemCode, parseAddress, quoted, type Rule } from "../../description";

/** An IPv4 or IPv6 range in the one form that AWS keeps as it is given. */
export const range: Rule<string> = (value) => {
  const [address = "", length = "", ...more] = value.split("/");
  const bits = addressBits(address);
  const size = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (bits === undefined || more.length > 0 || !(size <= bits.length)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no range`,
      remedy: "give one like 10.20.0.0/16; one address is .../32",
    };
  }
  return bits.slice(size).includes("1")
    ? {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} names an address in the range`,
        remedy: "put 0 where the range is free",
      }
    : undefined;
};

/** Whether two ranges hold the same addresses: IPv6 has more than one spelling. */
export function sameRange(one: string, other: string): boolean {
  return rangeBits(one) === rangeBits(other);
}

function rangeBits(value: string): string {
  const [address = "", length = ""] = value.split("/");
  return addressBits(address)?.slice(0, Number(length)) ?? value;
}

/** Wider than any network that somebody owns: more than a /8, or a /16 in IPv6. Two halves of the world count too. */
export function isWorldOpen(value: string): boolean {
  const [address = "", length = ""] = value.split("/");
  return Number(length) < (address.includes(":") ? 16 : 8);
}

/** The address as ones and zeros. */
function addressBits(address: string): string | undefined {
  const bytes = parseAddress(address);
  if (bytes !== undefined) return bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  if (!isIPv6(address) || /[.%]/.test(address)) return undefined;
  const [head = "", tail] = address.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const missing = 8 - groups(head).length - groups(tail ?? "").length;
  const all = [...groups(head), ...Array<string>(Math.max(0, missing)).fill("0"), ...groups(tail ?? "")];
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}
