/** A limit that a value must keep, in AWS's words. */
export interface StatedLimit {
  words: string;
  allows(value: string): boolean;
}

const characters: Readonly<Record<string, string>> = {
  letters: "A-Za-z",
  numbers: "0-9",
  hyphens: "\\-",
  underscores: "_",
  periods: ".",
  spaces: " ",
};

/** The sentences in which EC2 and RDS document what they accept, and how each is checked. */
const sentences: readonly [RegExp, (found: RegExpExecArray, text: string) => (value: string) => boolean][] = [
  [
    /(?:from )?(\d+) to (\d+) (?=letters|numbers)([a-z, ]+)/,
    ([, least, most, kinds = ""], text) => length(Number(least), Number(most), kindsOf(kinds, text)),
  ],
  [
    /no more than (\d+) (?=letters|numbers)([a-z, ]+)/,
    ([, most, kinds = ""], text) => length(1, Number(most), kindsOf(kinds, text)),
  ],
  [/Up to (\d+) characters in length/, ([, most]) => length(0, Number(most))],
  [/maximum of (\d+) Unicode characters/, ([, most]) => length(0, Number(most))],
  [
    /from (\d+) to (\d+) Unicode characters/,
    ([, least, most], text) => length(text.includes("optional") ? 0 : Number(least), Number(most)),
  ],
  [
    /RDS for MySQL - Must contain from (\d+) to (\d+) char/,
    ([, least, most]) => length(Number(least), Number(most)),
  ],
  [
    /(?:Valid characters:|Allowed characters are) a-z, A-Z, 0-9, spaces, and (\S+)/,
    ([, symbols = ""]) =>
      length(0, Number.POSITIVE_INFINITY, `a-zA-Z0-9 ${symbols.replaceAll(/[-\\\]^]/g, "\\$&")}`),
  ],
  [/Java regex: "\^(.*?)\$"/, ([, pattern = ""]) => matching(pattern.replaceAll("\\\\", "\\"))],
  [/[Ff]irst character must be a letter/, () => matching("[A-Za-z].*")],
  [/Can't end with a hyphen or contain two consecutive hyphens/, () => (value) => !/--|-$/.test(value)],
  [/(?:start|begin|prefixed) with ([a-z]+[-:])(?: or ([a-z]+:))?/, ([, ...prefixes]) => without(prefixes)],
  [/Must not be default/, () => (value) => value !== "default"],
  // Another spelling is accepted and stored in small letters: the next look would find a difference.
  [/stored as a lowercase string/, () => (value) => value === value.toLowerCase()],
  [/Must be a value from (\d+) to (\d+)/, ([, least, most]) => between(Number(least), Number(most))],
  [
    /Valid Values: ((?:\S+ \| )+\S+)/,
    ([, values = ""]) =>
      (value) =>
        values.split(" | ").includes(value),
  ],
  [/in the format hh24:mi-hh24:mi/, () => matching("\\d\\d:\\d\\d-\\d\\d:\\d\\d")],
  [/in the format ddd:hh24:mi-ddd:hh24:mi/, () => matching("[a-z]{3}:\\d\\d:\\d\\d-[a-z]{3}:\\d\\d:\\d\\d")],
];

/** What the documentation of a member says that its value must be like. */
export function statedLimits(documentation: string): StatedLimit[] {
  const text = plain(documentation);
  return sentences.flatMap(([pattern, rule]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [{ words: found[0], allows: rule(found, text) }];
  });
}

function plain(html: string): string {
  const text = html
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&amp;", "&")
    .replaceAll("&quot;", '"');
  return text.replaceAll(/\s+/g, " ");
}

/** `letters, numbers, or hyphens`; a snapshot's hyphens are only spoken of where they may not be. */
function kindsOf(words: string, text: string): string {
  const hyphens = text.includes("a hyphen") ? characters.hyphens : "";
  return (words.match(/[a-z]+/g) ?? []).map((word) => characters[word] ?? "").join("") + hyphens;
}

function length(least: number, most: number, allowed?: string): (value: string) => boolean {
  const each = allowed === undefined ? /^/ : new RegExp(`^[${allowed}]*$`);
  return (value) => value.length >= least && value.length <= most && each.test(value);
}

function matching(pattern: string): (value: string) => boolean {
  const whole = new RegExp(`^(?:${pattern})$`, "u");
  return (value) => whole.test(value);
}

function without(prefixes: readonly (string | undefined)[]): (value: string) => boolean {
  return (value) =>
    !prefixes.some((prefix) => prefix !== undefined && value.toLowerCase().startsWith(prefix));
}

function between(least: number, most: number): (value: string) => boolean {
  return (value) => Number(value) >= least && Number(value) <= most;
}
