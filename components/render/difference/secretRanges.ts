import { parseEntries } from "../edit/propertiesFile";
import { parseXml, type XmlElement } from "../edit/xmlDocument";

/** Part of a text, from `start` to before `end`. */
export interface Range {
  start: number;
  end: number;
}

/** A value in a file: where it stands, and as what. */
interface Value {
  range: Range;
  /** The same in every text of the file: `/a/b[x]/c`, `/a/@b`, or a key. */
  place: string;
  /** Its name says that it is a secret. */
  isNamedSecret: boolean;
}

const secretWords =
  "(?:pass(?!ive|thr)|pwd|\\bpw\\b|secret|\\bsalt\\b|credential|token|authorization|(?:private|access|api|shared|encryption|auth)[._-]?key)";
const namesSecret = new RegExp(secretWords, "i");
/** A parameter within a value: the rest of the value is hidden with it. Every repetition is bounded, so that no text takes long. */
const secretParameter = `${secretWords}[\\w.-]{0,80}["']?\\s{0,80}\\\\?[=:]\\s{0,80}["']?`;
const loginInUrl = /:\/\/[^\s"'<>]{1,400}@/g;

/**
 * The places of a file that hold a secret of these, by what stands there.
 *
 * @param secrets in every form in which they stand in files
 * @throws EditError if the text cannot be parsed
 */
export function secretPlaces(path: string, text: string, secrets: readonly string[]): Set<string> {
  const holdsSecret = ({ start, end }: Range) => {
    const value = text.slice(start, end);
    return secrets.some((secret) => value.includes(secret));
  };
  return new Set(
    valuesOf(path, text)
      .filter(({ range }) => holdsSecret(range))
      .map(({ place }) => place),
  );
}

/**
 * Everything in a configuration file that may be a secret, whoever wrote it: the secrets themselves, what stands at a place of one, and
 * what is named like one. Rather too much than too little.
 *
 * @returns undefined if nobody can tell
 * @throws EditError if the text cannot be parsed
 */
export function secretRanges(
  path: string,
  text: string,
  secrets: readonly string[],
  places: ReadonlySet<string>,
): Range[] | undefined {
  // Quotes and continued lines of a shell script are not parsed here.
  if (path.endsWith(".sh") && namesSecret.test(text)) return undefined;
  if (!/\.(xml|properties|conf|sh)$/.test(path)) return undefined;
  const values = valuesOf(path, text);
  const structured = values
    .filter(({ place, isNamedSecret }) => isNamedSecret || places.has(place))
    .map(({ range }) => range);
  return [
    ...structured,
    ...values.flatMap(({ range }) => parameterIn(text, range)),
    ...commentsOf(path, text),
    ...parametersIn(path, text),
    ...occurrences(text, secrets),
  ];
}

function valuesOf(path: string, text: string): Value[] {
  if (path.endsWith(".xml")) return xmlValues(parseXml(path, text).root, "");
  if (path.endsWith(".sh")) return [];
  return parseEntries(text).map(({ key, start, end }) => ({
    range: { start, end },
    place: key,
    isNamedSecret: namesSecret.test(key),
  }));
}

/** Characters of a step of a place, so that the places of a hostile file stay small. */
const longestStep = 200;

/** Attributes, and children, that name what the element holds, in any case. */
const namingNames: ReadonlySet<string> = new Set(["name", "key", "id", "property", "param-name"]);
const holding: ReadonlySet<string> = new Set(["value", "param-value"]);

function xmlValues(element: XmlElement, parent: string): Value[] {
  const { attributes, children, contentStart, contentEnd } = element;
  const names = namesOf(element);
  const place = `${parent}/${`${element.name}[${names.join("][")}]`.slice(0, longestStep)}`;
  const isNamedSecret = [element.name, ...names].some((name) => namesSecret.test(name));
  const values = attributes
    .filter(({ name }) => !isNaming(name) || namesSecret.test(element.name))
    .map(({ name, start, end }) => ({
      range: { start, end },
      place: `${place}/@${name}`,
      isNamedSecret: isNamedSecret || namesSecret.test(name),
    }));
  const content = { range: { start: contentStart, end: contentEnd }, place, isNamedSecret };
  // With elements in it, its content is a secret only if it is named so.
  const own = children.length === 0 || isNamedSecret ? [content] : [];
  return [...values, ...own, ...children.flatMap((child) => xmlValues(child, place))];
}

/** `name="x"`, or `<name>x</name>` among the children. A child names a secret only beside its value. */
function namesOf({ attributes, children }: XmlElement): string[] {
  const ofAttributes = attributes.filter(({ name }) => isNaming(name)).map(({ value }) => value);
  const hasValue = children.some(({ name }) => holding.has(name.toLowerCase()));
  // Alone, a `<Name>` of another case may be a value like any other, at a place that must stay the same.
  const naming = children.filter(({ name }) => (hasValue ? isNaming(name) : namingNames.has(name)));
  const ofChildren = naming.map(({ text }) => text.trim());
  return [
    ...ofAttributes,
    ...(hasValue ? ofChildren : ofChildren.map((name) => name.replace(namesSecret, ""))),
  ];
}

function isNaming(name: string): boolean {
  return namingNames.has(name.toLowerCase());
}

/** Comments, and processing instructions, that name a secret. */
function commentsOf(path: string, text: string): Range[] {
  const found = path.endsWith(".xml")
    ? [...between(text, "<!--", "-->"), ...between(text, "<?", "?>")]
    : [...text.matchAll(/^[ \t\f]*[#!].*/gm)].map(rangeOf);
  return found.filter(({ start, end }) => namesSecret.test(text.slice(start, end)));
}

function between(text: string, opening: string, closing: string): Range[] {
  const ranges: Range[] = [];
  for (let start = text.indexOf(opening); start !== -1; start = text.indexOf(opening, start + 1)) {
    const end = text.indexOf(closing, start);
    if (end === -1) break;
    ranges.push({ start, end: end + closing.length });
    start = end;
  }
  return ranges;
}

/** `…Password=…` within a value: from its `=` to the end of the value, whatever stands there. */
function parameterIn(text: string, { start, end }: Range): Range[] {
  const match = new RegExp(secretParameter, "i").exec(text.slice(start, end));
  return match === null ? [] : [{ start: start + match.index + match[0].length, end }];
}

/** `…Password=…` anywhere, to the next quote or line end, and the login in a URL. */
function parametersIn(path: string, text: string): Range[] {
  const [begin, finish] = [
    new RegExp(secretParameter, "gi"),
    path.endsWith(".xml") ? /["'<]/g : /(?<!\\)[\r\n]/g,
  ];
  const ranges = [...text.matchAll(loginInUrl)].map(rangeOf);
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    finish.lastIndex = begin.lastIndex;
    const end = finish.exec(text)?.index ?? text.length;
    ranges.push({ start: begin.lastIndex, end });
    begin.lastIndex = end;
  }
  return ranges;
}

function occurrences(text: string, secrets: readonly string[]): Range[] {
  return secrets.flatMap((secret) => {
    const ranges: Range[] = [];
    if (secret === "") return ranges;
    for (let start = text.indexOf(secret); start !== -1; start = text.indexOf(secret, start + secret.length))
      ranges.push({ start, end: start + secret.length });
    return ranges;
  });
}

function rangeOf(match: RegExpExecArray): Range {
  return { start: match.index, end: match.index + match[0].length };
}
