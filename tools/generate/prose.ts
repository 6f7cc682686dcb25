/** The first sentence of a docstring, without its full stop. */
export function firstSentence(doc: string): string {
  const [sentence = ""] = doc.split(/(?<=[^.A-Z]\.)\s(?=[A-Z(`])|\n\n/);
  return sentence.replace(/\.$/, "");
}

/** A default that is a value; undefined where words tell how it comes about. */
export function simpleDefault(text: string | undefined): string | undefined {
  const [, quoted, plain] = /^(?:"([^"]*)"|(\d+|true|false))(?=$|[,;. ])/.exec(text ?? "") ?? [];
  return quoted ?? plain;
}
