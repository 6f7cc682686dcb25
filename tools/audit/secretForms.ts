/**
 * What to look for when a secret must be nowhere: its text, in hexadecimal, and what it looks like inside anything that
 * was encoded as base64, whatever stands before it. The text has to be one that no encoding of files, and no escaping for
 * a shell, XML, JSON or a URL changes: letters and digits.
 */
export function secretForms(secret: string): string[] {
  const encoded = [0, 1, 2].map((before) => {
    const base64 = Buffer.from(" ".repeat(before) + secret).toString("base64");
    // The first and last characters depend on the neighbours too.
    return base64.slice(Math.ceil((before * 8) / 6), -4);
  });
  return [secret, Buffer.from(secret).toString("hex"), ...encoded];
}
