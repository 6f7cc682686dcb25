/**
 * The text of an XML file, in the encoding that its first bytes or its declaration name, else UTF-8. Not for files that are edited:
 * these are read as latin1, which keeps every byte.
 *
 * @throws TypeError or RangeError where the bytes are not text of that encoding, or nobody knows it
 */
export function decodeXml(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // A byte order mark, or the first half of a `<` without one.
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
  const declaration = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  return /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(declaration)?.[1] ?? "utf-8";
}
